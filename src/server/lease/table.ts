import type { LeaseRecord } from '../../lease-file/lease-record.js'
import { LeaseRecord as Record } from '../../lease-file/lease-record.js'
import type { AddressKind } from '../../wire/address.js'
import { type AddressWords, addressWords, hashAddress } from './address-words.js'
import { ByteArena } from './byte-arena.js'
import { ChainIndex } from './chain-index.js'
import { ExpiryWheel } from './expiry-wheel.js'
import { FoundLease, SnapshotRoom } from './found-lease.js'
import { HashIndex } from './hash-index.js'
import { hashBytes, type Identity } from './identity.js'
import { type Address, INFINITE, type Lease, LeaseKind, type LeaseScope } from './lease.js'
import { Field, LIVE, RowPages, STRIDE_V4, STRIDE_V6 } from './row-pages.js'
import { Undo, UndoLog } from './undo-log.js'

/** Leases of the same client looked at beyond the first active one, when the best is wanted. */
const LOOK_ON = 16

/** Told of every change of a row, undone ones included. States are Kea's; -1: there was or is no lease. */
export interface TableWatcher {
  changed(slot: number, was: number, wasSubnet: number, wasPool: number, is: number): void
}

/**
 * All leases of one family in memory. Rows of typed arrays, byte fields in an arena, indexes by address (with prefix
 * length and kind), client id and hardware address, and a wheel of ends. Rows are named by slot numbers, which are
 * reused. Changes since the last commit() can be undone.
 */
export class LeaseTable<A extends Address> {
  readonly rows: RowPages
  readonly words: AddressWords<A>
  private readonly v6: boolean
  private readonly arena = new ByteArena()
  private readonly addresses = new HashIndex()
  private readonly clients: ChainIndex
  private readonly hardwares: ChainIndex
  private readonly expiring: ExpiryWheel
  private readonly holding: ExpiryWheel
  private readonly undo: UndoLog
  private readonly room = new SnapshotRoom()
  private readonly seen = new Record()
  private readonly other = new Record()
  private readonly staleBytes: number[] = []
  private watcher: TableWatcher | undefined
  private version = 0
  private live = 0
  private pins = 0
  private readonly pinned: number[] = []

  constructor(kind: AddressKind<A>) {
    this.v6 = kind.width === 16
    this.words = addressWords(kind)
    this.rows = new RowPages(this.v6 ? STRIDE_V6 : STRIDE_V4)
    this.undo = new UndoLog(this.rows.stride)
    this.expiring = new ExpiryWheel(this.rows)
    this.holding = new ExpiryWheel(this.rows)
    this.clients = new ChainIndex(this.rows, 'client', { sameKey: (a, b) => this.sameClient(a, b) })
    this.hardwares = new ChainIndex(this.rows, 'hardware', { sameKey: (a, b) => this.sameHardware(a, b) })
  }

  /** Leases in the table. */
  get size(): number {
    return this.live
  }

  /** Slots are 0 .. extent - 1. */
  get extent(): number {
    return this.rows.extent
  }

  watch(watcher: TableWatcher): void {
    this.watcher = watcher
  }

  /** The slot of the lease with the key's words, prefix length and kind; -1: none. */
  slotOf(key: LeaseRecord): number {
    const { w0, w1, w2, w3, prefixLength, kind } = key
    const { rows, v6 } = this
    const hash = v6 ? hashAddress(w0, w1, w2, w3, prefixLength) : hashAddress(w0, 0, 0, 0, prefixLength)
    const wanted = (kind << 3) | LIVE | (prefixLength << 8)
    const segment = this.addresses.segment(hash)
    for (let at = segment.first(hash); at >= 0; at = segment.next(at, hash)) {
      const slot = segment.slot(at)
      const page = rows.page(slot)
      const row = rows.offset(slot)
      if (page[row]! !== w0 || (page[row + Field.flags]! & 0xff98) !== wanted) continue
      if (v6 && (page[row + Field.w1]! !== w1 || page[row + Field.w2]! !== w2 || page[row + Field.w3]! !== w3)) continue
      return slot
    }
    return -1
  }

