import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildFrame, FRAME_HEADERS } from '../../src/net/frame.js'
import { parseAddress } from '../../src/net/interfaces.js'
import type { OpenOptions } from '../../src/net/plan.js'
import { needs } from '../kit/gate.js'
import { Lab, type Namespace } from '../kit/namespace.js'
import { pause, type Running, until } from '../kit/running.js'
import type { Heard } from './heard.js'
import type { PeerTask } from './program/peer.js'
import type { StationTask } from './program/station.js'

const SERVER = '02000000aa01'
const CLIENT = '02000000beef'
const EVERYBODY = 'ffffffffffff'
const OFFERED = [10, 77, 0, 2]
const colons = (address: string): string => address.replace(/..(?=.)/g, '$&:')
const RAW: OpenOptions = { family: 4, interfaces: ['srv'], socketType: 'raw', port: 67 }

/** A frame from the client, in hexadecimal. `tag`: a VLAN tag in the frame. */
function frame(text: string, source: string, destination: string, to = EVERYBODY, tag = ''): string {
  const bytes = Buffer.alloc(256)
  const start = 64
  const end = start + bytes.write(text, start, 'latin1')
  bytes.write(to, start - FRAME_HEADERS, 'hex')
  bytes.set(parseAddress(destination)!, 0)
  const from = { hardware: Buffer.from(CLIENT, 'hex'), address: parseAddress(source)!, port: 68 }
  buildFrame(bytes, start, end, from, 0, 67)
  const hex = bytes.toString('hex', start - FRAME_HEADERS, end)
  return hex.slice(0, 24) + tag + hex.slice(24)
}

