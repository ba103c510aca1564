import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Launch, type ServeRequest } from '../../src/server/launch.js'

const plain: ServeRequest = { files: ['/etc/a.conf'], verbose: false, version: 'test' }

async function ports(
  request: Partial<ServeRequest>,
  service: 'dhcp4' | 'dhcp6',
  asked: readonly ('dhcp4' | 'dhcp6')[],
) {
  const launch = await Launch.of({ ...plain, ...request })
  const { port, clientPort } = launch.optionsOf(service, asked)
  return [port, clientPort]
}

describe('what services are started with', () => {
  const both = ['dhcp4', 'dhcp6'] as const
  const given = { port: 6700, clientPort: 6800, port6: 5470, clientPort6: 5460 }

  it('each has ports of its own', async () => {
    expect(await ports(given, 'dhcp4', both)).toEqual([6700, 6800])
    expect(await ports(given, 'dhcp6', both)).toEqual([5470, 5460])
    expect(await ports({ port: 6700 }, 'dhcp6', both)).toEqual([undefined, undefined])
  })

  it('one that is alone takes either', async () => {
    expect(await ports({ port: 5470, clientPort: 5460 }, 'dhcp6', ['dhcp6'])).toEqual([5470, 5460])
    expect(await ports({ port6: 6700 }, 'dhcp4', ['dhcp4'])).toEqual([6700, undefined])
    expect(await ports(given, 'dhcp6', ['dhcp6'])).toEqual([5470, 5460])
  })

  it('without a file the ports need no rights, and relays are answered where they ask from', async () => {
    const launch = await Launch.of({ ...plain, files: [], dataDir: '/d' })
    expect(launch.optionsOf('dhcp4', both)).toMatchObject({ port: 1067, relayAtSource: true, dataDir: '/d', files: [] })
    expect(launch.optionsOf('dhcp6', both)).toMatchObject({ port: 1547, relayAtSource: true })
    expect((await launch.asked())[0]).toBe('dhcp4')
  })

  it('files are asked anew each time what they hold', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keats-launch-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'a.conf')
    writeFileSync(file, '{"Dhcp4":{}}')
    const launch = await Launch.of({ ...plain, files: [file] })
    expect(await launch.asked()).toEqual(['dhcp4'])
    writeFileSync(file, '{}')
    expect(await launch.asked()).toEqual([])
  })

  it('an interface and files exclude each other', async () => {
    await expect(Launch.of({ ...plain, interface: 'lo', pools: ['10.0.0.1-10.0.0.2'] })).rejects.toThrow(
      'leave --config out',
    )
  })
})
