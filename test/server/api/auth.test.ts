import { describe, expect, test } from 'vitest'
import { Credentials } from '../../../src/server/api/auth.js'
import type { ControlClient } from '../../../src/server/config/decided-service.js'

const position = { file: 'c.json', line: 7, column: 9, endColumn: 9 }
const files: Readonly<Record<string, string>> = {
  '/etc/kea/user': 'admin\n',
  '/etc/kea/password': 'p:w\r\nmore',
  '/etc/kea/both': 'admin:p:w\n',
  '/etc/kea/empty': '',
}
const read = (path: string): string => {
  const text = files[path]
  if (text === undefined) throw new Error('no such file')
  return text
}
const known = (client: Partial<ControlClient>, directory = '/etc/kea'): Credentials => {
  const nothing = { user: undefined, userFile: undefined, password: undefined, passwordFile: undefined }
  return new Credentials(
    { realm: 'r', directory, clients: [{ ...nothing, position, ...client }] },
    read,
    Buffer.alloc(32, 1),
  )
}
const header = (secret: string): string => `Basic ${Buffer.from(secret).toString('base64')}`

describe('user and password may stand', () => {
  test.each([
    ['in the configuration', { user: 'admin', password: 'p:w' }],
    ['in a file each', { userFile: 'user', passwordFile: 'password' }],
    ['in a file with its whole path', { userFile: '/etc/kea/user', password: 'p:w' }],
    ['in one file', { passwordFile: 'both' }],
  ])('%s', (_, client) => {
    const credentials = known(client)
    expect(credentials.check(header('admin:p:w'))).toEqual({ ok: true, user: 'admin' })
    expect(credentials.check(header('admin:p'))).toEqual({ ok: false })
    expect(credentials.check(header('admin:p:w:'))).toEqual({ ok: false })
  })
})

test('no password is an empty one', () => {
  expect(known({ user: 'a' }).check(header('a:'))).toEqual({ ok: true, user: 'a' })
})

test('any text may be a password', () => {
  expect(known({ user: 'ä', password: '密' }).check(header('ä:密'))).toEqual({ ok: true, user: 'ä' })
})

test.each([
  [{ passwordFile: 'password-no' }, "c.json:7:9: unable to read '/etc/kea/password-no': no such file"],
  [{ passwordFile: 'user' }, 'c.json:7:9: no user is given'],
  [{ userFile: 'empty' }, 'c.json:7:9: user must not be empty'],
  [{ userFile: 'both' }, "c.json:7:9: user must not contain a ':'"],
])('%j is refused', (client, text) => expect(() => known(client)).toThrow(text))

test.each([
  [undefined, undefined],
  ['', 'not basic authentication'],
  ['Basic', 'not basic authentication'],
  ['Bearer x', 'not basic authentication'],
  ['Basic YQ==', 'no colon between user and password'],
])('%s is nobody', (given, reason) =>
  expect(known({ user: 'a', password: 'b' }).check(given)).toEqual(
    reason === undefined ? { ok: false } : { ok: false, reason },
  ),
)
