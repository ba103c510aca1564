import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ServiceName } from '../../src/server/config/served.js'
import type { ServiceOptions } from '../../src/server/service-options.js'
import { Supervisor } from '../../src/server/supervisor.js'

const program = new URL('./program/obedient-worker.mjs', import.meta.url)

/** What program/obedient-worker.mjs does with its configuration. */
export type Word = 'sound' | 'fine' | 'wrong' | 'unable' | 'deadly'

/** A configuration file for test services, and services that read it. */
export class ServiceFolder {
  readonly #file: string
  /** "dhcp4: reason" of each thread that died. */
  readonly crashes: string[] = []
  /** Services that were taken up again. */
  readonly resumed: ServiceName[] = []

  constructor(words: Partial<Record<ServiceName, Word>>) {
    const folder = mkdtempSync(join(tmpdir(), 'keats-services-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    this.#file = join(folder, 'services.json')
    this.write(words)
  }

  write(words: Partial<Record<ServiceName, Word>>): void {
    writeFileSync(this.#file, JSON.stringify(words))
  }

  /** Its thread is started again after 10 ms. */
  supervisor(service: ServiceName): Supervisor {
    const supervisor = new Supervisor(
      serviceOptions(service, this.#file),
      { crashed: reason => this.crashes.push(`${service}: ${reason}`), resumed: () => this.resumed.push(service) },
      program,
      10,
    )
    onTestFinished(() => supervisor.stop())
    return supervisor
  }
}

function serviceOptions(service: ServiceName, file: string): ServiceOptions {
  return {
    service,
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
