import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { HardwareType, type Interface, listInterfaces, parseAddress } from '../../src/net/interfaces.js'
import { type NetRoom, type Opened, openLinks, openNet } from '../../src/net/open.js'
import { type OpenOptions, planLinks } from '../../src/net/plan.js'
import { needs } from '../kit/gate.js'
import { realTimers } from './real-timers.js'

function device(name: string, index: number, addresses: readonly string[], more: Partial<Interface> = {}): Interface {
  return {
    name,
    index,
    up: true,
    running: true,
    loopback: false,
    broadcast: true,
    multicast: true,
    mtu: 1500,
    hardwareType: HardwareType.ethernet,
    hardware: Uint8Array.of(2, 0, 0, 0, 0, index),
    addresses: addresses.map(text => {
      const [address = '', length = '24'] = text.split('/')
      return { bytes: parseAddress(address)!, prefixLength: Number(length), usable: true, secondary: false }
    }),
    ...more,
  }
}

const LO = device('lo', 1, ['127.0.0.1/8', '::1/128'], { loopback: true, hardwareType: HardwareType.loopback })
const ETH0 = device('eth0', 2, ['192.0.2.1', '192.0.2.2', 'fe80::1/64', '2001:db8::1/64'])
const ETH1 = device('eth1', 3, [])
const ETH2 = device('eth2', 4, ['198.51.100.1'], { up: false, running: false })
const TUN0 = device('tun0', 5, ['10.8.0.1'], { hardwareType: 65534, hardware: new Uint8Array(0) })
const HOST = [LO, ETH0, ETH1, ETH2, TUN0]

const options = (interfaces: string[], more: Partial<OpenOptions> = {}): OpenOptions => {
  return { family: 4, interfaces, socketType: 'raw', port: 67, ...more }
}
const planned = (interfaces: string[], more?: Partial<OpenOptions>) => {
  const { wanted, problems } = planLinks(options(interfaces, more), HOST)
  return {
    links: wanted.filter(one => one.obstacle === undefined).map(({ key }) => key),
    problems: [...problems, ...wanted.flatMap(({ obstacle }) => obstacle ?? [])].map(
      one => `${one.interface}${one.wildcard ? ' (*)' : ''}: ${one.reason}`,
    ),
  }
}

describe('which links are wanted', () => {
  it('takes everything but loopback for "*", and says what it passed over', () => {
    expect(planned(['*'])).toEqual({
      links: [
        'eth0#2/020000000002/192.0.2.1/packet/broadcast',
        'eth0#2/020000000002/192.0.2.2/packet',
        'tun0#5/10.8.0.1/udp/broadcast',
      ],
      problems: ['eth1 (*): has no IPv4 address', 'eth2 (*): the interface is down'],
    })
  })

  it('takes loopback when it is named, by a UDP socket', () => {
    expect(planned(['lo']).links).toEqual(['lo#1/127.0.0.1/udp'])
  })

  it('takes only the addresses that are named; one of them hears broadcasts', () => {
    expect(planned(['eth0/192.0.2.2']).links).toEqual(['eth0#2/020000000002/192.0.2.2/packet/broadcast'])
    expect(planned(['eth0/192.0.2.2', 'eth0/192.0.2.1'], { socketType: 'udp' }).links).toEqual([
      'eth0#2/192.0.2.2/udp/broadcast',
      'eth0#2/192.0.2.1/udp',
    ])
  })

  it('says what is wrong with an entry', () => {
    expect(planned(['eth9', 'eth0/192.0.2.77', 'eth0/2001:db8::1', 'eth1', 'eth2'])).toEqual({
      links: [],
      problems: [
        'eth9: there is no such interface',
        'eth0: not an IPv4 address',
        'eth0: eth0 does not have this address',
        'eth1: has no IPv4 address',
        'eth2: the interface is down',
      ],
    })
  })

  it('opens nothing twice that is named twice', () => {
    expect(planned(['eth0', '*', 'eth0/192.0.2.1', 'eth0']).links.filter(key => key.startsWith('eth0'))).toHaveLength(2)
  })

  it('takes both groups, link-local and the named global address in DHCPv6', () => {
    const v6 = { family: 6, socketType: 'udp', port: 547 } as const
    const always = ['eth0#2/fe80::1/ff02::1:2', 'eth0#2/fe80::1/ff05::1:3', 'eth0#2/fe80::1/udp']
    expect(planned(['eth0'], v6).links).toEqual(always)
    expect(planned(['eth0/2001:db8::1'], v6).links).toEqual([...always, 'eth0#2/2001:db8::1/udp'])
    expect(planned(['tun0'], v6).problems).toEqual(['tun0: has no usable IPv6 link-local address'])
  })

  it('waits for an address that is still tentative', () => {
    const [address] = ETH0.addresses
    const eth0 = { ...ETH0, addresses: [{ ...address!, usable: false }] }
    expect(planLinks(options(['eth0']), [eth0]).wanted).toEqual([])
  })
})

