import { kindName } from '../kind.js'
import type { Plan } from '../plan.js'
import type { Tally } from '../tally.js'

/** What perfdhcp's -x adds at the end: leases (l), server identifier (s), times (t), templates (T). */
export function diagnosticLines(letters: string, plan: Plan, tallies: readonly Tally[]): string[] {
  const lines: string[] = []
  if (letters.includes('l')) for (const { leases } of tallies) lines.push(...leases)
  if (letters.includes('t')) for (const tally of tallies) lines.push(...timeLines(tally, plan))
  const server = tallies.find(({ serverId }) => serverId !== '')?.serverId
  if (letters.includes('s') && server !== undefined) lines.push(`Server id: ${server}`)
  if (letters.includes('T')) for (const template of tallies[0]!.templates) lines.push(...dump(template), '')
  return lines
}

function timeLines({ times }: Tally, plan: Plan): string[] {
  const lines: string[] = []
  for (const [kind, pairs] of (times ?? []).entries()) {
    if (pairs.length === 0) continue
    lines.push(`***Timestamps for packets: ${kindName(plan.family, kind)}***`)
    for (let i = 0; i + 1 < pairs.length; i += 2)
      lines.push(`sent / received: ${stamp(pairs[i]!)} / ${stamp(pairs[i + 1]!)}`)
    lines.push('')
  }
  return lines
}

/** Seconds and microseconds, six digits each. */
function stamp(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(6).padStart(13, '0')
}

/** Lines of 16 bytes, with perfdhcp's count of digits before them. */
function dump(template: string): string[] {
  const lines = ['contents: ']
  for (let at = 0; at < template.length; at += 32)
    lines.push(`${at.toString(16).padStart(4, '0')}   ${template.slice(at, at + 32)}`)
  return lines
}
