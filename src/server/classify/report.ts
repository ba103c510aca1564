import { classUndefined, classUntestable } from '../engine/messages.js'
import type { Logs } from '../log/logger.js'
import type { ClassReport } from './evaluate.js'
import { result, resultFailed, resultTrue } from './messages.js'

/** Evaluation as the log tells it: Kea says results through the logger "options", missing classes through "dhcp4". */
export function classReport(logs: Logs): ClassReport {
  const evaluation = logs.logger('options')
  const server = logs.logger('dhcp4')
  const evaluated = (name: string, matched: boolean): void => {
    const message = matched ? resultTrue : result
    if (evaluation.on(message)) evaluation.log(message, name, matched ? 1 : 0)
  }
  return {
    failed: (name, why) => {
      if (evaluation.on(resultFailed)) evaluation.log(resultFailed, name, why)
    },
    get evaluated() {
      return evaluation.on(resultTrue) ? evaluated : undefined
    },
    undefinedClass: name => {
      if (server.on(classUndefined)) server.log(classUndefined, name)
    },
    untestableClass: name => {
      if (server.on(classUntestable)) server.log(classUntestable, name)
    },
  }
}
