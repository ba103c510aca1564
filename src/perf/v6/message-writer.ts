import { MessageType, Option } from '../../wire/v6/codes.js'
import {
  beginIa,
  beginMessage,
  beginOption,
  endOption,
  putEmptyOption,
  putOption,
  putOptionU16,
} from '../../wire/v6/encode.js'
import { Writer } from '../../wire/writer.js'
import type { ClientNames } from '../client-names.js'
import type { Plan } from '../plan.js'

const IAID = 1
const RELAY_HEADER = 34

/** Writes a client's messages, in a relay's where the plan says so. What an IA has to say, the caller puts in. */
export class MessageWriter6 {
  readonly writer = new Writer()
  readonly withAddress: boolean
  readonly withPrefix: boolean
  readonly #plan: Plan
  readonly #names: ClientNames
  /** Link addresses, 16 bytes for each relay. */
  readonly #links: Uint8Array
  readonly #duid: Uint8Array
  readonly #requested: Uint8Array
  readonly #options: readonly { readonly code: number; readonly payload: Buffer }[]
  readonly #relayOptions: readonly { readonly code: number; readonly payload: Buffer }[]
  #envelope = -1

  constructor(plan: Plan, names: ClientNames, links: Uint8Array) {
    this.#plan = plan
    this.#names = names
    this.#links = links
    const { leaseType, requested, options, relayOptions } = plan.message
    this.withAddress = leaseType !== 'prefix-only'
    this.withPrefix = leaseType !== 'address-only'
    this.#duid = new Uint8Array(names.duidLength)
    this.#requested = Uint8Array.from(requested.flatMap(code => [code >>> 8, code & 255]))
    const payloads = (list: typeof options): { code: number; payload: Buffer }[] =>
      list.map(({ code, hex }) => ({ code, payload: Buffer.from(hex, 'hex') }))
    this.#options = payloads(options)
    this.#relayOptions = payloads(relayOptions)
  }

  /** From the relay's header to what all messages carry. `elapsed`: milliseconds. */
  begin(type: number, client: number, xid: number, relay: number, elapsed: number): void {
    const { writer } = this
    this.envelop(client, xid, relay)
    beginMessage(writer, type, xid)
    this.#names.duid(client, this.#duid, 0)
    putOption(writer, Option.clientId, this.#duid, 0, this.#duid.length)
    putOptionU16(writer, Option.elapsedTime, Math.min(0xffff, Math.floor(elapsed / 10)))
    if (type === MessageType.release) return
    putOption(writer, Option.oro, this.#requested, 0, this.#requested.length)
    if (type === MessageType.solicit && this.#plan.message.rapidCommit) putEmptyOption(writer, Option.rapidCommit)
    for (const { code, payload } of this.#options) putOption(writer, code, payload, 0, payload.length)
  }

  /** The header of a Relay-forward (RFC 8415 9), if the plan has relays; end() closes it. */
  envelop(client: number, xid: number, relay: number): void {
    const { writer } = this
    this.#envelope = -1
    if (this.#plan.mode === 'direct' || !writer.room(RELAY_HEADER)) return
    const { bytes, at } = writer
    bytes[at] = MessageType.relayForward
    bytes[at + 1] = 0
    for (let i = 0; i < 16; i++) bytes[at + 2 + i] = this.#links[relay * 16 + i]!
    this.#peer(client, at + 18)
    // several threads: the byte that comes back tells whose answer it is
    if (this.#plan.threads > 1) bytes[at + 33] = xid
    writer.at = at + RELAY_HEADER
    for (const { code, payload } of this.#relayOptions) putOption(writer, code, payload, 0, payload.length)
    this.#envelope = beginOption(writer, Option.relayMessage)
  }

  end(): void {
    endOption(this.writer, this.#envelope)
  }

  /** An identity association for the caller to fill; endOption() closes it. */
  beginIa(code: number): number {
    return beginIa(this.writer, code, IAID, 0, 0)
  }

  /** fe80:: with the modified EUI-64 of the hardware address (RFC 4291 2.5.1). */
  #peer(client: number, at: number): void {
    const { bytes } = this.writer
    for (let i = 0; i < 16; i++) bytes[at + i] = 0
    bytes[at] = 0xfe
    bytes[at + 1] = 0x80
    this.#names.hardware(client, bytes, at + 10)
    for (let i = 8; i < 11; i++) bytes[at + i] = bytes[at + i + 2]!
    bytes[at + 8] = bytes[at + 8]! ^ 2
    bytes[at + 11] = 0xff
    bytes[at + 12] = 0xfe
  }
}
