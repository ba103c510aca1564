import { STATUS_CODES } from 'node:http'
import { CallFailed, type Reply } from '../client/caller.js'
import { readReplies, requestText } from '../client/replies.js'
import { readArguments } from './argument-values.js'
import { InputProblem } from './input-problem.js'
import { OWN_COMMANDS } from './own-commands.js'
import { clean } from './present/clean.js'
import { Cancelled } from './questions.js'
import { isGood } from './run-command.js'
import { runLine } from './run-line.js'
import type { Screen } from './screen.js'
import type { Session } from './session.js'
import type { Work } from './work.js'

/** Exit codes. 0 only when every reply has result 0 or 3. */
const DONE = 0
const FAILED = 1
const USAGE = 2
const INTERRUPTED = 130

export interface OneShot {
  /** The command and its arguments, as the shell gave them. */
  readonly words: readonly string[]
  /** The answer as it came. */
  readonly raw: boolean
  /** kea-shell's exit codes and error texts. */
  readonly keaExit: boolean
  /** What stood on standard input when that is no terminal and no arguments were given: kea-shell's form. */
  readonly stdin: string | undefined
}

/** One command, its answer on the screen. Gives the exit code; never throws. */
export async function runOnce(shot: OneShot, work: Work): Promise<number> {
  try {
    if (shot.stdin !== undefined || shot.raw) return await callRaw(shot, work)
    const own = OWN_COMMANDS.find(one => one.word === shot.words[0])
    if (own?.session) throw new InputProblem(`${own.word} belongs into a session: keats shell without a command`)
    // one call less for what is built in
    const unknown = own === undefined && work.catalog.find(shot.words[0]!) === undefined
    if (unknown || own?.word === 'help') await work.session.learn(work.signal)
    return (await runLine({ words: shot.words }, work)) ? DONE : FAILED
  } catch (error) {
    return complain(error, shot, work.screen)
  }
}

async function callRaw(shot: OneShot, work: Work): Promise<number> {
  const body =
    shot.stdin === undefined ? argumentsForm(shot.words, work) : stdinForm(shot.words[0]!, work.session, shot.stdin)
  const text = await work.session.post(body, work.signal)
  // kea-shell prints what came, whatever it is
  work.screen.write(`${work.screen.terminal ? clean(text) : text}\n`)
  if (shot.keaExit) return DONE
  return readReplies(text, work.session.where).every((one: Reply) => isGood(one.result)) ? DONE : FAILED
}

function argumentsForm(words: readonly string[], { catalog, session }: Work): string {
  const name = words[0]!
  const args = readArguments(words.slice(1), catalog.find(name))
  return requestText({ command: name, service: session.route(name), arguments: args })
}

/**
 * kea-shell's request: standard input is the inside of the arguments' map. A whole map is taken, too. Services are those
 * that were named: none means the agent itself.
 */
function stdinForm(command: string, session: Session, stdin: string): string {
  const { services } = session.settings
  const service = services.length === 0 ? '' : `, "service": ${JSON.stringify(services)}`
  const inside = stdin.trim()
  const args = inside === '' ? '' : `, "arguments": ${inside.startsWith('{') ? inside : `{ ${inside} }`}`
  return `{ "command": ${JSON.stringify(command)}${service}${args} }`
}

function complain(error: unknown, shot: OneShot, screen: Screen): number {
  if (error instanceof InputProblem) {
    screen.say(clean(error.message))
    return USAGE
  }
  if (error instanceof Cancelled) return INTERRUPTED
  if (!(error instanceof CallFailed)) throw error
  if (error.failure === 'cancelled') return INTERRUPTED
  if (shot.keaExit) screen.write(`${keaText(error)}\n`)
  else screen.say(clean(error.message))
  return FAILED
}

/** The words that kea-shell 2.2 has for it, on standard output: scripts look for them. */
function keaText(error: CallFailed): string {
  if (error.failure === 'timeout') return 'Connection timeout'
  if (error.failure === 'refused') return 'Failed to run: <urlopen error [Errno 111] Connection refused>'
  if (error.status !== undefined)
    return `Failed to run: HTTP Error ${error.status}: ${STATUS_CODES[error.status] ?? ''}`.trimEnd()
  return `Failed to run: ${clean(error.message)}`
}
