import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlayedAgent } from '../kit/control-agent.js'
import { needs } from '../kit/gate.js'

const DEV = fileURLToPath(new URL('../../src/commands/shell.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const KEATS = `const { default: Shell } = await import(${JSON.stringify(DEV)}); await Shell.run(process.argv.slice(1), ${JSON.stringify(ROOT)})`

function run(
  command: string,
  args: readonly string[],
  input: string,
): Promise<{ code: number | null; stdout: string }> {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: process.env.PATH },
    })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.on('close', code => resolve({ code, stdout }))
    child.stdin.end(input)
  })
}

describe.runIf(needs('kea-shell'))('in place of kea-shell', () => {
  let agent: PlayedAgent
  beforeEach(async () => {
    agent = await new PlayedAgent().start()
  })
  afterEach(() => agent.stop())

  it.each([
    ['no command', [], ''],
    ['arguments', ['--service', 'dhcp4', 'lease4-get'], '"ip-address": "192.0.2.101"\n'],
    ['several services', ['--service', 'dhcp4', '--service', 'dhcp6', 'status-get'], ''],
    ['a result that is not 0', ['no-such-command'], '\n'],
    ['arguments that are not JSON', ['--service', 'dhcp4', 'lease4-get'], '"ip-address":'],
    ['wrong credentials', ['--auth-user', 'admin', '--auth-password', 'x', 'list-commands'], ''],
    ['right credentials', ['--auth-user', 'admin', '--auth-password', 'good', 'list-commands'], ''],
    ['a port where nobody is', ['--port', '1', 'list-commands'], ''],
    ['a certificate without its key', ['--cert', 'x', 'list-commands'], ''],
  ])('asks, prints and ends alike: %s', async (what, args, input) => {
    if (what.includes('credentials')) agent.credentials = 'admin:good'
    const given = args.includes('--port') ? args : ['--port', String(agent.port), ...args]
    const theirs = await run('kea-shell', given, input)
    const keats = ['--import', 'tsx', '--input-type=module', '-e', KEATS, '--', ...given, '--kea-exit']
    const ours = await run(process.execPath, keats, input)
    expect(ours).toEqual(theirs)
    const read = (text: string | undefined) => {
      try {
        return JSON.parse(text ?? 'null') as unknown
      } catch {
        return 'not JSON'
      }
    }
    expect(read(agent.bodies[1])).toEqual(read(agent.bodies[0]))
  })
})
