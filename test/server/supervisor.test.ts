import { describe, expect, it } from 'vitest'
import type { ServiceEvent, ServiceOptions } from '../../src/server/service-options.js'
import { Supervisor } from '../../src/server/supervisor.js'
import { until } from '../kit/running.js'

const program = new URL('./program/crashing-worker.mjs', import.meta.url)

function options(file: string): ServiceOptions {
  return {
    files: [file],
    text: undefined,
    generation: undefined,
    port: undefined,
    clientPort: undefined,
    relayAtSource: false,
    dataDir: '/nonexistent',
    verbose: false,
    version: 'test',
  }
}

function watched(file: string) {
  const ready: Extract<ServiceEvent, { kind: 'ready' }>[] = []
  const crashes: string[] = []
  const supervisor = new Supervisor(
    options(file),
    { ready: event => ready.push(event), reloaded: () => {}, crashed: reason => crashes.push(reason) },
    program,
    10,
  )
  return { supervisor, ready, crashes }
}

describe('a service in its thread', () => {
  it('is started again when it dies, and its descriptors are closed', async () => {
    const { supervisor, ready, crashes } = watched('fine')
    expect(await supervisor.start()).toBeUndefined()
    supervisor.reload()
    await until('the second start', () => ready.length === 2)
    expect(crashes[0]).toContain('reload is deadly')
    // the lowest free number is given: the same one again means that the first was closed
    expect(ready[1]!.listens).toEqual(ready[0]!.listens)
    await supervisor.stop()
  })

  it('is not started again when it refuses to start', async () => {
    const { supervisor, ready, crashes } = watched('refused')
    expect(await supervisor.start()).toContain('nothing')
    await new Promise(resolve => setTimeout(resolve, 60))
    expect(ready).toEqual([])
    expect(crashes).toEqual([])
  })

  it('ends when it is told to stop', async () => {
    const { supervisor, crashes } = watched('fine')
    await supervisor.start()
    await supervisor.stop()
    expect(crashes).toEqual([])
  })
})
