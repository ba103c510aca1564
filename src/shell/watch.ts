import { setTimeout as pause } from 'node:timers/promises'
import { CallFailed } from '../client/caller.js'
import { readArguments } from './argument-values.js'
import { readDuration } from './duration.js'
import { InputProblem } from './input-problem.js'
import { type Line, plain } from './line.js'
import { clean } from './present/clean.js'
import { showAnswers } from './run-command.js'
import { deliver, type Work } from './work.js'

const HOME = '\x1b[H'
const REST_OF_LINE = '\x1b[K'
const REST_OF_SCREEN = '\x1b[J'

/**
 * `watch 2s COMMAND ...`: the answer again and again, in place, until the signal. A server that is lost is asked until
 * it is back. Throws InputProblem.
 */
export async function watch(line: Line, work: Work): Promise<boolean> {
  const timed = /^\d/.test(line.words[1] ?? '')
  const milliseconds = timed ? readDuration(line.words[1]!) : 2000
  const words = line.words.slice(timed ? 2 : 1)
  if (words.length === 0) throw new InputProblem('watch 2s COMMAND: a command is missing')
  const name = plain(words[0]!)
  const info = work.catalog.find(name)
  if (info?.access === 'write') throw new InputProblem(`${name} changes something: only what reads can be watched`)
  const args = readArguments(words.slice(1), info)
  const { screen, session } = work
  const inPlace = screen.terminal && line.target === undefined
  if (inPlace) screen.write(`${HOME}\x1b[2J`)
  while (!work.signal.aborted) {
    let text: string
    try {
      text = showAnswers(await session.call(name, args, work.signal), line, work)
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      if (error.failure === 'cancelled') break
      text = screen.style().failure(clean(error.message))
    }
    if (inPlace) {
      const title = `every ${milliseconds / 1000} s on ${session.title}: ${words.join(' ')}   Ctrl-C ends`
      paint(`${screen.style().quiet(clean(title))}\n${text}`, work)
    } else deliver(text, line, screen)
    await pause(milliseconds, undefined, { signal: work.signal }).catch(() => undefined)
  }
  return true
}

// over what stood there, without clearing first: that would flicker
function paint(text: string, work: Work): void {
  const lines = text.split('\n').map(one => one + REST_OF_LINE)
  work.screen.write(`${HOME}${lines.join('\n')}\n${REST_OF_SCREEN}`)
}
