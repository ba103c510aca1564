import type { ControlAuthentication, ControlClient } from '../decided-service.js'
import type { Report } from '../problem.js'
import { mapIn, mapsIn, placeOf, textIn } from '../read.js'
import type { MapTree } from '../tree.js'

/** `authentication` of a control socket or Control Agent; undefined: everybody may send commands. */
export function authenticationOf(map: MapTree, realm: string, report: Report): ControlAuthentication | undefined {
  const written = mapIn(map, 'authentication')
  const clients = written && mapsIn(written, 'clients')
  // nobody named: everybody may
  if (written === undefined || clients === undefined || clients.length === 0) return undefined
  return {
    realm: textIn(written, 'realm') ?? realm,
    directory: textIn(written, 'directory') ?? '',
    clients: clients.map(client => clientOf(client, report)),
  }
}

function clientOf(client: MapTree, report: Report): ControlClient {
  const user = textIn(client, 'user')
  if (user === '') report.error('wrong-value', placeOf(client, 'user'), 'user must not be empty')
  if (user?.includes(':'))
    report.error('wrong-value', placeOf(client, 'user'), `user must not contain a ':': '${user}'`)
  // a password-file may hold user:password
  if (!['user', 'user-file', 'password-file'].some(key => client.entries.has(key)))
    report.error('missing-keyword', client.at, 'user is required in clients items')
  return {
    user,
    userFile: textIn(client, 'user-file'),
    password: textIn(client, 'password'),
    passwordFile: textIn(client, 'password-file'),
    position: client.at,
  }
}
