import { Option } from '../../../wire/v6/codes.js'
import { IaAddressCursor, IaCursor } from '../../../wire/v6/ia.js'
import type { Step } from '../walk.js'
import type { Association } from './association.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/**
 * Associations of a message that are looked at, and addresses and prefixes named in them: a datagram could hold four
 * thousand, each with a search for something free. Clients have a handful. What is beyond is not answered.
 */
export const MOST_ASSOCIATIONS = 32
export const MOST_HINTS = 64

/**
 * The identity associations of the message, and what the client wishes for in them: IA_NA first, then IA_PD, each kind
 * in the order of the message. An IAID is unique among those of its kind (RFC 8415 21.4, 21.21): a repeated one adds
 * nothing. IA_TA is not served, as in Kea.
 */
export function readAssociations(_rooms: Rooms6): Step<Exchange6> {
  const ias = new IaCursor()
  const addresses = new IaAddressCursor()
  function read(x: Exchange6, code: number, room: number): number {
    let left = room
    ias.over(x.query, code)
    while (x.associationCount < MOST_ASSOCIATIONS && ias.next()) {
      if (has(x, code, ias.iaid)) continue
      const association = x.association(code, ias.iaid)
      association.t1 = ias.t1
      association.t2 = ias.t2
      addresses.over(ias)
      while (left > 0 && addresses.next()) {
        left--
        take(association, addresses)
      }
    }
    return left
  }
  return x => {
    const left = x.query.has(Option.iaNa) ? read(x, Option.iaNa, MOST_HINTS) : MOST_HINTS
    if (x.query.has(Option.iaPd)) read(x, Option.iaPd, left)
    return undefined
  }
}

function has(x: Exchange6, code: number, iaid: number): boolean {
  for (let i = 0; i < x.associationCount; i++) {
    const association = x.associations[i]!
    if (association.iaid === iaid && association.code === code) return true
  }
  return false
}

function take(association: Association, from: IaAddressCursor): void {
  // no prefix is longer than an address
  if (from.prefixLength > 128) return
  const hint = association.hint()
  hint.address = from.address
  hint.prefixLength = from.prefixLength
  hint.preferred = from.preferred
  hint.valid = from.valid
}
