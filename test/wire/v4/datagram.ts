import { Message4 } from '../../../src/wire/v4/message.js'

/** What a raw test datagram has other than its defaults: a request of 00:0c:01:02:03:04, no addresses. */
export interface Raw {
  /** Everything after the magic cookie, END included if there is to be one. */
  readonly options?: Uint8Array
  readonly op?: number
  readonly hlen?: number
  readonly cookie?: number
  readonly sname?: Uint8Array
  readonly file?: Uint8Array
}

export const END = Uint8Array.of(255)
export const DISCOVER = Uint8Array.of(53, 1, 1)

/** A datagram byte by byte, right or wrong. */
export function datagram({
  options = new Uint8Array(),
  op = 1,
  hlen = 6,
  cookie = 0x63825363,
  sname,
  file,
}: Raw): Buffer {
  const fixed = Buffer.alloc(240)
  fixed.set([op, 1, hlen, 0, 0, 0, 0x12, 0x34])
  fixed.set([0, 0x0c, 1, 2, 3, 4], 28)
  if (sname) fixed.set(sname, 44)
  if (file) fixed.set(file, 108)
  fixed.writeUInt32BE(cookie, 236)
  return Buffer.concat([fixed, options])
}

/** One option (or sub-option). */
export function tlv(code: number, payload: Uint8Array | string | readonly number[]): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload, 'latin1') : Buffer.from(payload)
  return Buffer.concat([Buffer.of(code, bytes.length), bytes])
}

/** A DISCOVER with these options behind option 53. */
export function discover(...options: Uint8Array[]): Buffer {
  return datagram({ options: Buffer.concat([DISCOVER, ...options, END]) })
}

/** The view over a whole buffer; fails the test when it is no message. */
export function view(bytes: Buffer): Message4 {
  const message = new Message4()
  const failure = message.read(bytes, 0, bytes.length)
  if (failure !== undefined) throw new Error(`${failure.text} (${message.failedCode})`)
  return message
}

/** Payload of an option as latin-1 text; undefined when it is not there. */
export function payload(message: Message4, code: number): string | undefined {
  return message.find(code) ? message.optionBytes.toString('latin1', message.optionStart, message.optionEnd) : undefined
}
