import { Option } from '../../../wire/v6/codes.js'
import type { Verdict } from '../walk.js'
import type { Exchange6 } from './exchange6.js'

/**
 * ignore-iaid of flexible identifiers: the only IA_NA of a message, and its only IA_PD, are known by IAID 0, so that a
 * client that makes up another IAID each time keeps its lease. The answer carries the IAID that it sent.
 */
export function ignoreIaids(x: Exchange6): Verdict {
  if (!x.ignoresIaid) return undefined
  ignoreOnly(x, Option.iaNa)
  ignoreOnly(x, Option.iaPd)
  return undefined
}

function ignoreOnly({ associations, associationCount }: Exchange6, code: number): void {
  let only = -1
  for (let i = 0; i < associationCount; i++) {
    if (associations[i]!.code !== code) continue
    if (only >= 0) return
    only = i
  }
  if (only >= 0) associations[only]!.iaid = 0
}
