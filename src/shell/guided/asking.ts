import type { JsonMap } from '../../client/caller.js'
import { formatExact } from '../../client/exact-json.js'
import type { Line } from '../line.js'
import { clean } from '../present/clean.js'
import type { Questions } from '../questions.js'
import { callAndShow } from '../run-command.js'
import type { Work } from '../work.js'

/** Work with somebody to ask. */
export interface Asking extends Work {
  readonly questions: Questions
}

/** Shows the call that a form has made, so that it can be typed next time, and makes it if that is wanted. */
export async function confirmAndCall(command: string, args: JsonMap, line: Line, work: Asking): Promise<boolean> {
  work.screen.write(`${clean(`${command} ${formatExact(args)}`)}\n`)
  if (!(await work.questions.confirm(`Send this to ${work.session.title}?`))) return false
  return callAndShow(command, args, line, work)
}
