import { formatExact } from '../client/exact-json.js'
import { keepLease } from './guided/lease-to-reservation.js'
import { addReservation } from './guided/reservation-add.js'
import { addSubnet } from './guided/subnet-add.js'
import { help } from './help.js'
import { InputProblem } from './input-problem.js'
import { type Line, plain } from './line.js'
import { runCommand } from './run-command.js'
import { trace } from './trace.js'
import { watch } from './watch.js'
import { deliver, type Work } from './work.js'

/** Does what a line says, the shell's own commands and the server's. True when it went well. Throws InputProblem, CallFailed, Cancelled. */
export async function runLine(line: Line, work: Work): Promise<boolean> {
  const [first, second] = line.words.map(plain)
  switch (first) {
    case undefined:
      return true
    case 'watch':
      return watch(line, work)
    case 'trace':
      return trace(line, work)
    case 'help':
    case '?':
      deliver(await help(second, work), line, work.screen)
      return true
    case 'reservation':
    case 'subnet':
    case 'lease':
      return guided(`${first} ${second ?? ''}`, line, work)
    default:
      return runCommand(line, work)
  }
}

function guided(name: string, line: Line, work: Work): Promise<boolean> {
  if (work.questions === undefined) throw new InputProblem(`${name} asks questions: it needs a terminal`)
  const asking = { ...work, questions: work.questions }
  switch (name) {
    case 'reservation add':
      return addReservation(line, asking)
    case 'lease to-reservation':
      return keepLease(line, asking)
    case 'subnet add':
      return addSubnet(line, asking)
    default:
      throw new InputProblem(`${formatExact(name.trim())} is not known: help says what is`)
  }
}