const open: Opened[] = []
afterEach(() => {
  for (const { links, gone } of open.splice(0)) for (const { link } of [...links, ...gone]) link.close()
})
const opened = async (...args: Parameters<typeof openLinks>): Promise<Opened> => {
  const result = await openLinks(...args)
  open.push(result)
  return result
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

describe('opening', () => {
  it('opens only what is new when called again, and tells what is gone', async () => {
    const room = await openNet(realTimers)
    const port = await freePort()
    const lo = options(['lo'], { port })
    const first = await opened(lo, room)
    expect(first.opened.map(({ link }) => [link.name, link.reach])).toEqual([['lo', 'unicast']])
    expect(first.problems).toEqual([])
    const again = await openLinks(lo, room, first.links)
    expect(again).toMatchObject({ links: first.links, opened: [], gone: [], problems: [] })
    const without = await openLinks(options([], { port }), room, first.links)
    expect(without).toMatchObject({ links: [], gone: first.links })
  })

  it('keeps the link of an interface that went down', async () => {
    const room = await openNet(realTimers)
    const lo = options(['lo'], { port: await freePort() })
    const first = await opened(lo, room)
    const down = listInterfaces(room.kernel?.sys).map(one => ({ ...one, running: false, up: false }))
    expect(await openLinks(lo, room, first.links, down)).toMatchObject({ links: first.links, gone: [], problems: [] })
  })

  it('closes what is gone before it opens what takes its place', async () => {
    const room = await openNet(realTimers)
    const port = await freePort()
    const first = await opened(options(['lo'], { port }), room)
    const named = options(['lo/127.0.0.1'], { port })
    // The same address, now the one that hears broadcasts
    const moved = listInterfaces(room.kernel?.sys).map(one => ({ ...one, loopback: false }))
    const second = await opened(named, room, first.links, moved)
    expect(second.problems).toEqual([])
    expect(second.gone).toEqual(first.links)
    expect(second.opened.map(({ link }) => link.reach)).toEqual(['broadcast'])
    expect(first.links[0]!.link.slot()).toBeUndefined()
  })

  it('tells who holds the port', async () => {
    const room = await openNet(realTimers)
    const lo = options(['lo'], { port: await freePort() })
    await opened(lo, room)
    const { links, problems } = await opened(lo, room)
    expect(links).toEqual([])
    expect(problems).toMatchObject([{ interface: 'lo', address: '127.0.0.1', reason: `port ${lo.port} is in use` }])
    expect(problems[0]!.remedy).toContain(`ss -ulpn sport = :${lo.port}`)
  })

  it('opens plain links where there are no native calls, and says once what that costs', async () => {
    const room: NetRoom = { kernel: undefined }
    const lo = options(['lo'], { port: await freePort() })
    const { links, problems } = await opened(lo, room)
    expect(links.map(({ link }) => [link.name, link.reach, link.reachesHardware])).toEqual([['lo', 'unicast', false]])
    expect(problems).toMatchObject([{ interface: '', degraded: true }])
  })

  it.runIf(needs('root', 'setpriv'))('runs without rights on a high port, and says what a low one needs', async () => {
    const path = fileURLToPath(new URL('./program/station.ts', import.meta.url))
    const run = async (port: number): Promise<string[]> => {
      const task = JSON.stringify({ open: options(['lo'], { port }), offered: [] })
      const argv = ['--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=-all']
      const child = spawn('setpriv', [...argv, process.execPath, '--import', 'tsx', path, task], {
        env: { ...process.env, TSX_DISABLE_CACHE: '1' },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let text = ''
      for await (const piece of child.stdout) {
        text += String(piece)
        if (text.includes('ready')) break
      }
      child.kill('SIGKILL')
      return text.trim().split('\n')
    }
    expect(await run(await freePort())).toEqual(['ready ["lo unicast false"]'])
    const low = await run(67)
    expect(low.at(-1)).toBe('ready []')
    expect(low[0]).toMatch(/not allowed to open port 67 \(EACCES\).*setcap/)
  })
})

describe('interfaces of this host', () => {
  it('are listed with flags, hardware and addresses, with and without kernel calls', async () => {
    const room = await openNet(realTimers)
    for (const sys of [room.kernel?.sys, undefined]) {
      const lo = listInterfaces(sys).find(({ name }) => name === 'lo')
      expect(lo).toMatchObject({ loopback: true, up: true, running: true, hardwareType: HardwareType.loopback })
      expect(lo!.addresses).toContainEqual(
        expect.objectContaining({ bytes: parseAddress('127.0.0.1'), prefixLength: 8, usable: true }),
      )
    }
  })
})
