import { body, JsonFault, readJson } from '../../../src/server/api/json/json-reader.js'
import type { AgentConfig } from '../../../src/server/config/decided-agent.js'
import { Report } from '../../../src/server/config/problem.js'
import { runAtOnce } from '../../../src/server/config/slices.js'

/** The rbac library with these parameters, and where what is wrong with them is reported. */
export function hookWith(parameters: object): [hooks: AgentConfig['hooks'], report: Report] {
  const tree = runAtOnce(readJson(JSON.stringify(parameters), body, true))
  if (tree instanceof JsonFault || tree.kind !== 'map') throw new Error('no map')
  const path = '/opt/lib/libca_rbac.so'
  return [[{ path, library: 'libca_rbac.so', parameters: tree, position: tree.at }], new Report()]
}