  byAddress(address: A, kind: LeaseKind, prefixLength: number): Lease<A> | undefined {
    const key = this.other
    this.words.split(address, key)
    key.kind = kind
    key.prefixLength = prefixLength
    const slot = this.slotOf(key)
    return slot < 0 ? undefined : this.found(slot)
  }

  byClientId(client: Identity, scope: LeaseScope): Lease<A> | undefined {
    if (client.length === 0) return undefined
    const slot = this.best(this.clients, this.headOfClient(client), scope)
    return slot < 0 ? undefined : this.found(slot)
  }

  byHardware(hardware: Identity, scope: LeaseScope): Lease<A> | undefined {
    if (hardware.length === 0) return undefined
    const slot = this.best(this.hardwares, this.headOfHardware(hardware), scope)
    return slot < 0 ? undefined : this.found(slot)
  }

  byIa(duid: Identity, iaid: number, kind: LeaseKind, scope: LeaseScope): Lease<A>[] {
    const leases: Lease<A>[] = []
    if (duid.length === 0 || !this.v6) return leases
    for (let slot = this.headOfClient(duid); slot >= 0; slot = this.clients.next(slot)) {
      const page = this.rows.page(slot)
      const row = this.rows.offset(slot)
      if (page[row + Field.iaid]! !== iaid || ((page[row + Field.flags]! >>> 3) & 3) !== kind) continue
      if (scope.holds(page[row + Field.subnet]!)) leases.push(this.found(slot))
    }
    return leases
  }

  /** Every row of this client identifier or DUID. A hundred thousand of one client take milliseconds. */
  ofClient(client: Identity): number[] {
    return client.length === 0 ? [] : chainOf(this.clients, this.headOfClient(client))
  }

  /** Every row of this hardware address. */
  ofHardware(hardware: Identity): number[] {
    return hardware.length === 0 ? [] : chainOf(this.hardwares, this.headOfHardware(hardware))
  }

  /** The prefixes that begin at this address, the shortest first. */
  prefixesAt(address: A): Lease<A>[] {
    const leases: Lease<A>[] = []
    if (!this.v6) return leases
    for (let length = 0; length <= 128; length++) {
      const lease = this.byAddress(address, LeaseKind.pd, length)
      if (lease !== undefined) leases.push(lease)
    }
    return leases
  }

  /** Append the slots of up to `limit` leases to reclaim (`held` false) or to forget (`held` true); see ExpiryWheel.due(). */
  due(held: boolean, seconds: number, limit: number, out: number[]): void {
    if (held) this.holding.due(seconds, limit, out)
    else this.expiring.due(seconds, limit, out)
  }

  isLive(slot: number): boolean {
    return (this.rows.get(slot, Field.flags) & LIVE) !== 0
  }

  /** Was it found in this table? */
  owns(lease: FoundLease<A>): boolean {
    return lease.room === this.room
  }

  /** Does the row still look as it did when this lease was found in it? */
  isCurrent(lease: FoundLease<A>): boolean {
    return this.isLive(lease.slot) && this.rows.get(lease.slot, Field.version) === lease.version
  }

  addressOf(slot: number): A {
    const page = this.rows.page(slot)
    const row = this.rows.offset(slot)
    if (!this.v6) return this.words.join(page[row]!, 0, 0, 0)
    return this.words.join(page[row]!, page[row + Field.w1]!, page[row + Field.w2]!, page[row + Field.w3]!)
  }

  /** A picture of the row as it is now. */
  found(slot: number): FoundLease<A> {
    const { seen } = this
    this.read(slot, seen)
    const address = this.words.join(seen.w0, seen.w1, seen.w2, seen.w3)
    return new FoundLease(seen, address, slot, this.rows.get(slot, Field.version), this.room)
  }

