import { address6, encodeRelay6, MessageType6, type Option6, parseRelay6, type RelayPacket6 } from './packet6.js'

/** A relay agent on the way from a client to the server. */
export interface RelayHop6 {
  /** The relay's own address: the source of what it sends on. */
  readonly address: string
  /** link-address: of the link that the message came in by. Default: `address`; '::' where the interface-id tells the link. */
  readonly link?: string
  /** What it adds, e.g. option6(18, 'eth0') for the interface-id. */
  readonly options?: readonly Option6[]
  /** Default: as many relays as were passed before (RFC 8415 19.1). */
  readonly hops?: number
  /** The port it sends from, where that is not 547; it then adds option 135 (RFC 8357). */
  readonly port?: number
}

/** What a relay must get back as it sent it: interface-id (RFC 8415 19.3) and relay-source-port (RFC 8357 5.2). */
const ECHOED = [18, 135]

/** Relay agents one behind the other; the first is the one nearest to the client. */
export class RelayChain6 {
  readonly hops: readonly [RelayHop6, ...RelayHop6[]]

  constructor(...hops: readonly [RelayHop6, ...RelayHop6[]]) {
    this.hops = hops
  }

  /** The relay that talks to the server. */
  get last(): RelayHop6 {
    return this.hops.at(-1)!
  }

  /** What the server hears when a client with this address says `message`. */
  wrap(message: Buffer, client: string): Buffer {
    let wrapped = message
    for (const relay of this.#headers(client)) wrapped = encodeRelay6(relay, wrapped)
    return wrapped
  }

  /** The message for the client in what the server answered. Throws when the way back is not the one there (RFC 8415 19.3). */
  unwrap(answer: Buffer, client: string): Buffer {
    let message = answer
    for (const sent of this.#headers(client).reverse()) {
      const { relay, message: inner } = parseRelay6(message)
      const wanted = { ...sent, type: MessageType6['RELAY-REPL'], options: echoes(sent.options) }
      if (JSON.stringify(comparable(relay)) !== JSON.stringify(comparable(wanted)))
        throw new Error(`relay-reply ${JSON.stringify(relay)} where ${JSON.stringify(wanted)} belongs`)
      message = inner
    }
    return message
  }

  #headers(client: string): RelayPacket6[] {
    let peer = client
    return this.hops.map((hop, passed) => {
      const port = hop.port === undefined ? [] : [{ code: 135, data: Buffer.of(0, 0) }]
      const relay = {
        type: MessageType6['RELAY-FORW'],
        hops: hop.hops ?? passed,
        link: hop.link ?? hop.address,
        peer,
        options: [...(hop.options ?? []), ...port],
      }
      peer = hop.address
      return relay
    })
  }
}

/** The first interface-id and the first source port. */
function echoes(options: readonly Option6[]): Option6[] {
  return ECHOED.flatMap(code => options.filter(option => option.code === code).slice(0, 1))
}

function comparable({ type, hops, link, peer, options }: RelayPacket6): unknown {
  const bytes = options.map(({ code, data }) => `${code}:${data.toString('hex')}`).sort()
  return [type, hops, address6(link).toString('hex'), address6(peer).toString('hex'), bytes]
}
