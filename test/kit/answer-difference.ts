import { hexText, type Packet4 } from './packet4.js'
import type { Reply4 } from './reply4.js'

/** An answer with the name of the question, as a scenario wrote it down. */
export interface Heard<R = Reply4> {
  readonly question: string
  readonly answer: R | undefined
}

/** Takes note of a value of both answers. */
export type Say = (what: string, left: string, right: string) => void

/**
 * What two servers answered differently to the same questions, one readable line for each field, option or order:
 * "request: option 51 is 00:00:02:58 from Kea, missing from Keats". Empty: the same.
 */
export function differences(
  one: readonly Heard[],
  other: readonly Heard[],
  names?: readonly [string, string],
): string[] {
  return differencesBy(compare4, one, other, names)
}

/** The same of any kind of answer; `compare` takes note of what two answers of one type say. */
export function differencesBy<R extends { readonly type: string }>(
  compare: (left: R, right: R, say: Say) => void,
  one: readonly Heard<R>[],
  other: readonly Heard<R>[],
  names: readonly [string, string] = ['Kea', 'Keats'],
): string[] {
  const found: string[] = []
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    const [a, b] = [one[i], other[i]]
    const say: Say = (what, left, right) => {
      if (left !== right)
        found.push(`${a?.question ?? b?.question}: ${what} is ${left} from ${names[0]}, ${right} from ${names[1]}`)
    }
    const [left, right] = [a?.answer, b?.answer]
    say('the answer', left?.type ?? 'silence', right?.type ?? 'silence')
    if (left !== undefined && right !== undefined) compare(left, right, say)
  }
  return found
}

function compare4(left: Reply4, right: Reply4, say: Say): void {
  compareFields(left.packet, right.packet, say)
  compareOptions(left, right, say)
  say('the IP destination', left.heard.destination ?? '', right.heard.destination ?? '')
  say('the UDP destination', String(left.heard.destinationPort), String(right.heard.destinationPort))
}

function compareFields(left: Packet4, right: Packet4, say: Say): void {
  for (const field of ['htype', 'hops', 'secs', 'flags'] as const) say(field, String(left[field]), String(right[field]))
  for (const field of ['ciaddr', 'yiaddr', 'siaddr', 'giaddr', 'chaddr', 'sname', 'file'] as const)
    say(field, left[field] || "''", right[field] || "''")
}

function compareOptions(left: Reply4, right: Reply4, say: Say): void {
  const order = ({ packet }: Reply4): string => packet.options.map(({ code }) => code).join(' ')
  for (const code of new Set([...left.codes, ...right.codes])) {
    const show = (reply: Reply4): string => {
      const data = reply.option(code)
      return data === undefined ? 'missing' : `${hexText(data)}${readable(data)}`
    }
    say(`option ${code}`, show(left), show(right))
  }
  say('the order of options', order(left), order(right))
}

/** What people make of a payload, where they can. */
export function readable(data: Buffer): string {
  const text = data.toString('latin1')
  if (/^[ -~]{3,}$/.test(text)) return ` '${text}'`
  return data.length === 4 ? ` (${data.readUInt32BE()}, ${Array.from(data).join('.')})` : ''
}