describe.runIf(needs('root', 'netns', 'ip'))('links on an Ethernet cable', () => {
  let lab: Lab
  let server: Namespace
  let client: Namespace
  beforeEach(() => {
    lab = new Lab()
    server = lab.namespace('server')
    client = lab.namespace('client')
    lab.connect(server, 'srv', client, 'cli')
    server.run('ip', 'link', 'set', 'srv', 'address', colons(SERVER))
    client.run('ip', 'link', 'set', 'cli', 'address', colons(CLIENT))
    server.address('srv', '10.77.0.1/24')
    server.run('sysctl', '-qw', 'net.ipv4.conf.all.rp_filter=1', 'net.ipv4.conf.srv.rp_filter=1')
  })
  afterEach(() => lab.close())

  const program = (name: string, on: Namespace, task: unknown): Running => {
    const path = fileURLToPath(new URL(`./program/${name}.ts`, import.meta.url))
    const argument = typeof task === 'string' ? task : JSON.stringify(task)
    return on.spawn([process.execPath, '--import', 'tsx', path, argument])
  }
  const station = async (task: Partial<StationTask>): Promise<Running> => {
    const running = program('station', server, { offered: OFFERED, ...task })
    await running.line('ready')
    return running
  }
  const peer = async (frames: readonly string[], ports: readonly number[] = []): Promise<Running> => {
    const task: PeerTask = { device: 'cli', ports, frames }
    const running = program('peer', client, task)
    await running.line('sent')
    return running
  }
  const said = <T>(running: Running, what: string): T[] =>
    running.lines.filter(line => line.startsWith(`${what} `)).map(line => JSON.parse(line.slice(what.length + 1)) as T)
  const heard = (running: Running) => said<Heard & { on: string }>(running, 'heard')
  /** All that was heard once `count` was, and a moment later, so that what is heard twice is seen. */
  const settled = async (running: Running, count: number): Promise<(Heard & { on: string })[]> => {
    await until(`${count} messages heard`, () => heard(running).length >= count)
    await pause(100)
    return heard(running)
  }

  /** Sources and destinations of a client's life; the last ones have no route back, with rp_filter=1. */
  const CASES = [
    ['0.0.0.0', '255.255.255.255', EVERYBODY],
    ['0.0.0.0', '10.77.0.1', SERVER],
    ['0.0.0.0', '10.77.0.255', EVERYBODY],
    ['10.77.0.9', '255.255.255.255', EVERYBODY],
    ['10.77.0.9', '10.77.0.1', SERVER],
    ['10.77.0.9', '10.77.0.255', EVERYBODY],
    ['172.31.9.9', '255.255.255.255', EVERYBODY],
    ['172.31.9.9', '10.77.0.1', SERVER],
  ] as const
  const caseFrames = CASES.map(([source, destination, to], i) => frame(`- ${i}`, source, destination, to))

  it('hears all kinds of unicast and broadcast through a packet socket, each once', async () => {
    const running = await station({ open: RAW })
    expect(said(running, 'ready')).toEqual([['srv broadcast true']])
    await peer(caseFrames)
    const expected = CASES.map(([source, destination], i) => {
      return { on: 'srv', text: `- ${i}`, source, port: 68, destination, hardware: CLIENT }
    })
    expect(await settled(running, CASES.length)).toEqual(expected)
  })

  it('hears with a UDP socket what the kernel lets through: broadcast from anywhere routed, unicast from addresses', async () => {
    const running = await station({ open: { ...RAW, socketType: 'udp' } })
    await peer(caseFrames)
    const texts = (await settled(running, 4)).map(({ text }) => text)
    expect(texts).toEqual(['- 0', '- 3', '- 4', '- 5'])
  })

  it('does not hear other ports, other hosts, fragments, wrong sums, or what passes through this host as a router', async () => {
    const running = await station({ open: RAW })
    server.run('ip', 'link', 'set', 'srv', 'promisc', 'on')
    const spoil = (at: number, value: string): string => {
      const hex = frame('- spoilt', '10.77.0.9', '10.77.0.1', SERVER)
      return hex.slice(0, at * 2) + value + hex.slice(at * 2 + value.length)
    }
    await peer([
      spoil(36, '0035'), // to port 53
      spoil(20, '2000'), // more fragments follow
      spoil(20, '0001'), // a later fragment
      spoil(40, '1234'), // UDP checksum
      frame('- other host', '10.77.0.9', '10.77.0.1', '02000000cccc'),
      frame('- through us', '10.77.0.9', '192.0.2.1', SERVER),
      frame('- good', '10.77.0.9', '10.77.0.1', SERVER),
    ])
    expect((await settled(running, 1)).map(({ text }) => text)).toEqual(['- good'])
  })

  it.each(['raw', 'udp'] as const)('answers a client without an address by a frame (%s)', async socketType => {
    // The client's kernel checks the frame: its address, both checksums, and that nobody asked for it by ARP.
    client.address('cli', '10.77.0.2/24')
    client.run('ip', 'link', 'set', 'cli', 'arp', 'off')
    const udp = { device: 'srv', address: [10, 77, 0, 1] }
    const running = await station(socketType === 'udp' ? { udp } : { open: RAW })
    const other = await peer([frame('hardware', '0.0.0.0', '255.255.255.255')], [68])
    await other.line('got')
    expect(said(other, 'got')).toEqual([{ port: 68, text: 're hardware', from: '10.77.0.1' }])
    expect(await settled(running, 1)).toHaveLength(1)
  })

  it('answers by broadcast and to an address from its own address and port', async () => {
    client.address('cli', '10.77.0.9/24')
    await station({ open: RAW })
    const frames = [
      frame('broadcast', '0.0.0.0', '255.255.255.255'),
      frame('unicast', '10.77.0.9', '10.77.0.1', SERVER),
    ]
    const other = await peer(frames, [68])
    await until('two answers', () => said(other, 'got').length === 2)
    expect(said(other, 'got')).toEqual(
      expect.arrayContaining([
        { port: 68, text: 're broadcast', from: '10.77.0.1' },
        { port: 68, text: 're unicast', from: '10.77.0.1' },
      ]),
    )
  })

  it('hears broadcasts on an interface without an address', async () => {
    server.run('ip', 'address', 'flush', 'dev', 'srv')
    const running = await station({ udp: { device: 'srv' } })
    expect(said(running, 'ready')).toEqual([['srv broadcast true']])
    await peer([frame('- nobody yet', '0.0.0.0', '255.255.255.255')])
    expect(await settled(running, 1)).toMatchObject([{ text: '- nobody yet', source: '0.0.0.0', port: 68 }])
  })

  it('hears frames of a VLAN that has no device, and those with priority only', async () => {
    const running = await station({ open: RAW })
    await peer([
      frame('- vlan 5', '0.0.0.0', '255.255.255.255', EVERYBODY, '81000005'),
      frame('- vlan 5, other host', '0.0.0.0', '10.77.0.1', '02000000cccc', '81000005'),
      frame('- vlan 5, unicast', '0.0.0.0', '10.77.0.1', SERVER, '81000005'),
      frame('- priority', '0.0.0.0', '255.255.255.255', EVERYBODY, '8100e000'),
    ])
    const texts = (await settled(running, 3)).map(({ text }) => text)
    expect(texts).toEqual(['- vlan 5', '- vlan 5, unicast', '- priority'])
  })

  it.runIf(needs('root', 'netns', 'ip', 'vlan'))('hears a VLAN on its own device only', async () => {
    server.run('ip', 'link', 'add', 'link', 'srv', 'name', 'srv.5', 'type', 'vlan', 'id', '5')
    server.run('ip', 'link', 'set', 'srv.5', 'up')
    server.address('srv.5', '10.78.0.1/24')
    const running = await station({ open: { ...RAW, interfaces: ['*'] } })
    await peer([
      frame('- tagged', '0.0.0.0', '255.255.255.255', EVERYBODY, '81000005'),
      frame('- plain', '0.0.0.0', '255.255.255.255'),
    ])
    const places = (await settled(running, 2)).map(({ on, text }) => `${on} ${text}`)
    expect(places.sort()).toEqual(['srv - plain', 'srv.5 - tagged'])
  })

  it('hears a broadcast once on an interface with several addresses, and unicasts on the link of their address', async () => {
    server.address('srv', '10.79.0.1/24')
    const running = await station({ open: RAW })
    expect(said(running, 'ready')).toEqual([['srv broadcast true', 'srv broadcast true']])
    await peer([
      frame('- all', '0.0.0.0', '255.255.255.255'),
      frame('- second', '10.79.0.9', '10.79.0.1', SERVER),
      frame('- first', '10.77.0.9', '10.77.0.1', SERVER),
    ])
    expect((await settled(running, 3)).map(({ text }) => text).sort()).toEqual(['- all', '- first', '- second'])
  })

  it('falls back to a UDP socket without the right to packet sockets, and says what that costs', async () => {
    const path = fileURLToPath(new URL('./program/station.ts', import.meta.url))
    const task = JSON.stringify({ open: { ...RAW, port: 1067 }, offered: OFFERED })
    const drop = ['setpriv', '--bounding-set=-net_raw,-net_admin', '--inh-caps=-all']
    const running = server.spawn([...drop, process.execPath, '--import', 'tsx', path, task])
    expect(await running.line('ready')).toBe('ready ["srv broadcast false"]')
    expect(said(running, 'problem')).toMatchObject([{ degraded: true, remedy: expect.stringContaining('cap_net_raw') }])
  })

  it('answers by the routing table where that is asked for', async () => {
    // The client is behind another interface than the one it is heard on.
    lab.connect(server, 'back', client, 'far')
    server.address('back', '10.80.0.1/24')
    client.address('far', '10.80.0.9/24')
    await station({ open: { ...RAW, socketType: 'udp', routed: true } })
    server.run('sysctl', '-qw', 'net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.srv.rp_filter=0')
    client.run('sysctl', '-qw', 'net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.far.rp_filter=0')
    client.address('cli', '10.77.0.2/24')
    const other = await peer([frame('unicast', '10.80.0.9', '10.77.0.1', SERVER)], [68])
    await other.line('got')
    expect(said(other, 'got')).toEqual([{ port: 68, text: 're unicast', from: '10.77.0.1' }])
  })

  it('leaves no descriptor behind when a worker dies that told its supervisor of them', async () => {
    const running = program('dying-worker', server, 'srv')
    const { before, reported, dead, closed } = JSON.parse((await running.line('sockets')).slice(8)) as {
      [count: string]: number
    }
    // Of the packet link the UDP and the sending socket, of the udp links a sending one each, and one that never listened.
    expect(reported).toBe(5)
    expect(dead).toBe(before! + 5)
    expect(closed).toBe(before)
  })
})