  /** Fill the record from the row; its byte fields point into the arena, valid until the lease changes. */
  read(slot: number, into: LeaseRecord): void {
    const page = this.rows.page(slot)
    const row = this.rows.offset(slot)
    const flags = page[row + Field.flags]!
    into.w0 = page[row]!
    into.cltt = page[row + Field.cltt]!
    into.validLifetime = page[row + Field.valid]!
    into.subnetId = page[row + Field.subnet]!
    into.poolId = page[row + Field.pool]!
    into.state = flags & 7
    into.kind = (flags >>> 3) & 3
    into.fqdnForward = (flags & 0x20) !== 0
    into.fqdnReverse = (flags & 0x40) !== 0
    into.prefixLength = (flags >>> 8) & 0xff
    into.hardwareType = flags >>> 16
    if (this.v6) {
      into.w1 = page[row + Field.w1]!
      into.w2 = page[row + Field.w2]!
      into.w3 = page[row + Field.w3]!
      into.preferredLifetime = page[row + Field.preferred]!
      into.iaid = page[row + Field.iaid]!
      into.hardwareSource = page[row + Field.hardwareSource]!
    }
    this.arena.open(page[row + Field.bytes]!, into)
  }

  /** Enter a lease whose address (with length and kind) is not in the table; returns its slot. */
  insert(record: LeaseRecord): number {
    const slot = this.rows.take()
    const page = this.rows.page(slot)
    const row = this.rows.offset(slot)
    this.undo.push(Undo.inserted, slot, page, row)
    page[row + Field.bytes] = this.arena.store(record)
    page[row + Field.clientHash] = hashOf(record.bytes, record.clientAt, record.clientLength)
    page[row + Field.hardwareHash] = hashOf(record.bytes, record.hardwareAt, record.hardwareLength)
    page[row + Field.w0] = record.w0
    if (this.v6) {
      page[row + Field.w1] = record.w1
      page[row + Field.w2] = record.w2
      page[row + Field.w3] = record.w3
    }
    this.write(page, row, record)
    this.link(slot, record.clientLength, record.hardwareLength)
    this.watcher?.changed(slot, -1, 0, 0, record.state)
    return slot
  }

  /** Give the lease in this slot the record's values. The address, its length and kind are the row's already. */
  update(slot: number, record: LeaseRecord): void {
    const { seen, arena } = this
    const page = this.rows.page(slot)
    const row = this.rows.offset(slot)
    this.undo.push(Undo.updated, slot, page, row)
    const was = page[row + Field.flags]! & 7
    const wasSubnet = page[row + Field.subnet]!
    const wasPool = page[row + Field.pool]!
    const ref = page[row + Field.bytes]!
    arena.open(ref, seen)
    const sameClient = same(seen, seen.clientAt, seen.clientLength, record, record.clientAt, record.clientLength)
    const sameHardware = same(
      seen,
      seen.hardwareAt,
      seen.hardwareLength,
      record,
      record.hardwareAt,
      record.hardwareLength,
    )
    const sameRest =
      same(seen, seen.hostnameAt, seen.hostnameLength, record, record.hostnameAt, record.hostnameLength) &&
      same(seen, seen.contextAt, seen.contextLength, record, record.contextAt, record.contextLength)
    if (!sameClient && seen.clientLength > 0) this.clients.remove(slot)
    if (!sameHardware && seen.hardwareLength > 0) this.hardwares.remove(slot)
    this.unlinkWheel(slot)
    if (!(sameClient && sameHardware && sameRest)) {
      this.staleBytes.push(ref)
      page[row + Field.bytes] = arena.store(record)
    }
    if (!sameClient) page[row + Field.clientHash] = hashOf(record.bytes, record.clientAt, record.clientLength)
    if (!sameHardware) page[row + Field.hardwareHash] = hashOf(record.bytes, record.hardwareAt, record.hardwareLength)
    this.write(page, row, record)
    if (!sameClient && record.clientLength > 0) this.clients.add(slot)
    if (!sameHardware && record.hardwareLength > 0) this.hardwares.add(slot)
    this.linkWheel(slot)
    this.watcher?.changed(slot, was, wasSubnet, wasPool, record.state)
  }

  /** Take the lease out. Slot and bytes are free for others after the next commit(). */
  remove(slot: number): void {
    const page = this.rows.page(slot)
    const row = this.rows.offset(slot)
    this.undo.push(Undo.removed, slot, page, row)
    this.unlink(slot)
    this.watcher?.changed(slot, page[row + Field.flags]! & 7, page[row + Field.subnet]!, page[row + Field.pool]!, -1)
    page[row + Field.flags] = page[row + Field.flags]! & ~LIVE
  }

  /** From now until unpin(), slots of removed leases are not used again: who walks in slices meets no row twice. */
  pin(): void {
    this.pins++
  }

