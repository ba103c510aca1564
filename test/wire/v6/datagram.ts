import { Message6 } from '../../../src/wire/v6/message.js'

/** An option, byte by byte, right or wrong. */
export function tlv(code: number, payload: Uint8Array | string | readonly number[] = []): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload, 'latin1') : Buffer.from(payload)
  return Buffer.concat([Buffer.of(code >> 8, code & 255, bytes.length >> 8, bytes.length & 255), bytes])
}

/** Client identifier 00:03:00:01:00:0c:01:02:03:04. */
export const CLIENT_ID = tlv(1, [0, 3, 0, 1, 0, 12, 1, 2, 3, 4])

/** A message of this type, transaction 0x123456. */
export function message(type: number, ...options: Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.of(type, 0x12, 0x34, 0x56), ...options])
}

/** An INFORMATION-REQUEST: it needs no option. */
export function inform(...options: Uint8Array[]): Buffer {
  return message(11, ...options)
}

/** IAID 1, T1 2, T2 3 and what is in it, as an IA_NA (3) or IA_PD (25). */
export function ia(code: number, ...options: Uint8Array[]): Buffer {
  return tlv(code, Buffer.concat([Buffer.from('000000010000000200000003', 'hex'), ...options]))
}

/** 2001:db8::1, preferred 5, valid 6. */
export function iaAddress(...options: Uint8Array[]): Buffer {
  return tlv(5, Buffer.concat([Buffer.from('20010db80000000000000000000000010000000500000006', 'hex'), ...options]))
}

/** 2001:db8::1 as a prefix of `length` bits, preferred 5, valid 6. */
export function iaPrefix(length: number, ...options: Uint8Array[]): Buffer {
  const head = Buffer.from('0000000500000006ff20010db8000000000000000000000001', 'hex')
  head[8] = length
  return tlv(26, Buffer.concat([head, ...options]))
}

/** The 34 fixed bytes of a relay message: link 2001:db8:1::1, peer fe80::1. */
export function relayHeader(type = 12, hops = 0): Buffer {
  return Buffer.concat([
    Buffer.of(type, hops),
    Buffer.from('20010db8000100000000000000000001fe800000000000000000000000000001', 'hex'),
  ])
}

/** A Relay-forward with these options in front of its relay-msg. */
export function relayed(inner: Uint8Array, ...options: Uint8Array[]): Buffer {
  return Buffer.concat([relayHeader(), ...options, tlv(9, inner)])
}

/** The view over a whole buffer; fails the test when it is no message. */
export function view(bytes: Buffer): Message6 {
  const message = new Message6()
  const failure = message.read(bytes, 0, bytes.length)
  if (failure !== undefined) throw new Error(`${failure.text} (${message.failedCode})`)
  return message
}

/** Payload of an option as hex; undefined when it is not there. */
export function payload(message: Message6, code: number): string | undefined {
  return message.find(code) ? found(message) : undefined
}

/** What the view found last, as hex. */
export function found(message: Message6): string {
  return message.arena.toString('hex', message.optionStart, message.optionEnd)
}
