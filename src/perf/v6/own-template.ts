import { OPTION_HEADER, Option } from '../../wire/v6/codes.js'
import type { Message6 } from '../../wire/v6/message.js'
import type { Writer } from '../../wire/writer.js'
import type { ClientNames } from '../client-names.js'
import type { TemplateOffsets } from '../plan.js'

/** Bytes that tell clients apart, at most: those of a hardware address that are the maker's to give. */
const RANDOM = 3

/** Somebody's own message; what differs from one to the next is written over it where the offsets say. */
export class OwnTemplate6 {
  readonly #bytes: Buffer
  readonly #offsets: TemplateOffsets
  readonly #hardware = new Uint8Array(6)

  constructor(hex: string, offsets: TemplateOffsets) {
    this.#bytes = Buffer.from(hex, 'hex')
    this.#offsets = offsets
  }

  /** `answered`: the ADVERTISE whose server identifier and IA_NA are to be put in. `elapsed`: milliseconds. */
  write(
    writer: Writer,
    client: number,
    xid: number,
    elapsed: number,
    names: ClientNames,
    answered: Message6 | undefined,
  ): void {
    const start = writer.at
    writer.copy(this.#bytes)
    const { bytes } = writer
    const offsets = this.#offsets
    const id = start + (offsets.xid < 0 ? 1 : offsets.xid)
    bytes[id] = xid >>> 16
    bytes[id + 1] = xid >>> 8
    bytes[id + 2] = xid
    if (offsets.random >= 0) {
      names.hardware(client, this.#hardware, 0)
      for (let i = 0; i < RANDOM; i++) bytes[start + offsets.random - i] = this.#hardware[5 - i]!
    }
    if (offsets.elapsed >= 0) {
      const hundredths = Math.min(0xffff, Math.floor(elapsed / 10))
      bytes[start + offsets.elapsed] = hundredths >>> 8
      bytes[start + offsets.elapsed + 1] = hundredths
    }
    if (answered === undefined) return
    if (offsets.server >= 0) this.#put(writer, start + offsets.server, answered, Option.serverId)
    if (offsets.address >= 0) this.#put(writer, start + offsets.address, answered, Option.iaNa)
  }

  /** The whole option as it came, over what the template has there; it must fit. */
  #put(writer: Writer, at: number, answered: Message6, code: number): void {
    if (!answered.find(code)) return
    const from = answered.optionStart - OPTION_HEADER
    if (at + answered.optionEnd - from <= writer.at) answered.arena.copy(writer.bytes, at, from, answered.optionEnd)
  }
}
