/**
 * Classic BPF programs (struct sock_filter: u16 code, u8 jump-if-true, u8 jump-if-false, u32 operand), as
 * Documentation/networking/filter.rst of the Linux kernel describes them.
 */

const LOAD_WORD = 0x20
const LOAD_HALF = 0x28
const LOAD_BYTE = 0x30
const LOAD_HALF_INDEXED = 0x48
const LOAD_X_HEADER_LENGTH = 0xb1
const IF_EQUAL = 0x15
const IF_SET = 0x45
const RETURN = 0x06
const MODULO = 0x94
const RETURN_RESULT = 0x16

/** Ancillary loads: facts of the packet that are not in its bytes (SKF_AD_OFF + field). */
const PACKET_TYPE = 0xfffff000 + 4
const INTERFACE_INDEX = 0xfffff000 + 8

const PACKET_OTHERHOST = 3
const PACKET_OUTGOING = 4
const ETHERTYPE_IPV4 = 0x0800
const ETHERTYPE_VLAN = 0x8100
const PROTOCOL_UDP = 17

/** One instruction; jumps name a label instead of a distance. */
interface Instruction {
  readonly code: number
  readonly operand: number
  readonly yes?: string
  readonly no?: string
  readonly label?: string
}

/** What a packet socket has to hear. */
export interface PortFilter {
  /** UDP destination port. */
  readonly port: number
  /** The interface the socket is bound to: a frame that the kernel gave on to another one (a VLAN's, a bond's) is not ours. */
  readonly index: number
  /** Own Ethernet address, 6 bytes. */
  readonly hardware: Uint8Array
  /** IPv4 destinations that are heard. */
  readonly destinations: readonly Uint8Array[]
}

/** Queues nothing: for a UDP socket that only keeps the port. */
export function nothing(): Buffer {
  return assemble([{ code: RETURN, operand: 0 }])
}

/** The number of a socket among those that share a port: the payload's byte `at` modulo their count. */
export function byteModulo(at: number, count: number): Buffer {
  return assemble([
    { code: LOAD_BYTE, operand: at },
    { code: MODULO, operand: count },
    { code: RETURN_RESULT, operand: 0 },
  ])
}

/**
 * IPv4 UDP to the port and to one of the destinations, untagged or with an 802.1Q tag, in the frame or taken off by the
 * hardware; no fragments; not what this host sends itself, nor, in promiscuous mode, what is meant for another one.
 */
export function udpPort(filter: PortFilter): Buffer {
  const mac = Buffer.from(filter.hardware)
  const program: Instruction[] = [
    { code: LOAD_WORD, operand: INTERFACE_INDEX },
    { code: IF_EQUAL, operand: filter.index, no: 'drop' },
    { code: LOAD_WORD, operand: PACKET_TYPE },
    { code: IF_EQUAL, operand: PACKET_OUTGOING, yes: 'drop' },
    { code: IF_EQUAL, operand: PACKET_OTHERHOST, no: 'ethertype' },
    // The kernel calls every frame of a VLAN that has no device here "other host's": look at the address itself.
    { code: LOAD_BYTE, operand: 0 },
    { code: IF_SET, operand: 1, yes: 'ethertype' },
    { code: LOAD_WORD, operand: 0 },
    { code: IF_EQUAL, operand: mac.length >= 6 ? mac.readUInt32BE(0) : 0, no: 'drop' },
    { code: LOAD_HALF, operand: 4 },
    { code: IF_EQUAL, operand: mac.length >= 6 ? mac.readUInt16BE(4) : 0, no: 'drop' },
    { label: 'ethertype', code: LOAD_HALF, operand: 12 },
    { code: IF_EQUAL, operand: ETHERTYPE_VLAN, yes: 'tagged' },
    { code: IF_EQUAL, operand: ETHERTYPE_IPV4, no: 'drop' },
    ...packet(14, filter),
    { label: 'tagged', code: LOAD_HALF, operand: 16 },
    { code: IF_EQUAL, operand: ETHERTYPE_IPV4, no: 'drop' },
    ...packet(18, filter),
    { label: 'drop', code: RETURN, operand: 0 },
  ]
  return assemble(program)
}

/** Untagged IPv4 UDP to the port, whomever it is meant for; no fragments; not what this host sends itself. */
export function udpPortOfAnybody(port: number, index: number): Buffer {
  return assemble([
    { code: LOAD_WORD, operand: INTERFACE_INDEX },
    { code: IF_EQUAL, operand: index, no: 'drop' },
    { code: LOAD_WORD, operand: PACKET_TYPE },
    { code: IF_EQUAL, operand: PACKET_OUTGOING, yes: 'drop' },
    { code: LOAD_HALF, operand: 12 },
    { code: IF_EQUAL, operand: ETHERTYPE_IPV4, no: 'drop' },
    { code: LOAD_BYTE, operand: 23 },
    { code: IF_EQUAL, operand: PROTOCOL_UDP, no: 'drop' },
    { code: LOAD_HALF, operand: 20 },
    { code: IF_SET, operand: 0x3fff, yes: 'drop' },
    { code: LOAD_X_HEADER_LENGTH, operand: 14 },
    { code: LOAD_HALF_INDEXED, operand: 16 },
    { code: IF_EQUAL, operand: port, no: 'drop' },
    { code: RETURN, operand: 0xffff },
    { label: 'drop', code: RETURN, operand: 0 },
  ])
}

/** The tests on an IPv4 packet that starts at `at`; ends in an accepting or a dropping return. */
function packet(at: number, filter: PortFilter): Instruction[] {
  const accept = `accept${at}`
  return [
    { code: LOAD_BYTE, operand: at + 9 },
    { code: IF_EQUAL, operand: PROTOCOL_UDP, no: 'drop' },
    { code: LOAD_HALF, operand: at + 6 },
    { code: IF_SET, operand: 0x3fff, yes: 'drop' }, // more fragments, or an offset: half a message
    { code: LOAD_X_HEADER_LENGTH, operand: at },
    { code: LOAD_HALF_INDEXED, operand: at + 2 },
    { code: IF_EQUAL, operand: filter.port, no: 'drop' },
    { code: LOAD_WORD, operand: at + 16 },
    ...filter.destinations.map(address => ({
      code: IF_EQUAL,
      operand: Buffer.from(address).readUInt32BE(0),
      yes: accept,
    })),
    { code: RETURN, operand: 0 },
    { label: accept, code: RETURN, operand: 0xffff },
  ]
}

function assemble(program: readonly Instruction[]): Buffer {
  const places = new Map<string, number>()
  program.forEach((instruction, i) => {
    if (instruction.label !== undefined) places.set(instruction.label, i)
  })
  const bytes = Buffer.alloc(program.length * 8)
  program.forEach((instruction, i) => {
    const distance = (label: string | undefined): number => (label === undefined ? 0 : places.get(label)! - i - 1)
    bytes.writeUInt16LE(instruction.code, i * 8)
    bytes[i * 8 + 2] = distance(instruction.yes)
    bytes[i * 8 + 3] = distance(instruction.no)
    bytes.writeUInt32LE(instruction.operand >>> 0, i * 8 + 4)
  })
  return bytes
}
