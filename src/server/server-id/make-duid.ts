import { type Duid, DuidType, decodeDuid, encodeDuid } from '../../wire/duid.js'
import type { ServerIdConfig } from '../config/decided6.js'

/** ARP hardware type of Ethernet (RFC 826). */
const ETHERNET = 1
/** Kea's enterprise number, that of ISC. */
const ENTERPRISE = 2495
/** Bytes of an identifier that is made up. */
const MADE_UP = 6
/** Seconds from 1970 to the beginning of the year 2000, from where `time` of the configuration counts. */
const YEAR_2000 = 946_684_800

/** A link-layer address of this host. */
export interface Hardware {
  /** ARP hardware type. */
  readonly type: number
  readonly address: Uint8Array
}

/** What a DUID is made of where neither the configuration nor the old one says. */
export interface DuidMaterial {
  /** Of the first interface that has one; undefined: none has. */
  readonly hardware: Hardware | undefined
  /** Seconds since 1970. */
  readonly seconds: number
  /** Numbers in [0, 1). */
  random(): number
}

/**
 * The DUID of the configuration. What it leaves open is taken from `old`, the one before, if that is of the same type
 * (so that a server stays the same one from start to start), else made up. As Kea does: the hardware type counts only
 * together with a configured address; without one, the type is that of the interface. On a host that has no hardware
 * address, a DUID-EN takes the place of LLT and LL.
 */
export function makeDuid(config: ServerIdConfig, old: Uint8Array | undefined, material: DuidMaterial): Buffer {
  const before = old && decodeDuid(old)
  if (config.type === 'EN') return encodeDuid(enterpriseDuid(config, before, material))
  const type = config.type === 'LLT' ? DuidType.llt : DuidType.ll
  const same = before?.type === type ? before : undefined
  const hardware = hardwareOf(config, same && { type: same.hardwareType, address: same.address }, material)
  if (hardware === undefined) return encodeDuid(enterpriseDuid(config, before, material))
  const { type: hardwareType, address } = hardware
  if (type === DuidType.ll) return encodeDuid({ type, hardwareType, address })
  const kept = same?.type === DuidType.llt ? same.time : material.seconds
  return encodeDuid({ type, hardwareType, address, time: config.time === 0 ? kept : config.time + YEAR_2000 })
}

function hardwareOf(
  { identifier, hardwareType }: ServerIdConfig,
  before: Hardware | undefined,
  { hardware }: DuidMaterial,
): Hardware | undefined {
  if (identifier.length === 0) return before ?? hardware
  return { type: hardwareType || before?.type || ETHERNET, address: identifier }
}

function enterpriseDuid(
  { type, enterprise, identifier }: ServerIdConfig,
  before: Duid | undefined,
  material: DuidMaterial,
): Duid {
  const same = before?.type === DuidType.en ? before : undefined
  const written = type === 'EN' && identifier.length > 0 ? identifier : undefined
  return {
    type: DuidType.en,
    enterprise: enterprise || same?.enterprise || ENTERPRISE,
    identifier: written ?? same?.identifier ?? Uint8Array.from({ length: MADE_UP }, () => material.random() * 256),
  }
}
