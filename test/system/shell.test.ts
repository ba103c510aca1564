import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PlayedAgent } from '../kit/control-agent.js'
import { needs } from '../kit/gate.js'
import { until } from '../kit/running.js'
import { Terminal } from '../kit/terminal.js'

const RUN = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

describe.runIf(needs('tmux', 'pseudo-terminal'))('keats shell on a terminal', () => {
  let agent: PlayedAgent
  let home: string
  let terminal: Terminal
  beforeEach(async () => {
    agent = await new PlayedAgent().start()
    home = mkdtempSync(join(tmpdir(), 'shell-home-'))
  })
  afterEach(async () => {
    terminal.close()
    await agent.stop()
    rmSync(home, { recursive: true })
  })

  async function shell(columns = 100, flags = ''): Promise<void> {
    const env = { HOME: home, LC_ALL: 'C.UTF-8', NO_COLOR: '1', PATH: process.env.PATH ?? '' }
    const size = { columns, rows: 40 }
    terminal = new Terminal(`'${process.execPath}' '${RUN}' shell --port ${agent.port} ${flags}`, env, size)
    await terminal.shows(/dhcp4@127\.0\.0\.1:\d+> ?$/)
  }

  test('completes commands, names of arguments and values that the server knows', async () => {
    await shell()
    terminal.type('lease4-get-p')
    terminal.press('Tab')
    await terminal.shows(/> lease4-get-page ?$/)
    terminal.type('li')
    terminal.press('Tab')
    await terminal.shows(/> lease4-get-page limit=$/)
    terminal.press('C-u')
    terminal.type('lease4-get ip')
    terminal.press('Tab')
    await terminal.shows(/ip-address=$/)
    terminal.press('Tab')
    // what the reservation and the lease have in common
    await terminal.shows(/ip-address=192\.0\.2\.$/)
    terminal.press('Tab')
    await terminal.shows(/ip-address=192\.0\.2\.2 +ip-address=192\.0\.2\.101/)
  })

  test('shows tables, remembers lines but no passwords, and asks before it ends the server', async () => {
    await shell()
    terminal.enter('lease4-get-all {')
    await terminal.shows(/\.\.\. ?$/)
    terminal.enter('"subnets": [1] }')
    const screen = await terminal.shows('alpha.example.')
    expect(screen.find(line => line.startsWith('192.0.2.101'))).toMatch(/02:00:00:00:00:01 +never +assigned +1 +alpha/)
    terminal.enter('config-set auth-password=hidden')
    await terminal.shows(/Go on\?/)
    terminal.enter('n')
    await terminal.shows(/No\n.*> ?$/)
    terminal.press('Up')
    await terminal.shows(/> lease4-get-all \{ "subnets": \[1\] \}$/)
    terminal.press('C-u')
    terminal.enter('shutdown')
    await terminal.shows(/shutdown stops what is running on dhcp4@.* Go on\?/)
    terminal.enter('n')
    await terminal.shows(/shutdown .* No\n.*> ?$/)
    expect(agent.requests.map(one => one.command)).not.toContain('shutdown')
    const history = join(home, '.local/state/keats/shell-history')
    expect(readFileSync(history, 'utf8')).toBe('lease4-get-all { "subnets": [1] }\nshutdown\n')
    expect(statSync(history).mode & 0o777).toBe(0o600)
  })

  test('watches in place until Ctrl-C', async () => {
    await shell()
    let n = 0
    agent.answers.set('statistic-get', () => ({
      result: 0,
      arguments: { 'pkt4-received': [[++n, '2026-01-01 00:00:00.1']] },
    }))
    terminal.enter('watch 200ms statistic-get pkt4-received')
    await until('it asked three times', () => n > 3)
    const screen = terminal.screen()
    expect(screen[0]).toMatch(/^every 0\.2 s on dhcp4@/)
    expect(screen.filter(line => line.startsWith('pkt4-received'))).toHaveLength(1)
    terminal.press('C-c')
    await terminal.shows(/> ?$/)
  })

  test('Ctrl-C ends the call, not the shell; a lost server is found again', async () => {
    await shell()
    agent.answers.set('lease4-get-all', () => 'silent')
    terminal.enter('lease4-get-all')
    await until('it is asked', () => agent.requests.some(one => one.command === 'lease4-get-all'))
    terminal.press('C-c')
    await terminal.shows(/cancelled\ndhcp4@[^ ]*> ?$/)
    agent.answers.clear()
    await agent.stop()
    terminal.enter('lease4-get-all')
    await terminal.shows(/nobody listens at .*\ndhcp4@[^ ]* \(lost\)> ?$/)
    await agent.start()
    await terminal.shows(/is there again\ndhcp4@[^ ]*> ?$/)
    terminal.enter('lease4-get 192.0.2.101')
    await terminal.shows('IPv4 lease found.')
  })

  test('the form of a reservation offers what is free', async () => {
    await shell()
    terminal.enter('reservation add')
    await terminal.shows('198.51.100.0/24')
    terminal.press('Enter')
    await terminal.shows('known by')
    terminal.press('Enter')
    await terminal.shows(/hw-address ?$/)
    terminal.enter('02:00:00:00:00:44')
    // .1 is the router, .2 the printer
    const screen = await terminal.shows('192.0.2.3  free')
    expect(screen.join('\n')).not.toMatch(/192\.0\.2\.[12] {2}free/)
    terminal.press('Enter')
    await terminal.shows('Host name')
    terminal.enter('scanner')
    await terminal.shows(/Send this to/)
    terminal.enter('y')
    await terminal.shows('Host added.')
    expect(agent.requests.at(-1)).toEqual({
      command: 'reservation-add',
      service: ['dhcp4'],
      arguments: {
        reservation: {
          'subnet-id': 1,
          'hw-address': '02:00:00:00:00:44',
          'ip-address': '192.0.2.3',
          hostname: 'scanner',
        },
      },
    })
  })

  test('asks for the password, which then stands nowhere', async () => {
    agent.credentials = 'admin:not to be seen'
    const env = { HOME: home, LC_ALL: 'C.UTF-8', PATH: process.env.PATH ?? '' }
    const command = `'${process.execPath}' '${RUN}' shell --port ${agent.port} --auth-user admin`
    terminal = new Terminal(command, env, { columns: 60, rows: 20 })
    await terminal.shows('Password of admin')
    terminal.enter('not to be seen')
    await terminal.shows(/dhcp4@.*> ?$/)
    terminal.enter('lease4-get-all')
    // 60 columns: the name of the host has none left, or is cut
    await terminal.shows('192.0.2.101')
    expect(terminal.screen().join('\n')).not.toContain('not to be seen')
    terminal.press('C-d')
    await terminal.left()
  })
})
