import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { statistic } from '../kit/control-socket.js'
import { needs } from '../kit/gate.js'
import { killMoments } from '../kit/kill-moments.js'
import { Load4 } from '../kit/load4.js'
import { Lab, type Namespace } from '../kit/namespace.js'
import { pause } from '../kit/running.js'
import { judgesKeats, ServerProcess } from '../kit/server-process.js'

const kills = killMoments()
const patience = 60_000 + 3000 * kills.length

describe.runIf(needs('root', 'netns', 'ip'))('what was acknowledged', () => {
  let lab: Lab
  let serverSpace: Namespace
  let load: Load4
  let server: ServerProcess

  beforeEach(() => {
    lab = new Lab()
    serverSpace = lab.namespace('server')
    const clients = lab.namespace('clients')
    lab.connect(serverSpace, 'eth0', clients, 'eth0')
    serverSpace.address('eth0', '10.0.0.1/8')
    clients.address('eth0', '10.0.0.2/8')
    load = new Load4({ namespace: clients, relay: '10.0.0.2', server: '10.0.0.1' })
  })
  afterEach(async () => {
    load.close()
    await lab.close()
  })

  async function serve(data?: string, more: object = {}): Promise<ServerProcess> {
    const dhcp4 = {
      'valid-lifetime': 3600,
      // As good as off (0 is not allowed): every renewal is a write
      'cache-threshold': 0.000001,
      'control-socket': { 'socket-type': 'unix', 'socket-name': join(lab.directory, 'control') },
      subnet4: [{ id: 1, subnet: '10.0.0.0/8', pools: [{ pool: '10.1.0.0 - 10.200.255.255' }] }],
      ...(data === undefined
        ? {}
        : { 'lease-database': { type: 'memfile', name: join(data, 'leases4.csv'), 'lfc-interval': 0 } }),
      ...more,
    }
    const options = { lab, namespace: serverSpace, dhcp4, ...(data === undefined ? {} : { data }) }
    server = await ServerProcess.start(options)
    return server
  }

  /** Every acknowledged lease stands in the file, with the client that heard of it. */
  function expectAllInFile(): void {
    const { current } = server.leases()
    const lost = load.list().filter(({ hardware, address }) => current.get(address)?.hwaddr !== hardware)
    expect(lost.slice(0, 5), `${lost.length} acknowledged leases are not in the file`).toEqual([])
    expect(load.givenTwice).toEqual([])
  }

  test('survives kill -9 under load, and is given to nobody else afterwards', { timeout: patience }, async () => {
    await serve()
    let dead = false
    const rushing = load.discover(1000, 1_000_000, () => dead)
    for (const moment of kills) {
      await pause(moment)
      await server.kill()
      // Clients go on while nobody listens
      await pause(50)
      expectAllInFile()
      await server.restart()
    }
    await pause(500)
    dead = true
    await rushing
    expect(load.acknowledged.size).toBeGreaterThan(1000)
    expectAllInFile()
    const before = load.list().slice(-500)
    const renewed = await load.rebind(before, 1000)
    expect(new Set(renewed.map(({ hardware, address }) => `${hardware} ${address}`)).size).toBe(before.length)
    await load.discover(1000, 500)
    expectAllInFile()
  })

  test('is in the file even when the disk is full; renewals wait, and service resumes when there is space', async () => {
    const data = lab.smallDisk('disk', 256)
    const ballast = join(data, 'ballast')
    writeFileSync(ballast, Buffer.alloc(192 * 1024))
    await serve(data)
    await load.discover(500, 1500)
    const served = load.acknowledged.size
    expect(served).toBeGreaterThan(100)
    expect(served, 'the disk never was full').toBeLessThan(1500)
    expectAllInFile()
    await expectMemoryAsFile()
    if (judgesKeats()) expect(server.leases().bad, 'half a row was left in the file').toEqual([])

    const old = load.list().slice(0, 50)
    const size = statSync(server.leaseFile).size
    const whileFull = await load.rebind(old, 500)
    if (statSync(server.leaseFile).size === size)
      expect(whileFull, 'a renewal was acknowledged that is not in the file').toEqual([])
    expectAllInFile()

    rmSync(ballast)
    expect((await load.rebind(old, 500)).length).toBe(old.length)
    await load.discover(500, 100)
    expect(load.acknowledged.size).toBe(served + 100)
    expectAllInFile()
    // Kea 2.2 writes late, from the stream's buffer, what it had refused: its file then says more than its memory
    if (judgesKeats()) {
      await expectMemoryAsFile()
      expect(server.leases().bad).toEqual([])
    }

    // What it says after a restart is what it said before
    await server.stop()
    await server.restart()
    expect((await load.rebind(load.list(), 500)).length).toBe(load.acknowledged.size)
    expect(load.givenTwice).toEqual([])
  })

  test.runIf(judgesKeats())('a full disk is told once and counted; leases that need no write are renewed', async () => {
    const data = lab.smallDisk('disk', 256)
    writeFileSync(join(data, 'ballast'), Buffer.alloc(192 * 1024))
    await serve(data, { 'cache-threshold': 0.25 })
    await load.discover(500, 1500)
    const old = load.list()
    expect(old.length, 'the disk never was full').toBeLessThan(1500)

    const renewed = await load.rebind(old, 500)
    expect(renewed.length).toBe(old.length)
    expectAllInFile()
    const refused = await statistic(join(lab.directory, 'control'), 'pkt4-unwritten')
    expect(refused).toBe(1500 - old.length)
    expect(server.log.filter(line => line.includes('KEATS_MEMFILE_WRITE_FAIL'))).toHaveLength(1)
  })

  async function expectMemoryAsFile(): Promise<void> {
    const socket = join(lab.directory, 'control')
    // A server without a control socket has no way to be asked
    if (!existsSync(socket)) return
    const assigned = await statistic(socket, 'subnet[1].assigned-addresses')
    expect(assigned, 'memory and file differ').toBe(server.leases().current.size)
  }
})
