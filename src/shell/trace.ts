import { CallFailed, type Json, type JsonMap } from '../client/caller.js'
import { formatExact } from '../client/exact-json.js'
import { isMap } from '../client/replies.js'
import { readDuration } from './duration.js'
import { InputProblem } from './input-problem.js'
import { type Line, plain } from './line.js'
import { clean } from './present/clean.js'
import { isGood, showAnswers } from './run-command.js'
import type { Answer } from './session.js'
import { deliver, type Work } from './work.js'

// what may be typed, and what trace-start calls it
const NAMES: Readonly<Record<string, string>> = {
  mac: 'client',
  'hw-address': 'client',
  'client-id': 'client',
  duid: 'client',
  subnet: 'subnet',
  'subnet-id': 'subnet',
  class: 'class',
  'client-class': 'class',
}
const USUAL = 60_000
/** Seconds that one call waits for packets. */
const WAIT = 5
/** Milliseconds for telling the server that nobody listens any more. */
const FAREWELL = 2000

/**
 * `trace mac=02:00:00:00:00:01 --for 60s`: the steps of live packets of one client, subnet or class, as the server tells
 * them, until the time is over or the signal. Throws InputProblem and CallFailed.
 */
export async function trace(line: Line, work: Work): Promise<boolean> {
  const { args, milliseconds } = readTrace(line.words.slice(1))
  const { session, signal } = work
  // a single command has not asked yet who is there
  if (session.target.length === 0 && session.services.length === 0) await session.connect(signal)
  const started = await session.call('trace-start', args, signal)
  const failed = started.filter(({ reply }) => !isGood(reply.result))
  // of what is delivered only the first makes a file anew
  let to = line
  const tell = (text: string): void => {
    deliver(text, to, work.screen)
    if (to.target !== undefined) to = { ...to, target: { ...to.target, append: true } }
  }
  if (failed.length > 0) tell(showAnswers(failed, line, work))
  const over = work.now() + milliseconds
  const told = started.filter(answer => !failed.includes(answer))
  const packets = await Promise.all(told.map(answer => follow(answer, over, line.filter === 'json', tell, work)))
  if (told.length > 0 && packets.every(count => count === 0)) work.screen.say('no packet was seen')
  return failed.length === 0
}

/** Asks one service again and again; gives how many packets it told. */
async function follow(
  { service, reply }: Answer,
  over: number,
  raw: boolean,
  tell: (text: string) => void,
  { session, signal, now, screen }: Work,
): Promise<number> {
  const id = isMap(reply.arguments) ? reply.arguments.trace : undefined
  if (typeof id !== 'number') throw new CallFailed('not-json', `${session.where} gave no number of a trace`)
  const services = service === undefined ? [] : [service]
  // an answer has to come before the call is given up
  const most = Math.max(0, Math.min(WAIT, Math.ceil(session.settings.timeout) - 2))
  let count = 0
  try {
    for (let left = over - now(); left > 0 && !signal.aborted; left = over - now()) {
      const wait = Math.min(most, Math.ceil(left / 1000))
      const args: JsonMap = { trace: id, wait, format: raw ? 'map' : 'text' }
      const [answer] = await session.call('trace-get', args, signal, services)
      if (answer === undefined || !isGood(answer.reply.result) || answer.reply.result === 3)
        throw new CallFailed('lost', answer?.reply.text ?? `${session.where} ended the trace`)
      const seen: JsonMap = isMap(answer.reply.arguments) ? answer.reply.arguments : {}
      const packets: readonly Json[] = Array.isArray(seen.packets) ? seen.packets : []
      for (const packet of packets) tell(typeof packet === 'string' ? `${clean(packet)}\n` : formatExact(packet))
      if (typeof seen.lost === 'number' && seen.lost > 0)
        screen.say(`${seen.lost} more came than could be followed: trace a narrower mac=, subnet= or class=`)
      count += packets.length
    }
  } catch (error) {
    if (!(error instanceof CallFailed) || error.failure !== 'cancelled') throw error
  } finally {
    // whatever becomes of it: the server ends a trace by itself when nobody asks
    const bye = session.call('trace-stop', { trace: id }, AbortSignal.timeout(FAREWELL), services)
    await bye.catch(() => undefined)
  }
  return count
}

/** What the words after `trace` ask for, as arguments of trace-start, and for how long. Throws InputProblem. */
export function readTrace(words: readonly string[]): { args: JsonMap; milliseconds: number } {
  const args: Record<string, Json> = {}
  let milliseconds = USUAL
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '--for' || word.startsWith('--for=')) {
      milliseconds = readDuration(word === '--for' ? (words[++i] ?? '') : word.slice(6))
      continue
    }
    const equals = word.indexOf('=')
    const name = NAMES[word.slice(0, equals)]
    if (equals < 0 || name === undefined)
      throw new InputProblem(`"${word}": mac=, client-id=, duid=, subnet= or class= is expected, and --for 60s`)
    const value = plain(word.slice(equals + 1))
    if (name === 'subnet' && !/^\d+$/.test(value)) throw new InputProblem(`subnet: an id is expected, not "${value}"`)
    if (name in args) throw new InputProblem(`"${word}": one client, one subnet and one class can be traced at a time`)
    args[name] = name === 'subnet' ? Number(value) : value
  }
  if (Object.keys(args).length === 0) throw new InputProblem('trace whom? mac=, client-id=, duid=, subnet= or class=')
  return { args, milliseconds }
}
