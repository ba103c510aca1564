import { DuidType } from '../../../wire/duid.js'
import { Option } from '../../../wire/v6/codes.js'
import { optionAt, optionEndAt } from '../../../wire/v6/option-cursor.js'
import { CABLELABS, findVendorOption, u16At, u32At } from '../../../wire/v6/options.js'
import { findClientLinkLayerAddress, findNearestRelayOption, peerAddressAt } from '../../../wire/v6/relay.js'
import type { MacSource } from '../../config/decided6.js'
import type { Exchange6 } from './exchange6.js'

/** Kea's bits for where a hardware address was learnt, as in column hwaddr_source of its lease file. */
export const HardwareSource = {
  unknown: 0,
  raw: 1,
  duid: 2,
  linkLocal: 4,
  clientLinkLayer: 8,
  remoteId: 16,
  subscriberId: 32,
  docsisCmts: 64,
  docsisModem: 128,
} as const

/** The longest hardware address that Kea keeps. */
const LONGEST = 20
const ETHERNET = 1

/** Where a hardware address is taken apart within the identity. */
const SCRATCH = 16

/** Sub-options of CableLabs' option 17, by a modem and by a CMTS. */
const MODEM_DEVICE_ID = 36
const CMTS_CM_MAC = 1026

/** What `any` stands for: in the order in which a running Kea prefers them. */
const everySource: readonly MacSource[] = [
  'raw',
  'client-link-addr-option',
  'duid',
  'ipv6-link-local',
  'remote-id',
  'subscriber-id',
  'docsis-cmts',
  'docsis-modem',
]

/**
 * Learn the client's hardware address from the first of the sources that knows it. `raw` is known already, where the
 * link told it.
 */
export function learnHardware(x: Exchange6, sources: readonly MacSource[]): void {
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i]!
    if (source === 'any' ? learnAnywhere(x) : learnFrom(x, source)) return
  }
  x.hardware.clear()
  x.hardwareType = 0
  x.hardwareSource = HardwareSource.unknown
}

function learnAnywhere(x: Exchange6): boolean {
  for (let i = 0; i < everySource.length; i++) if (learnFrom(x, everySource[i]!)) return true
  return false
}

function learnFrom(x: Exchange6, source: MacSource): boolean {
  switch (source) {
    case 'raw':
      return x.hardwareSource === HardwareSource.raw
    case 'duid':
      return fromDuid(x)
    case 'ipv6-link-local':
      return fromLinkLocal(x)
    case 'client-link-addr-option': {
      const type = findClientLinkLayerAddress(x.query)
      return type >= 0 && learn(x, type, HardwareSource.clientLinkLayer)
    }
    case 'remote-id':
      // RFC 4649 3: what follows the enterprise number is the relay's own; many put the hardware address there
      return findNearestRelayOption(x.query, Option.remoteId) >= 0 && learn(x, ETHERNET, HardwareSource.remoteId, 4)
    case 'docsis-cmts':
      return fromCmts(x)
    case 'docsis-modem':
      return findVendorOption(x.query, CABLELABS, MODEM_DEVICE_ID) && learn(x, ETHERNET, HardwareSource.docsisModem)
    default:
      // subscriber-id (RFC 4580) is text for people; Kea knows the keyword and learns nothing from it
      return false
  }
}

/** Take what the view's option holds from `skip` on. False: it is as short or as long as nobody's address. */
function learn(x: Exchange6, type: number, source: number, skip = 0): boolean {
  const { arena, optionEnd } = x.query
  const start = x.query.optionStart + skip
  if (start >= optionEnd || optionEnd - start > LONGEST) return false
  x.hardware.set(arena, start, optionEnd)
  x.hardwareType = type
  x.hardwareSource = source
  return true
}

/** RFC 8415 11.2, 11.4: DUID-LLT and DUID-LL hold type and address of one of the client's interfaces. */
function fromDuid(x: Exchange6): boolean {
  const { query } = x
  if (!query.find(Option.clientId)) return false
  const { arena, optionStart, optionEnd } = query
  if (optionEnd - optionStart < 4) return false
  const type = u16At(arena, optionStart)
  if (type !== DuidType.llt && type !== DuidType.ll) return false
  return learn(x, u16At(arena, optionStart + 2), HardwareSource.duid, type === DuidType.llt ? 8 : 4)
}

/**
 * RFC 4291 appendix A: an interface identifier made of a hardware address has ff:fe in its middle, and the universal bit
 * turned. The address is the client's own: the source, or what the relay nearest to it saw as that.
 */
function fromLinkLocal(x: Exchange6): boolean {
  const { query, hardware } = x
  // the identity has room behind the longest hardware address of this kind
  const { bytes } = hardware
  if (query.relayCount === 0) x.sourceBytes.copy(bytes, SCRATCH)
  else {
    const at = peerAddressAt(query, query.relayCount - 1)
    query.arena.copy(bytes, SCRATCH, at, at + 16)
  }
  const at = SCRATCH + 8
  if (bytes[SCRATCH] !== 0xfe || (bytes[SCRATCH + 1]! & 0xc0) !== 0x80) return false
  if (bytes[at + 3] !== 0xff || bytes[at + 4] !== 0xfe) return false
  bytes[at]! ^= 2
  bytes.copyWithin(at + 3, at + 5, at + 8)
  hardware.set(bytes, at, at + 6)
  x.hardwareType = ETHERNET
  x.hardwareSource = HardwareSource.linkLocal
  return true
}

/** What a CMTS says of the modem: sub-option 1026 of its own option 17, in its relay message. */
function fromCmts(x: Exchange6): boolean {
  const { query } = x
  if (findNearestRelayOption(query, Option.vendorOptions) < 0) return false
  const { arena, optionStart, optionEnd } = query
  if (optionEnd - optionStart < 4 || u32At(arena, optionStart) !== CABLELABS) return false
  const at = optionAt(arena, optionStart + 4, optionEnd, CMTS_CM_MAC)
  if (at < 0) return false
  query.optionStart = at
  query.optionEnd = optionEndAt(arena, at)
  return learn(x, ETHERNET, HardwareSource.docsisCmts)
}
