import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpenOptions } from '../../src/net/plan.js'
import { needs } from '../kit/gate.js'
import { Lab, type Namespace } from '../kit/namespace.js'
import { NamespaceSocket } from '../kit/namespace-socket.js'
import { pause, type Running, until } from '../kit/running.js'
import type { Heard } from './heard.js'
import type { StationTask } from './program/station.js'

const CLIENTS = 'ff02::1:2'
const SITE = 'ff05::1:3'

/** A server with two cables; on the other end of both is a client with the same link-local address. */
describe.runIf(needs('root', 'netns', 'ip'))('DHCPv6 links on two interfaces at once', () => {
  let lab: Lab
  let server: Namespace
  let clients: Namespace[]
  let local: string[]
  const sockets: NamespaceSocket[] = []
  beforeEach(async () => {
    lab = new Lab()
    server = lab.namespace('server')
    clients = [1, 2].map(n => {
      const client = lab.namespace(`client${n}`)
      lab.connect(server, `srv${n}`, client, 'cli')
      server.address(`srv${n}`, `2001:db8:${n}::1/64`)
      client.address('cli', 'fe80::c/64')
      client.address('cli', `2001:db8:${n}::c/64`)
      return client
    })
    local = await Promise.all(['srv1', 'srv2'].map(device => server.linkLocal(device)))
  })
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.close()
    await lab.close()
  })

  const station = async (interfaces: readonly string[]): Promise<Running> => {
    const open: OpenOptions = { family: 6, interfaces, socketType: 'udp', port: 547 }
    const task: StationTask = { open, offered: [] }
    const path = fileURLToPath(new URL('./program/station.ts', import.meta.url))
    const running = server.spawn([process.execPath, '--import', 'tsx', path, JSON.stringify(task)])
    await running.line('ready')
    return running
  }
  const heard = (running: Running): (Heard & { on: string })[] =>
    running.lines.flatMap(line =>
      line.startsWith('heard ') ? [JSON.parse(line.slice(6)) as Heard & { on: string }] : [],
    )
  const socket = (client: Namespace, address: string, port: number): NamespaceSocket => {
    const made = NamespaceSocket.udp(client.name, { address, port, device: 'cli' }, { address: CLIENTS, port: 547 })
    sockets.push(made)
    return made
  }
  const answer = (at: NamespaceSocket): Promise<string> =>
    until('an answer', () => {
      const bytes = at.receive()
      return bytes && `${bytes.toString('latin1')} from ${at.sender().address}`
    })

  it('are members of both groups on what is configured, and of none elsewhere', async () => {
    const groups = (device: string): string[] =>
      [CLIENTS, SITE].filter(group => server.run('ip', '-6', 'maddress', 'show', 'dev', device).includes(`${group}\n`))
    expect(groups('srv1')).toEqual([])
    await station(['srv1'])
    expect(groups('srv1')).toEqual([CLIENTS, SITE])
    expect(groups('srv2')).toEqual([])
  })

  it('answer a link-local address by the interface that it was heard on, from the link-local address', async () => {
    const running = await station(['srv1', 'srv2'])
    const ends = clients.map(client => socket(client, 'fe80::c', 546))
    for (const [i, end] of ends.entries()) end.send(Buffer.from(`u ${i + 1}`))
    expect(await answer(ends[0]!)).toBe(`re u 1 from ${local[0]}`)
    expect(await answer(ends[1]!)).toBe(`re u 2 from ${local[1]}`)
    await pause(50)
    const from = { source: 'fe80::c', port: 546, hardware: '' }
    expect(heard(running).sort((a, b) => a.on.localeCompare(b.on))).toMatchObject([
      { on: 'srv1', text: 'u 1', ...from },
      { on: 'srv2', text: 'u 2', ...from },
    ])
    expect(ends.map(end => end.receive())).toEqual([undefined, undefined])
  })

  it('hear relays that write to All_DHCP_Servers, each message once', async () => {
    const running = await station(['*'])
    const relay = socket(clients[1]!, '2001:db8:2::c', 547)
    relay.send(Buffer.from('u relayed'), { address: SITE, port: 547 })
    expect(await answer(relay)).toBe('re u relayed from 2001:db8:2::1')
    await pause(50)
    expect(heard(running).map(({ on, text }) => `${on} ${text}`)).toEqual(['srv2 u relayed'])
  })

  it('hear the global address that is named, and no other', async () => {
    const running = await station(['srv1/2001:db8:1::1', 'srv2'])
    const [first, second] = clients.map((client, i) => socket(client, `2001:db8:${i + 1}::c`, 547))
    second!.send(Buffer.from('u not named'), { address: '2001:db8:2::1', port: 547 })
    first!.send(Buffer.from('u named'), { address: '2001:db8:1::1', port: 547 })
    expect(await answer(first!)).toBe('re u named from 2001:db8:1::1')
    await pause(50)
    expect(heard(running).map(({ text }) => text)).toEqual(['u named'])
  })
})
