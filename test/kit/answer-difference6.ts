import { differencesBy, type Heard, readable, type Say } from './answer-difference.js'
import { hexText } from './packet4.js'
import { type Option6, parseIa6, parseIaAddress6 } from './packet6.js'
import { grantedIn, type Reply6, statusOf } from './reply6.js'

/** What two DHCPv6 servers answered differently to the same questions; see differences(). */
export function differences6(
  one: readonly Heard<Reply6>[],
  other: readonly Heard<Reply6>[],
  names?: readonly [string, string],
): string[] {
  return differencesBy(compare, one, other, names)
}

/** Status codes of RFC 8415 21.13 by number. */
const STATUS = ['Success', 'UnspecFail', 'NoAddrsAvail', 'NoBinding', 'NotOnLink', 'UseMulticast', 'NoPrefixAvail']
const IA: Readonly<Record<number, string>> = { 3: 'na', 4: 'ta', 25: 'pd' }

/**
 * An answer in a few words: its type, its status unless it tells none, and for each IA how many leases live in it, how
 * many are taken away (lifetime 0), and its status: "REPLY na 1", "ADVERTISE na NoAddrsAvail, pd 1", "-" for silence.
 */
export function outcome(reply: Reply6 | undefined): string {
  if (reply === undefined) return '-'
  const status = reply.status === undefined ? [] : [nameOf(reply.status.code)]
  const ias = reply.ias.map(ia => {
    const leases = grantedIn(ia)
    const alive = leases.filter(({ valid }) => valid > 0).length
    const ended = leases.length - alive
    const told = statusOf(ia.options)
    const words = [IA[ia.code]!]
    if (alive > 0) words.push(String(alive))
    if (ended > 0) words.push(`${ended} gone`)
    if (told !== undefined) words.push(nameOf(told.code))
    return words.join(' ')
  })
  return `${reply.type} ${[...status, ...ias].join(', ')}`.trimEnd()
}

function nameOf(code: number): string {
  return STATUS[code] ?? `status ${code}`
}

function compare(left: Reply6, right: Reply6, say: Say): void {
  compareOptions('', left.packet.options, right.packet.options, say)
  say('the source', kindOfSource(left), kindOfSource(right))
  say('the UDP destination', String(left.heard.destinationPort), String(right.heard.destinationPort))
}

/** The link-local addresses of two servers differ; that it is one must not. */
function kindOfSource({ heard: { source = '' } }: Reply6): string {
  return /^fe[89ab]/.test(source) ? 'link-local' : source
}

function compareOptions(where: string, left: readonly Option6[], right: readonly Option6[], say: Say): void {
  for (const code of new Set([...left, ...right].map(option => option.code))) {
    const [these, those] = [left, right].map(side => side.filter(option => option.code === code))
    for (let i = 0; i < Math.max(these!.length, those!.length); i++) compareOne(where, these![i], those![i], say)
  }
  const order = (options: readonly Option6[]): string => options.map(({ code }) => code).join(' ')
  say(`the order of options${where === '' ? '' : ` in${where}`}`, order(left), order(right))
}

function compareOne(where: string, left: Option6 | undefined, right: Option6 | undefined, say: Say): void {
  const path = `${where} option ${left?.code ?? right?.code}`
  const [[a, inA], [b, inB]] = [described(left), described(right)]
  say(path.trimStart(), a, b)
  if (inA !== undefined && inB !== undefined) compareOptions(path, inA, inB, say)
}

/** What an option says for itself, and the options in it. */
function described(option: Option6 | undefined): [string, readonly Option6[] | undefined] {
  if (option === undefined) return ['missing', undefined]
  const { code, data } = option
  if (code === 3 || code === 4 || code === 25) {
    const { iaid, t1, t2, options } = parseIa6(option)
    return [`IAID ${iaid}, T1 ${t1}, T2 ${t2}`, options]
  }
  if (code === 5 || code === 26) {
    const { address, preferred, valid, options } = parseIaAddress6(option)
    return [`${address}, preferred ${preferred}, valid ${valid}`, options]
  }
  // RFC 8415 21.13: the text is for people, in the server's own words
  if (code === 13) return [nameOf(data.readUInt16BE(0)), undefined]
  return [`${hexText(data)}${readable(data)}`, undefined]
}
