import { ipv4 } from '../../../wire/address.js'
import type { BootFields } from '../../host/host.js'
import type { Report } from '../problem.js'
import { placeOf, textIn } from '../read.js'
import type { MapTree } from '../tree.js'

/** Not a single field set. */
export const noBoot: BootFields = { nextServer: undefined, serverHostname: undefined, bootFileName: undefined }

/** The fields of a class or reservation, where 0.0.0.0 is as good as nothing: API clients write back what they read. */
export function decideOwnBoot(map: MapTree, report: Report): BootFields {
  return withoutZero(decideBoot(map, noBoot, report))
}

/** Where there is no outer scope left to hide, 0.0.0.0 is what stands in a packet anyway. */
export function withoutZero(boot: BootFields): BootFields {
  return boot.nextServer === 0 ? { ...boot, nextServer: undefined } : boot
}

/**
 * siaddr, sname and file of a map (RFC 2131 2: 64 and 128 bytes with the closing zero). As in Kea, an empty text does not
 * hide an outer one, but 0.0.0.0 does.
 */
export function decideBoot(map: MapTree, outer: BootFields, report: Report): BootFields {
  const nextServer = nextServerIn(map, report)
  const serverHostname = nameIn(map, 'server-hostname', 63, report)
  const bootFileName = nameIn(map, 'boot-file-name', 127, report)
  if (nextServer === undefined && serverHostname === undefined && bootFileName === undefined) return outer
  return {
    nextServer: nextServer ?? outer.nextServer,
    serverHostname: serverHostname ?? outer.serverHostname,
    bootFileName: bootFileName ?? outer.bootFileName,
  }
}

function nextServerIn(map: MapTree, report: Report): number | undefined {
  const text = textIn(map, 'next-server')
  if (text === undefined || text === '') return undefined
  const address = ipv4.parse(text)
  if (address === undefined)
    report.error(
      'wrong-address',
      placeOf(map, 'next-server'),
      `invalid parameter next-server : ${text}, expected an IPv4 address`,
    )
  return address
}

function nameIn(map: MapTree, key: string, most: number, report: Report): string | undefined {
  const text = textIn(map, key)
  if (text === undefined || text === '') return undefined
  const bytes = Buffer.byteLength(text)
  if (bytes > most)
    report.error('too-long', placeOf(map, key), `${key} must be at most ${most} bytes long, it is ${bytes}`)
  return text
}
