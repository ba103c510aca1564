import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleBytes4, sampleBytes6 } from '../../kit/classify-sample.js'
import { needs } from '../../kit/gate.js'
import { Lab, type Namespace } from '../../kit/namespace.js'
import { type SyntaxCase, syntaxCases } from './kea-syntax.js'
import { type ValueCase, valueCases4, valueCases6 } from './kea-values.js'

const SEND = `
const [v, to, file, from] = process.argv.slice(1)
const socket = require('node:dgram').createSocket(v === '4' ? 'udp4' : 'udp6')
socket.bind(v === '4' ? 67 : 547, from, () =>
  socket.send(require('node:fs').readFileSync(file), v === '4' ? 67 : 547, to, () => socket.close()))`

/** Kea's own answers: the tables of this folder, asked again of an installed Kea. */
describe.runIf(needs('root', 'netns', 'ip', 'kea-dhcp4', 'kea-dhcp6'))('Kea says so too', () => {
  let lab: Lab
  let server: Namespace
  let client: Namespace

  beforeAll(() => {
    lab = new Lab()
    server = lab.namespace('server')
    client = lab.namespace('client')
    // Kea 2.2 opens no socket on a link-local address that is still tentative
    for (const namespace of [server, client])
      for (const which of ['all', 'default']) namespace.run('sysctl', '-qw', `net.ipv6.conf.${which}.accept_dad=0`)
    lab.connect(server, 'eth0', client, 'eth0')
    for (const [namespace, n] of [
      [server, 1],
      [client, 2],
    ] as const) {
      namespace.address('eth0', `10.77.0.${n}/24`)
      namespace.run('ip', 'address', 'add', `2001:db8:77::${n}/64`, 'dev', 'eth0', 'nodad')
    }
  })
  afterAll(() => lab.close())

  /** What kea -t says of the test of one class; undefined: it accepts it. */
  async function verdict(family: 'v4' | 'v6', tests: readonly string[], name: string): Promise<string | undefined> {
    const classes = tests.map((test, i) => ({ name: `c${i}`, test }))
    const before = [{ name: 'defd' }, { name: 'knowndep', test: "member('KNOWN')" }]
    const config = { [`Dhcp${family.slice(1)}`]: { 'client-classes': [...before, ...classes] } }
    const file = lab.file(name, JSON.stringify(config))
    const child = spawn(`kea-dhcp${family.slice(1)}`, ['-t', file])
    let output = ''
    child.stdout.on('data', chunk => (output += String(chunk)))
    child.stderr.on('data', chunk => (output += String(chunk)))
    const code = await new Promise(resolve => child.once('close', resolve))
    if (code === 0) return undefined
    return /Error encountered: expression: \[.*\] error: (.*?) at \(/s.exec(output)?.[1] ?? output
  }

  it('accepts in one file all that the table accepts', { timeout: 60_000 }, async () => {
    for (const family of ['v4', 'v6'] as const) {
      const accepted = syntaxCases.filter(([f, , says]) => f === family && says === undefined)
      expect(
        await verdict(
          family,
          accepted.map(([, text]) => text),
          'good.json',
        ),
      ).toBeUndefined()
    }
  })

  // Every refusal costs a process of 0.1 s, so a sample of them; KEATS_ALL_PEER_CASES=1 asks for all.
  it('refuses in the same words what the table refuses', { timeout: 300_000 }, async () => {
    const step = process.env.KEATS_ALL_PEER_CASES ? 1 : 7
    const refused = syntaxCases.filter(([, , says]) => says !== undefined).filter((_, i) => i % step === 0)
    const said: SyntaxCase[] = []
    for (const [family, text] of refused) said.push([family, text, (await verdict(family, [text], 'bad.json')) ?? ''])
    expect(said).toEqual(refused)
  })

  /** Sends the sample to a Kea with one class for every row and reads the results from its debug log. */
  async function results(family: 'v4' | 'v6', rows: readonly ValueCase[], bytes: Buffer): Promise<ValueCase[]> {
    const v = family.slice(1)
    const log = join(lab.directory, `kea${v}.log`)
    rmSync(log, { force: true })
    const config = {
      [`Dhcp${v}`]: {
        'interfaces-config': { interfaces: ['eth0'], ...(v === '4' ? { 'dhcp-socket-type': 'udp' } : {}) },
        // Kea 2.2 would keep its DUID in a system directory
        ...(v === '6' ? { 'server-id': { type: 'EN', 'enterprise-id': 9, identifier: '01', persist: false } } : {}),
        'lease-database': { type: 'memfile', persist: false },
        'client-classes': rows.map((row, i) => ({
          name: `c${i}`,
          test: 'text' in row ? `${row.text} == 'no such value'` : row.test,
        })),
        loggers: [
          {
            name: `kea-dhcp${v}`,
            severity: 'DEBUG',
            debuglevel: 99,
            output_options: [{ output: log, pattern: '%m\n' }],
          },
        ],
      },
    }
    const folders = {
      KEA_PIDFILE_DIR: lab.directory,
      KEA_LOCKFILE_DIR: lab.directory,
      KEA_DHCP_DATA_DIR: lab.directory,
    }
    const kea = server.spawn([`kea-dhcp${v}`, '-c', lab.file(`kea${v}.json`, JSON.stringify(config))], folders)
    try {
      await until(() => readFileSync(log, 'latin1').includes(`DHCP${v}_STARTED`))
      const sample = lab.file(`sample${v}`, '')
      const { writeFileSync } = await import('node:fs')
      writeFileSync(sample, bytes)
      const last = `Expression c${rows.length - 1} evaluated to`
      await until(() => {
        const to = v === '4' ? ['10.77.0.1', sample, '10.77.0.2'] : ['ff02::1:2%eth0', sample, '::']
        client.run(process.execPath, '-e', SEND, v, ...to)
        return readFileSync(log, 'latin1').includes(last)
      })
    } catch (error) {
      throw new Error(`${error}\n${kea.lines.join('\n')}\n${readFileSync(log, 'latin1').slice(-3000)}`)
    } finally {
      await kea.kill()
    }
    return readResults(rows, readFileSync(log, 'latin1'))
  }

  it('has the same values for DHCPv4', { timeout: 60_000 }, async () => {
    expect(await results('v4', valueCases4, sampleBytes4)).toEqual(valueCases4)
  })

  it('has the same values for DHCPv6', { timeout: 60_000 }, async () => {
    expect(await results('v6', valueCases6, sampleBytes6)).toEqual(valueCases6)
  })
})

/** A comparison logs both sides, the right one first; a result line closes the class. */
function readResults(rows: readonly ValueCase[], log: string): ValueCase[] {
  const found = new Map<number, ValueCase>()
  let left = ''
  for (const line of log.split('\n')) {
    left = /EVAL_DEBUG_EQUAL Popping 0x\w* and 0x(\w*) /.exec(line)?.[1]?.toLowerCase() ?? left
    const result = /EVAL_RESULT Expression c(\d+) evaluated to (.*)/.exec(line)
    if (result === null || found.has(Number(result[1]))) continue
    const row = rows[Number(result[1])]!
    const flag = result[2] === '1' || result[2] === '0'
    if ('text' in row)
      found.set(Number(result[1]), { text: row.text, ...(flag ? { is: left } : { fails: result[2]! }) })
    else found.set(Number(result[1]), { test: row.test, ...(flag ? { is: result[2] === '1' } : { fails: result[2]! }) })
  }
  return rows.map((_, i) => found.get(i)!)
}

async function until(done: () => boolean): Promise<void> {
  for (let i = 0; i < 100; i++) {
    try {
      if (done()) return
    } catch (error) {
      // the log is not there yet
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('it did not happen within 10 s')
}
