import type { IdentityPlan } from './plan.js'

const HARDWARE = 6

/** Seconds from 1970 to 2000, where the time of a DUID-LLT begins (RFC 8415 11.2). */
const LLT_EPOCH = 946_684_800

/** Hardware address and DUID of client n: the base counted up, or those of a list. Writes in place, allocates nothing. */
export class ClientNames {
  readonly duidLength: number
  readonly #base: Uint8Array
  readonly #duid: Uint8Array
  readonly #list: readonly Uint8Array[]
  readonly #fixedDuid: boolean

  /** `seconds`: since 1970, for the time in DUIDs. */
  constructor(plan: IdentityPlan, seconds: number) {
    this.#base = Buffer.from(plan.hardware, 'hex')
    this.#list = plan.list.map(one => Buffer.from(one, 'hex'))
    this.#fixedDuid = plan.duid !== ''
    this.#duid = this.#fixedDuid ? Buffer.from(plan.duid, 'hex') : duidOf(this.#base, seconds - LLT_EPOCH)
    this.duidLength = this.#duid.length
  }

  /** The six bytes of client n's hardware address. */
  hardware(client: number, into: Uint8Array, at: number): void {
    const listed = this.#list.length === 0 ? undefined : this.#list[client % this.#list.length]!
    if (listed !== undefined) for (let i = 0; i < HARDWARE; i++) into[at + i] = listed[i]!
    else count(this.#base, client, into, at)
  }

  /** The DUID of client n, `duidLength` bytes. */
  duid(client: number, into: Uint8Array, at: number): void {
    if (this.#fixedDuid) {
      count(this.#duid, client, into, at)
      return
    }
    const head = this.duidLength - HARDWARE
    for (let i = 0; i < head; i++) into[at + i] = this.#duid[i]!
    this.hardware(client, into, at + head)
  }
}

/** DUID-LLT of Ethernet (RFC 8415 11.2). */
function duidOf(hardware: Uint8Array, time: number): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16BE(1, 0)
  head.writeUInt16BE(1, 2)
  head.writeUInt32BE(time >>> 0, 4)
  return Buffer.concat([head, hardware])
}

/** base + n as one big number, lowest byte last. */
function count(base: Uint8Array, n: number, into: Uint8Array, at: number): void {
  let carry = n
  for (let i = base.length - 1; i >= 0; i--) {
    carry += base[i]!
    into[at + i] = carry
    carry = Math.floor(carry / 256)
  }
}
