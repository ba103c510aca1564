import { ipv6 } from '../../../wire/address.js'
import { Option } from '../../../wire/v6/codes.js'
import {
  beginIa,
  beginIaPrefix,
  beginOption,
  dropOption,
  endOption,
  putIaAddress,
  putStatusText,
} from '../../../wire/v6/encode.js'
import { putPrefixExclude } from '../../../wire/v6/prefix-exclude.js'
import type { Writer } from '../../../wire/writer.js'
import type { PrefixRange } from '../../host/host.js'
import { excludedFrom } from '../../subnet/excluded-prefix.js'
import type { Association, Grant } from './association.js'
import type { Exchange6 } from './exchange6.js'

/** Bytes with code and length: an IA, an address or prefix in it, its status but for the text, an excluded prefix. */
const IA = 16
const LEASE = 29
const STATUS = 6
const EXCLUDED = 4 + 1 + 16

/** Write an IA with what it holds. All or nothing: what does not fit is left out whole. */
export function putAssociation(writer: Writer, x: Exchange6, association: Association, excludes: boolean): void {
  const { code, sentIaid } = association
  const before = writer.overflow
  writer.overflow = false
  // RFC 8415 21.5: an IA_TA has no times
  const mark =
    code === Option.iaTa
      ? beginOption(writer, code, 4)
      : beginIa(writer, code, sentIaid, association.answerT1, association.answerT2)
  if (mark < 0) return
  if (code === Option.iaTa) writer.u32(sentIaid)
  for (let i = 0; i < association.grantCount; i++) {
    const grant = association.grants[i]!
    if (code === Option.iaPd) putPrefix(writer, x, grant, excludes)
    else putIaAddress(writer, grant.address, grant.preferred, grant.valid)
  }
  if (association.status >= 0) putStatusText(writer, association.status, association.statusText)
  if (writer.overflow) dropOption(writer, mark)
  else {
    endOption(writer, mark)
    writer.overflow = before
  }
}

/** Bytes that putAssociation() will write; at most, where prefixes are excluded. */
export function lengthOf(x: Exchange6, association: Association, excludes: boolean): number {
  const { grants, grantCount, status, statusText } = association
  let length = IA + (status >= 0 ? STATUS + statusText.length : 0)
  for (let i = 0; i < grantCount; i++)
    length += LEASE + (excludes && excludedFor(x, grants[i]!) !== undefined ? EXCLUDED : 0)
  return length
}

function putPrefix(writer: Writer, x: Exchange6, grant: Grant, excludes: boolean): void {
  const { address, prefixLength } = grant
  const mark = beginIaPrefix(writer, address, prefixLength, grant.preferred, grant.valid)
  const excluded = excludes ? excludedFor(x, grant) : undefined
  if (excluded !== undefined) putPrefixExclude(writer, address, prefixLength, excluded)
  endOption(writer, mark)
}

/**
 * What the client may not use of its prefix, told to those that ask for option 67 (RFC 6603 4.1): its reservation says, or
 * the pool, at the same bits of each of its prefixes.
 */
function excludedFor(x: Exchange6, { address, prefixLength, pool }: Grant): PrefixRange<bigint> | undefined {
  if (x.host !== undefined)
    for (const reserved of x.host.prefixes)
      if (reserved.prefix === address && reserved.length === prefixLength) return reserved.excluded
  return pool && excludedFrom(ipv6, pool, address)
}
