import { CallFailed, type Json, type JsonMap, type Reply } from '../client/caller.js'
import { formatExact } from '../client/exact-json.js'
import { isMap, isReply } from '../client/replies.js'
import { readDuration } from './duration.js'
import { InputProblem } from './input-problem.js'
import { type Line, plain } from './line.js'
import { clean } from './present/clean.js'
import { presentReply } from './present/present.js'
import { isGood } from './run-command.js'
import { deliver, type Work } from './work.js'

// what may be typed, and what the command calls it
const NAMES: Readonly<Record<string, string>> = {
  mac: 'hw-address',
  'hw-address': 'hw-address',
  'client-id': 'client-id',
  duid: 'duid',
  subnet: 'subnet-id',
  'subnet-id': 'subnet-id',
  class: 'client-class',
  'client-class': 'client-class',
}
const USUAL = 60_000

/**
 * `trace mac=02:00:00:00:00:01 --for 60s`: the steps of live packets of one client, subnet or class, as the server tells
 * them, until the time is over or the signal. Throws InputProblem and CallFailed.
 */
export async function trace(line: Line, work: Work): Promise<boolean> {
  const { args, milliseconds } = readTrace(line.words.slice(1))
  const over = AbortSignal.timeout(milliseconds)
  const raw = line.filter === 'json'
  let packets = 0
  let good = true
  // of the following only the first makes a file anew
  let to = line
  try {
    for await (const told of work.session.stream('trace', args, AbortSignal.any([work.signal, over]))) {
      const reply = replyOf(told)
      if (reply === undefined) packets++
      else good &&= isGood(reply.result)
      deliver(raw ? formatExact(told) : show(told, reply, work), to, work.screen)
      if (to.target !== undefined) to = { ...to, target: { ...to.target, append: true } }
    }
  } catch (error) {
    if (!(error instanceof CallFailed) || error.failure !== 'cancelled') throw error
  }
  if (good && packets === 0 && !raw) work.screen.say('no packet was seen')
  return good
}

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
    if (name === 'subnet-id' && !/^\d+$/.test(value))
      throw new InputProblem(`subnet: an id is expected, not "${value}"`)
    args[name] = name === 'subnet-id' ? Number(value) : value
  }
  if (Object.keys(args).length === 0) throw new InputProblem('trace whom? mac=, client-id=, duid=, subnet= or class=')
  // the server ends by itself, should this end of the line be gone
  return { args: { ...args, 'max-period': Math.ceil(milliseconds / 1000) }, milliseconds }
}

function show(told: Json, reply: Reply | undefined, work: Work): string {
  if (reply !== undefined) return presentReply(reply, work.catalog, work.now() / 1000, work.screen.style())
  return clean(isMap(told) && typeof told.text === 'string' ? told.text : formatExact(told))
}

// a server without the command answers as to any other, by HTTP in a list
function replyOf(told: Json): Reply | undefined {
  const one = Array.isArray(told) && told.length === 1 ? (told[0] as Json) : told
  return isReply(one) ? (one as unknown as Reply) : undefined
}
