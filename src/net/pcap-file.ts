/** Classic pcap (draft-ietf-opsawg-pcap): one header, then records. */

/** LINKTYPE_ values of the records that are understood. */
export const LinkType = { ethernet: 1, raw: 101, ipv4: 228, ipv6: 229 } as const

const MAGIC_MICRO = 0xa1b2c3d4
const MAGIC_NANO = 0xa1b23c4d
const HEADER = 24
const RECORD = 16

/** One captured packet: file[start, end). */
export interface PcapRecord {
  /** Seconds since 1970, with a fraction. */
  readonly time: number
  readonly start: number
  readonly end: number
}

/** A capture read as a whole. */
export interface Pcap {
  readonly linkType: number
  readonly records: readonly PcapRecord[]
  /** What is wrong with the file; '' when it could be read to its end. */
  readonly problem: string
}

/** Read either byte order and either resolution. A file cut short gives the records before the cut, and the problem. */
export function readPcap(file: Buffer): Pcap {
  const failed = (problem: string): Pcap => ({ linkType: -1, records: [], problem })
  if (file.length < HEADER) return failed('not a pcap file: shorter than its header')
  const little = [MAGIC_MICRO, MAGIC_NANO].includes(file.readUInt32LE(0))
  const u32 = (at: number): number => (little ? file.readUInt32LE(at) : file.readUInt32BE(at))
  const magic = u32(0)
  if (magic === 0x0a0d0d0a) return failed('a pcapng file: convert it with "editcap -F pcap"')
  if (magic !== MAGIC_MICRO && magic !== MAGIC_NANO) return failed('not a pcap file: unknown magic number')
  const fraction = magic === MAGIC_NANO ? 1e9 : 1e6
  const records: PcapRecord[] = []
  let at = HEADER
  while (at + RECORD <= file.length) {
    const start = at + RECORD
    const end = start + u32(at + 8)
    if (end > file.length) break
    records.push({ time: u32(at) + u32(at + 4) / fraction, start, end })
    at = end
  }
  const problem = at === file.length ? '' : `cut short in record ${records.length + 1}`
  return { linkType: u32(20) & 0x0fffffff, records, problem }
}

/** Writes a classic pcap with microseconds through `write`, which gets whole pieces. */
export class PcapWriter {
  readonly #write: (piece: Buffer) => void

  constructor(write: (piece: Buffer) => void, linkType: number) {
    this.#write = write
    const header = Buffer.alloc(HEADER)
    header.writeUInt32LE(MAGIC_MICRO, 0)
    header.writeUInt16LE(2, 4)
    header.writeUInt16LE(4, 6)
    header.writeUInt32LE(262144, 16)
    header.writeUInt32LE(linkType, 20)
    write(header)
  }

  /** One packet, captured at `milliseconds` since 1970. */
  record(packet: Uint8Array, milliseconds: number): void {
    const piece = Buffer.alloc(RECORD + packet.length)
    const seconds = Math.floor(milliseconds / 1000)
    piece.writeUInt32LE(seconds >>> 0, 0)
    piece.writeUInt32LE(Math.floor((milliseconds - seconds * 1000) * 1000), 4)
    piece.writeUInt32LE(packet.length, 8)
    piece.writeUInt32LE(packet.length, 12)
    piece.set(packet, RECORD)
    this.#write(piece)
  }
}
