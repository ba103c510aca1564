import { describe, expect, it } from 'vitest'
import { nothing, udpPort } from '../../src/net/bpf.js'

/** What the kernel knows of a packet besides its bytes. */
interface Facts {
  readonly type?: number
  readonly index?: number
}

/**
 * The instructions of classic BPF that a packet filter needs, as Documentation/networking/filter.rst defines them; a
 * load outside the packet ends the program with 0. Returns how many bytes of the packet are kept.
 */
function run(program: Buffer, packet: Buffer, { type = 0, index = 3 }: Facts = {}): number {
  let a = 0
  let x = 0
  const load = (at: number, size: number): number => {
    if (at === 0xfffff004) return type
    if (at === 0xfffff008) return index
    return packet.readUIntBE(at, size)
  }
  try {
    for (let pc = 0; ; pc++) {
      const code = program.readUInt16LE(pc * 8)
      const [yes, no] = [program[pc * 8 + 2]!, program[pc * 8 + 3]!]
      const k = program.readUInt32LE(pc * 8 + 4)
      if (code === 0x20) a = load(k, 4)
      else if (code === 0x28) a = load(k, 2)
      else if (code === 0x30) a = load(k, 1)
      else if (code === 0x48) a = load(x + k, 2)
      else if (code === 0xb1) x = 4 * (packet[k]! & 15)
      else if (code === 0x15) pc += a === k ? yes : no
      else if (code === 0x45) pc += (a & k) !== 0 ? yes : no
      else if (code === 0x06) return k
      else throw new Error(`instruction ${code.toString(16)}`)
    }
  } catch (error) {
    if (error instanceof RangeError) return 0
    throw error
  }
}

const OURS = Buffer.from('02000000aa01', 'hex')
const FILTER = udpPort({
  port: 67,
  index: 3,
  hardware: OURS,
  destinations: [Uint8Array.of(10, 0, 0, 1), Uint8Array.of(255, 255, 255, 255)],
})

/** Ethernet, IPv4 with `words` of options, UDP 68 -> 67. */
function packet({ to = 'ffffffffffff', tag = '', destination = 'ffffffff', port = '0043', options = '' } = {}): Buffer {
  const header = (5 + options.length / 8).toString(16)
  const ip = `4${header}000028000040004011${'0000'}00000000${destination}${options}`
  return Buffer.from(`${to}02000000beef${tag}0800${ip}0044${port}00140000${'00'.repeat(12)}`, 'hex')
}
const kept = (bytes: Buffer, facts?: Facts): boolean => run(FILTER, bytes, facts) > 1500

describe('packet filter', () => {
  it('keeps the port at the addresses, behind IP options and a VLAN tag too', () => {
    expect(kept(packet())).toBe(true)
    expect(kept(packet({ destination: '0a000001' }))).toBe(true)
    expect(kept(packet({ options: '0101010101010100' }))).toBe(true)
    expect(kept(packet({ tag: '81000005' }))).toBe(true)
    expect(kept(packet({ tag: '81000005', destination: '0a000001', options: '01010101' }))).toBe(true)
  })

  it('drops other ports, addresses and protocols, fragments, and what is too short to tell', () => {
    expect(kept(packet({ port: '0044' }))).toBe(false)
    expect(kept(packet({ destination: '0a000002' }))).toBe(false)
    expect(kept(packet({ tag: '81000005', destination: '0a000002' }))).toBe(false)
    for (const [at, value] of [
      [12, 0x86], // another ethertype
      [20, 0x20], // more fragments
      [21, 0x08], // a later fragment
      [23, 6], // TCP
    ] as const) {
      const bytes = packet()
      bytes[at] = value
      expect(kept(bytes)).toBe(false)
    }
    for (let length = 0; length < 38; length++) expect(kept(packet().subarray(0, length))).toBe(false)
  })

  it('drops what this host sends, and what was given on to another interface', () => {
    expect(kept(packet(), { type: 4 })).toBe(false)
    expect(kept(packet(), { index: 4 })).toBe(false)
  })

  it('drops frames for other hosts that a promiscuous interface sees, but not those of an unknown VLAN for us', () => {
    const other = { type: 3 }
    expect(kept(packet({ to: '02000000cccc', destination: '0a000001' }), other)).toBe(false)
    expect(kept(packet({ to: '02000000aa02', destination: '0a000001' }), other)).toBe(false)
    expect(kept(packet({ to: '02000000aa01', destination: '0a000001' }), other)).toBe(true)
    expect(kept(packet(), other)).toBe(true)
  })

  it('can keep nothing', () => {
    expect(run(nothing(), packet())).toBe(0)
  })
})
