import type { JsonMap } from '../client/caller.js'
import { formatExact } from '../client/exact-json.js'
import { readArguments } from './argument-values.js'
import { type Risk, riskOf } from './command-catalog.js'
import { InputProblem } from './input-problem.js'
import { type Line, plain } from './line.js'
import { clean } from './present/clean.js'
import { PLAIN, presentReply, type Style } from './present/present.js'
import type { Answer } from './session.js'
import { deliver, type Work } from './work.js'

/** Result of a command that the server does not have. */
const UNKNOWN = 2
const FILTERS = ['json', 'table']
const ASKED: Readonly<Record<Risk, string>> = {
  deletes: 'deletes what is there',
  stops: 'stops what is running',
  replaces: 'replaces the whole configuration',
}

/**
 * Calls the command that a line says and shows its answers. True when every reply has result 0 or 3. Throws
 * InputProblem and CallFailed.
 */
export async function runCommand(line: Line, work: Work): Promise<boolean> {
  const name = plain(line.words[0]!)
  const args = readArguments(line.words.slice(1), work.catalog.find(name))
  checkFilter(line.filter)
  if (!(await isWanted(name, args, work))) return false
  return callAndShow(name, args, line, work)
}

/** Calls, and shows the answers. Throws as runCommand does. */
export async function callAndShow(name: string, args: JsonMap | undefined, line: Line, work: Work): Promise<boolean> {
  const answers = await work.session.call(name, args, work.signal)
  deliver(showAnswers(answers, line, work), line, work.screen)
  if (answers.length > 0 && answers.every(one => one.reply.result === UNKNOWN)) {
    const meant = await work.session.meant(name, work.signal)
    if (meant !== undefined && meant !== name) work.screen.say(`is ${meant} meant?`)
  }
  return answers.every(one => isGood(one.reply.result))
}

/** Whether a script may go on: done, or done with nothing found. */
export function isGood(result: number): boolean {
  return result === 0 || result === 3
}

/** Answers as text, as the line's filter wants them. */
export function showAnswers(answers: readonly Answer[], line: Line, work: Work): string {
  const file = line.target !== undefined
  if (line.filter === 'json') {
    const replies = answers.map(one => one.reply) as unknown as readonly JsonMap[]
    const text = formatExact(replies.length === 1 ? replies[0]! : replies, 2)
    return file || !work.screen.terminal ? text : clean(text)
  }
  const style: Style = file ? PLAIN : work.screen.style()
  const now = work.now() / 1000
  return answers
    .map(({ service, reply }) => {
      const shown = presentReply(reply, work.catalog, now, style)
      return answers.length > 1 ? `${style.heading(`${service ?? 'agent'}:`)}\n${shown}` : shown
    })
    .join('\n')
}

function checkFilter(filter: string | undefined): void {
  if (filter !== undefined && !FILTERS.includes(filter))
    throw new InputProblem(`there is no filter "${filter}": ${FILTERS.join(' or ')}`)
}

async function isWanted(name: string, args: JsonMap | undefined, work: Work): Promise<boolean> {
  const risk = riskOf(name, work.catalog.find(name))
  if (risk === undefined || work.sure || work.questions === undefined) return true
  // it only marks leases as reclaimed unless told to take them out
  if (name === 'leases-reclaim' && args?.remove !== true) return true
  const what = args === undefined || risk === 'replaces' ? '' : ` ${clean(formatExact(args))}`
  return work.questions.confirm(`${name}${what} ${ASKED[risk]} on ${work.session.title}. Go on?`)
}
