import type { LeaseDatabaseConfig } from '../../../../src/server/config/decided.js'
import type { Address } from '../../../../src/server/lease/lease.js'
import type { Logger, Message } from '../../../../src/server/log/logger.js'
import type { MemfileStore } from '../../../../src/server/store/memfile/memfile-store.js'
import { type OpenRooms, openMemfileStore } from '../../../../src/server/store/memfile/open.js'
import { type AddressKind, ipv4 } from '../../../../src/wire/address.js'
import { VirtualTime } from '../../../kit/virtual-time.js'
import { MemoryIo } from './memory-io.js'

export const PATH = '/leases/kea-leases4.csv'

/** A logger that keeps "ID argument argument". */
export class LineLogger implements Logger {
  readonly name = 'dhcpsrv'
  readonly lines: string[] = []

  on(): boolean {
    return true
  }

  log(message: Message, ...args: unknown[]): void {
    this.lines.push([message.id, ...args].join(' '))
  }

  of(id: string): string[] {
    return this.lines.filter(line => line.startsWith(`${id} `) || line === id)
  }
}

/** A memfile store on a disk in memory, in virtual time, and what is around it. */
export class StoreRoom<A extends Address = number> {
  readonly io: MemoryIo
  readonly time = new VirtualTime(1_800_000_000_000)
  readonly logger = new LineLogger()
  readonly kind: AddressKind<A>

  constructor(io = new MemoryIo(), kind: AddressKind<A> = ipv4 as unknown as AddressKind<A>) {
    this.io = io
    this.kind = kind
  }

  open(config: Partial<LeaseDatabaseConfig> = {}, rooms: Partial<OpenRooms<A>> = {}): Promise<MemfileStore<A>> {
    const all = { type: 'memfile', persist: true, name: PATH, lfcInterval: 0, maxRowErrors: 0, sync: 'none' } as const
    return openMemfileStore(
      this.kind,
      { ...all, path: PATH, ...config },
      { clock: this.time, timers: this.time, logger: this.logger, io: this.io, ...rooms },
    )
  }

  /** Clean up, to the end. */
  async compact(store: MemfileStore<A>): Promise<boolean> {
    const done = store.compact()
    this.time.settle()
    return done
  }
}