  unpin(): void {
    if (--this.pins > 0) return
    for (const slot of this.pinned) this.rows.release(slot)
    this.pinned.length = 0
  }

  /** Changes since the last commit(); what rollback() goes back to. */
  get mark(): number {
    return this.undo.length
  }

  /** The changes so far stand: room of removed leases is free again. */
  commit(): void {
    const { undo } = this
    for (let i = 0; i < undo.length; i++) {
      if (undo.what(i) !== Undo.removed) continue
      this.arena.release(undo.word(i, Field.bytes))
      this.releaseSlot(undo.slot(i))
    }
    undo.length = 0
    for (let i = 0; i < this.staleBytes.length; i++) this.arena.release(this.staleBytes[i]!)
    // setting length to 0 is a call into the runtime
    if (this.staleBytes.length > 0) this.staleBytes.length = 0
  }

  /** Undo, the last change first, until only `mark` changes are left. */
  rollback(mark = 0): void {
    const { undo, rows } = this
    for (let i = undo.length - 1; i >= mark; i--) {
      const slot = undo.slot(i)
      const what = undo.what(i)
      const page = rows.page(slot)
      const row = rows.offset(slot)
      const now = what === Undo.removed ? -1 : page[row + Field.flags]! & 7
      const subnet = page[row + Field.subnet]!
      const pool = page[row + Field.pool]!
      if (what !== Undo.removed) this.unlink(slot)
      if (what === Undo.inserted) {
        this.watcher?.changed(slot, now, subnet, pool, -1)
        this.arena.release(page[row + Field.bytes]!)
        page[row + Field.flags] = page[row + Field.flags]! & ~LIVE
        this.releaseSlot(slot)
        continue
      }
      const ref = page[row + Field.bytes]!
      for (let field = 0; field < rows.stride; field++) page[row + field] = undo.word(i, field)
      if (ref !== page[row + Field.bytes]!) {
        this.arena.release(ref)
        this.staleBytes.pop()
      }
      this.arena.open(page[row + Field.bytes]!, this.seen)
      this.link(slot, this.seen.clientLength, this.seen.hardwareLength)
      this.watcher?.changed(slot, now, subnet, pool, page[row + Field.flags]! & 7)
    }
    undo.length = mark
  }

  private releaseSlot(slot: number): void {
    if (this.pins > 0) this.pinned.push(slot)
    else this.rows.release(slot)
  }

  /** Everything of a row but its address and byte fields. */
  private write(page: Uint32Array, row: number, record: LeaseRecord): void {
    page[row + Field.cltt] = record.cltt
    page[row + Field.valid] = record.validLifetime
    page[row + Field.subnet] = record.subnetId
    page[row + Field.pool] = record.poolId
    page[row + Field.flags] =
      record.state |
      (record.kind << 3) |
      (record.fqdnForward ? 0x20 : 0) |
      (record.fqdnReverse ? 0x40 : 0) |
      LIVE |
      (record.prefixLength << 8) |
      (record.hardwareType << 16)
    page[row + Field.version] = this.version = (this.version + 1) >>> 0
    if (this.v6) {
      page[row + Field.preferred] = record.preferredLifetime
      page[row + Field.iaid] = record.iaid
      page[row + Field.hardwareSource] = record.hardwareSource
    }
  }

  private link(slot: number, clientLength: number, hardwareLength: number): void {
    const hash = this.addressHash(slot)
    this.addresses.segment(hash).add(hash, slot)
    if (clientLength > 0) this.clients.add(slot)
    if (hardwareLength > 0) this.hardwares.add(slot)
    this.linkWheel(slot)
    this.live++
  }

  private unlink(slot: number): void {
    const hash = this.addressHash(slot)
    const segment = this.addresses.segment(hash)
    let at = segment.first(hash)
    while (at >= 0 && segment.slot(at) !== slot) at = segment.next(at, hash)
    segment.remove(at)
    this.arena.open(this.rows.get(slot, Field.bytes), this.seen)
    if (this.seen.clientLength > 0) this.clients.remove(slot)
    if (this.seen.hardwareLength > 0) this.hardwares.remove(slot)
    this.unlinkWheel(slot)
    this.live--
  }

