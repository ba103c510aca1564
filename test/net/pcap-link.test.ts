import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LinkType, PcapWriter, readPcap } from '../../src/net/pcap-file.js'
import { PcapLink } from '../../src/net/pcap-link.js'
import { needs } from '../kit/gate.js'
import { hearing, reply } from './heard.js'

/** 192.168.0.31:68 -> 192.168.0.30:67, "Hi"; the sums are in the Ethernet test of frame.ts, here left out (0). */
const PACKET = Buffer.from('4500001e0000400040110000c0a8001fc0a8001e00440043000a00004869', 'hex')
const FRAME = Buffer.concat([Buffer.from('0200000000020200000000010800', 'hex'), PACKET])
const TIME = Date.UTC(2024, 0, 2, 3, 4, 5, 678)

function capture(linkType: number, ...packets: readonly Buffer[]): Buffer {
  const pieces: Buffer[] = []
  const writer = new PcapWriter(piece => pieces.push(piece), linkType)
  for (const packet of packets) writer.record(packet, TIME)
  return Buffer.concat(pieces)
}

describe('pcap', () => {
  it('reads back what it wrote', () => {
    const file = capture(LinkType.ethernet, FRAME, PACKET)
    const { linkType, records, problem } = readPcap(file)
    expect({ linkType, problem }).toEqual({ linkType: 1, problem: '' })
    expect(records.map(({ start, end }) => file.subarray(start, end))).toEqual([FRAME, PACKET])
    expect(records[0]!.time).toBeCloseTo(TIME / 1000, 6)
  })

  it('reads big-endian captures with nanoseconds', () => {
    const file = Buffer.alloc(24 + 16 + 2)
    file.writeUInt32BE(0xa1b23c4d, 0)
    file.writeUInt32BE(101, 20)
    file.writeUInt32BE(10, 24)
    file.writeUInt32BE(500_000_000, 28)
    file.writeUInt32BE(2, 32)
    expect(readPcap(file)).toEqual({ linkType: 101, records: [{ time: 10.5, start: 40, end: 42 }], problem: '' })
  })

  it('says what is wrong with a file, and gives what stands before the cut', () => {
    const file = capture(LinkType.ethernet, FRAME, FRAME)
    const cut = readPcap(file.subarray(0, file.length - 1))
    expect(cut.records).toHaveLength(1)
    expect(cut.problem).toBe('cut short in record 2')
    expect(readPcap(Buffer.from('0a0d0d0a'.padEnd(64, '0'), 'hex')).problem).toContain('pcapng')
    expect(readPcap(Buffer.alloc(3)).problem).toContain('shorter')
    expect(readPcap(Buffer.alloc(30)).problem).toContain('magic')
    expect(new PcapLink(capture(105), { addressLength: 4, port: 67 }).problem).toContain('link type 105')
  })

  it('delivers what was sent to the port, from frames and from bare packets', () => {
    const other = Buffer.from(FRAME)
    other.writeUInt16BE(53, 36)
    const seen = { text: 'Hi', source: '192.168.0.31', port: 68, destination: '192.168.0.30' }
    for (const [type, packet, hardware] of [
      [LinkType.ethernet, FRAME, '020000000001'],
      [LinkType.raw, PACKET, ''],
    ] as const) {
      const link = new PcapLink(capture(type, packet, other, packet), { addressLength: 4, port: 67 })
      const batches = hearing(link)
      expect([link.play(1), link.play(), link.play()]).toEqual([1, 1, 0])
      expect(batches).toEqual([[{ ...seen, hardware }], [{ ...seen, hardware }]])
    }
  })

  it('hands answers on', () => {
    const answers: string[] = []
    const link = new PcapLink(capture(LinkType.raw, PACKET), {
      addressLength: 4,
      port: 67,
      onAnswer: ({ bytes, address, port }) => answers.push(`${bytes} to ${address.join('.')}:${port}`),
    })
    link.listen(batch => {
      reply(batch, 0, 'Ho')
      link.flush(true)
    })
    link.play()
    expect(answers).toEqual(['Ho to 192.168.0.31:68'])
  })

  it.runIf(needs('tshark'))('writes what tshark reads', () => {
    const folder = mkdtempSync(join(tmpdir(), 'keats-pcap-'))
    try {
      const path = join(folder, 'one.pcap')
      writeFileSync(path, capture(LinkType.ethernet, FRAME))
      expect(readFileSync(path).length).toBe(24 + 16 + FRAME.length)
      const fields = [
        '-T',
        'fields',
        '-e',
        'frame.time_epoch',
        '-e',
        'ip.src',
        '-e',
        'udp.dstport',
        '-e',
        'udp.payload',
      ]
      const { stdout } = spawnSync('tshark', ['-r', path, ...fields], { encoding: 'utf8' })
      expect(stdout.trim().split('\t')).toEqual(['1704164645.678000000', '192.168.0.31', '67', '4869'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
