import type { Address } from '../lease/lease.js'
import type { Exchange } from './exchange.js'
import type { Rooms } from './rooms.js'

/** Lines about a packet that came in. Nothing is built for lines that are off. */

/** Where the packet was sent to; where the kernel did not say, the interface that heard it. */
export function destinationOf<A extends Address>(x: Exchange<A>): string {
  return x.destination === undefined ? x.link.name : x.plan.decided.kind.format(x.destination)
}

function sourceOf<A extends Address>(x: Exchange<A>): string {
  return x.plan.decided.kind.format(x.source)
}

export function logBuffer<A extends Address, X extends Exchange<A>>(
  { log: { packets, options }, say, ports }: Rooms<A, X, unknown>,
  x: X,
): void {
  const { name } = x.link
  if (packets.on(say.bufferReceived))
    packets.log(say.bufferReceived, sourceOf<A>(x), x.sourcePort, destinationOf<A>(x), ports.server, name)
  if (options.on(say.bufferUnpack)) options.log(say.bufferUnpack, sourceOf<A>(x), destinationOf<A>(x), name)
}

/** `reason` is asked only when it is to be told. */
export function logUnreadable<A extends Address, X extends Exchange<A>>(
  { log: { badPackets }, say }: Rooms<A, X, unknown>,
  x: X,
  reason: () => string,
): void {
  if (badPackets.on(say.dropParseFail))
    badPackets.log(say.dropParseFail, sourceOf<A>(x), destinationOf<A>(x), x.link.name, reason())
}

export function logDisabled<A extends Address, X extends Exchange<A>>(
  { log: { badPackets }, say, labelOf }: Rooms<A, X, unknown>,
  x: X,
): void {
  if (badPackets.on(say.dropDisabled)) badPackets.log(say.dropDisabled, labelOf(x))
}

/** A message in the family's words. */
export interface QueryText<X> {
  readonly type: (x: X) => number
  readonly typeName: (type: number) => string
  /** The dump at the highest level of detail; `local` and `remote` are address and port. */
  readonly dump: (x: X, local: string, remote: string) => string
  /** Address and port as one: "192.0.2.1:67", "[fe80::1]:547". */
  readonly endpoint: (address: string, port: number) => string
}

export function logQuery<A extends Address, X extends Exchange<A>>(
  { log: { packets }, say, ports, labelOf }: Rooms<A, X, unknown>,
  { type: typeOf, typeName, dump, endpoint }: QueryText<X>,
  x: X,
): void {
  if (packets.on(say.packetReceived)) {
    const type = typeOf(x)
    const name = typeName(type)
    packets.log(say.packetReceived, labelOf(x), name, type, sourceOf<A>(x), destinationOf<A>(x), x.link.name)
  }
  if (packets.on(say.queryData)) {
    const local = endpoint(destinationOf<A>(x), ports.server)
    const remote = endpoint(sourceOf<A>(x), x.sourcePort)
    packets.log(say.queryData, labelOf(x), dump(x, local, remote))
  }
}