  private linkWheel(slot: number): void {
    if (this.rows.get(slot, Field.valid) !== INFINITE) this.wheelOf(slot).add(slot)
  }

  private unlinkWheel(slot: number): void {
    if (this.rows.get(slot, Field.valid) !== INFINITE) this.wheelOf(slot).remove(slot)
  }

  /** Reclaimed and released leases are held for their clients; all others are to be reclaimed when they end. */
  private wheelOf(slot: number): ExpiryWheel {
    const state = this.rows.get(slot, Field.flags) & 7
    return state === 2 || state === 3 ? this.holding : this.expiring
  }

  private addressHash(slot: number): number {
    const page = this.rows.page(slot)
    const row = this.rows.offset(slot)
    const length = (page[row + Field.flags]! >>> 8) & 0xff
    if (!this.v6) return hashAddress(page[row]!, 0, 0, 0, length)
    return hashAddress(page[row]!, page[row + Field.w1]!, page[row + Field.w2]!, page[row + Field.w3]!, length)
  }

  private headOfClient(client: Identity): number {
    const { hash } = client
    const segment = this.clients.segment(hash)
    for (let at = segment.first(hash); at >= 0; at = segment.next(at, hash)) {
      const slot = segment.slot(at)
      this.arena.open(this.rows.get(slot, Field.bytes), this.seen)
      if (client.equalsAt(this.seen.bytes, this.seen.clientAt, this.seen.clientLength)) return slot
    }
    return -1
  }

  private headOfHardware(hardware: Identity): number {
    const { hash } = hardware
    const segment = this.hardwares.segment(hash)
    for (let at = segment.first(hash); at >= 0; at = segment.next(at, hash)) {
      const slot = segment.slot(at)
      this.arena.open(this.rows.get(slot, Field.bytes), this.seen)
      if (hardware.equalsAt(this.seen.bytes, this.seen.hardwareAt, this.seen.hardwareLength)) return slot
    }
    return -1
  }

  /** The best of a chain in the scope: active before others, then the one that ends last. -1: none. */
  private best(chain: ChainIndex, head: number, scope: LeaseScope): number {
    let best = -1
    let bestRank = -1
    let left = Number.POSITIVE_INFINITY
    for (let slot = head; slot >= 0 && left-- > 0; slot = chain.next(slot)) {
      const page = this.rows.page(slot)
      const row = this.rows.offset(slot)
      if (!scope.holds(page[row + Field.subnet]!)) continue
      const active = (page[row + Field.flags]! & 7) === 0
      const rank = page[row + Field.cltt]! + page[row + Field.valid]! + (active ? 2 ** 34 : 0)
      if (rank <= bestRank) continue
      if (active && bestRank < 2 ** 34) left = LOOK_ON
      best = slot
      bestRank = rank
    }
    return best
  }

  private sameClient(a: number, b: number): boolean {
    const { seen, other } = this
    this.arena.open(this.rows.get(a, Field.bytes), seen)
    this.arena.open(this.rows.get(b, Field.bytes), other)
    return same(seen, seen.clientAt, seen.clientLength, other, other.clientAt, other.clientLength)
  }

  private sameHardware(a: number, b: number): boolean {
    const { seen, other } = this
    this.arena.open(this.rows.get(a, Field.bytes), seen)
    this.arena.open(this.rows.get(b, Field.bytes), other)
    return same(seen, seen.hardwareAt, seen.hardwareLength, other, other.hardwareAt, other.hardwareLength)
  }
}

function chainOf(chain: ChainIndex, head: number): number[] {
  const slots: number[] = []
  for (let slot = head; slot >= 0; slot = chain.next(slot)) slots.push(slot)
  return slots
}

function hashOf(bytes: Buffer, at: number, length: number): number {
  return length === 0 ? 0 : hashBytes(bytes, at, at + length)
}

function same(a: LeaseRecord, aAt: number, aLength: number, b: LeaseRecord, bAt: number, bLength: number): boolean {
  if (aLength !== bLength) return false
  const left = a.bytes
  const right = b.bytes
  for (let i = 0; i < aLength; i++) if (left[aAt + i] !== right[bAt + i]) return false
  return true
}
