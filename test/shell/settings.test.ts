import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { InputProblem } from '../../src/shell/input-problem.js'
import { profileNames, readProfile, saveProfile, shellFiles } from '../../src/shell/profiles.js'
import { settle } from '../../src/shell/settings.js'

const folder = mkdtempSync(join(tmpdir(), 'shell-settings-'))
afterAll(() => rmSync(folder, { recursive: true }))
function file(name: string, text: string, mode = 0o600): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

describe('settings', () => {
  it("are kea-shell's without a word", () =>
    expect(settle({}, undefined, undefined)).toEqual({
      host: '127.0.0.1',
      port: 8000,
      path: '',
      timeout: 10,
      services: [],
    }))

  it('take flags before the profile, and a password file before the flag before the environment', () => {
    const profile = { name: 'lab', host: 'a', port: 1, 'auth-user': 'u', 'auth-password-file': file('p1', 'old\n') }
    expect(settle({ port: 2, service: ['', 'dhcp4'] }, profile, undefined)).toMatchObject({
      name: 'lab',
      host: 'a',
      port: 2,
      user: 'u',
      password: 'old',
      services: ['dhcp4'],
    })
    expect(settle({}, profile, 'env').password).toBe('env')
    expect(settle({ 'auth-password': 'flag' }, profile, 'env').password).toBe('flag')
    const given = { 'auth-password': 'flag', 'auth-password-file': file('p2', 'first\r\nsecond\n') }
    expect(settle(given, profile, 'env').password).toBe('first')
  })

  it('refuse what does not go together', () => {
    for (const wrong of [{ cert: 'c' }, { key: 'k', ca: 'a' }, { cert: 'c', key: 'k' }, { 'auth-user': 'a:b' }])
      expect(() => settle(wrong, undefined, undefined)).toThrow(InputProblem)
    expect(() => settle({ 'auth-password-file': join(folder, 'none') }, undefined, undefined)).toThrow(/none/)
  })
})

describe('profiles', () => {
  it('are kept without passwords, for their owner only', () => {
    const path = join(folder, 'deep', 'shell.json')
    saveProfile(path, 'lab', { ...settle({ host: 'a', 'auth-user': 'u' }, undefined, 'hidden'), services: ['dhcp6'] })
    expect(readFileSync(path, 'utf8')).not.toContain('hidden')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    saveProfile(path, 'other', settle({ socket: '/run/s' }, undefined, undefined))
    expect(profileNames(path)).toEqual(['lab', 'other'])
    // the first is the default
    expect(settle({}, readProfile(path, undefined), undefined)).toMatchObject({
      host: 'a',
      user: 'u',
      services: ['dhcp6'],
    })
    expect(readProfile(path, 'other')).toMatchObject({ socket: '/run/s', name: 'other' })
    expect(() => readProfile(path, 'third')).toThrow('lab, other')
  })

  it('with a password are for their owner only', () => {
    const text = JSON.stringify({ profiles: { lab: { 'auth-user': 'u', 'auth-password': 'p' } } })
    expect(settle({}, readProfile(file('good.json', text), 'lab'), undefined).password).toBe('p')
    expect(() => readProfile(file('open.json', text, 0o644), 'lab')).toThrow('chmod 600')
  })

  it('say what is wrong with their file', () => {
    expect(readProfile(join(folder, 'none.json'), undefined)).toBeUndefined()
    expect(() => readProfile(join(folder, 'none.json'), 'lab')).toThrow(InputProblem)
    expect(() => readProfile(file('bad.json', '{'), undefined)).toThrow(/bad\.json/)
    const odd = file('odd.json', '{ "default": "a", "profiles": { "a": { "prot": 1 } } }')
    expect(() => readProfile(odd, undefined)).toThrow(/profile a: prot/)
    const port = file('port.json', '{ "profiles": { "a": { "port": "80" } } }')
    expect(() => readProfile(port, 'a')).toThrow(/port/)
  })

  it('lie where the environment says', () => {
    expect(shellFiles({ HOME: '/h' })?.profiles).toBe('/h/.config/keats/shell.json')
    expect(shellFiles({ HOME: '/h', XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' })).toEqual({
      profiles: '/c/keats/shell.json',
      history: '/s/keats/shell-history',
    })
    expect(shellFiles({})).toBeUndefined()
  })
})
