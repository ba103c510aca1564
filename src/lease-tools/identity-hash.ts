import type { LeaseRecord } from '../lease-file/lease-record.js'

/** The offset basis of FNV-1a, for those who have no other seed. */
export const FNV = 0x811c9dc5

/** Whose lease it is, as a number that is never 0: the client identifier or DUID, else the hardware address. */
export function identityHash(record: LeaseRecord): number {
  const { bytes, clientLength, hardwareAt, hardwareLength, clientAt, iaid, kind } = record
  const [at, length] = clientLength > 0 ? [clientAt, clientLength] : [hardwareAt, hardwareLength]
  return hashBytes(bytes, at, length, FNV ^ iaid ^ (kind << 28)) || 1
}

/** FNV-1a of bytes[at, at + length), uint32. */
export function hashBytes(bytes: Buffer, at: number, length: number, seed: number): number {
  let hash = seed
  for (let i = at; i < at + length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  return hash >>> 0
}
