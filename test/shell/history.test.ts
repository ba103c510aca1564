import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { History, mayHoldSecret } from '../../src/shell/history.js'

const folder = mkdtempSync(join(tmpdir(), 'shell-history-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the history', () => {
  it.each([
    'config-set {"Dhcp4": {"lease-database": {"type": "mysql", "password": "x"}}}',
    'x PASSWORD=abc',
    'config-set {"DhcpDdns": {"tsig-keys": [{"secret": "LSWXnfkKZjdPJI5QxlpnfQ=="}]}}',
    'x url=http://admin:abc@192.0.2.1/',
    'x access-token=1',
  ])('does not take %s', line => expect(mayHoldSecret(line)).toBe(true))

  it.each([
    'lease4-get ip-address=192.0.2.1',
    'x password-file=/etc/kea/p',
    'config-get | json',
    'get http://192.0.2.1:80/',
  ])('takes %s', line => expect(mayHoldSecret(line)).toBe(false))

  it('survives the session, newest first, several lines as one, for its owner only', () => {
    const path = join(folder, 'a', 'history')
    const first = new History(path)
    for (const line of ['one', 'two {\n  "a": 1\n}', 'two { "a": 1 }', 'x password=y', '  ', 'three']) first.add(line)
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo { "a": 1 }\nthree\n')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(new History(path).lines).toEqual(['three', 'two { "a": 1 }', 'one'])
  })

  it('drops secrets that are in the file already', () => {
    const path = join(folder, 'old')
    writeFileSync(path, 'one\nx password=y\n')
    expect(new History(path).lines).toEqual(['one'])
    expect(readFileSync(path, 'utf8')).toBe('one\n')
  })

  it('does without a file that cannot be written', () => {
    const path = join(folder, 'a-file', 'deeper', 'history')
    writeFileSync(join(folder, 'a-file'), '')
    const history = new History(path)
    history.add('one')
    expect(history.lines).toEqual(['one'])
    expect(existsSync(path)).toBe(false)
  })
})
