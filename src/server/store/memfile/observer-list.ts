import type { AddressKind } from '../../../wire/address.js'
import type { Address, LeaseKind } from '../../lease/lease.js'
import { Field } from '../../lease/row-pages.js'
import type { LeaseTable, TableWatcher } from '../../lease/table.js'
import type { LeaseObserver } from '../lease-store.js'

interface Member<A extends Address> {
  readonly observer: LeaseObserver<A>
  /** Rows before this one have been told; Infinity once all have. */
  told: number
}

/** Tells observers what happens to leases, and those that come later what there is already. */
export class ObserverList<A extends Address> implements TableWatcher {
  private readonly table: LeaseTable<A>
  private readonly v6: boolean
  private readonly members: Member<A>[] = []

  constructor(kind: AddressKind<A>, table: LeaseTable<A>) {
    this.v6 = kind.width === 16
    this.table = table
  }

  changed(slot: number, was: number, wasSubnet: number, wasPool: number, is: number): void {
    const { members } = this
    for (let i = 0; i < members.length; i++) {
      if (slot < members[i]!.told) this.tell(members[i]!.observer, slot, was, wasSubnet, wasPool, is)
    }
  }

  *join(observer: LeaseObserver<A>, rows: number): Generator<void, void> {
    const { table } = this
    const member: Member<A> = { observer, told: 0 }
    this.members.push(member)
    while (member.told < table.extent) {
      const end = Math.min(member.told + rows, table.extent)
      for (let slot = member.told; slot < end; slot++) {
        if (!table.isLive(slot)) continue
        this.tell(observer, slot, -1, 0, 0, table.rows.get(slot, Field.flags) & 7)
      }
      member.told = end
      if (end < table.extent) yield
    }
    member.told = Number.POSITIVE_INFINITY
  }

  leave(observer: LeaseObserver<A>): void {
    const at = this.members.findIndex(member => member.observer === observer)
    if (at >= 0) this.members.splice(at, 1)
  }

  private tell(
    observer: LeaseObserver<A>,
    slot: number,
    was: number,
    wasSubnet: number,
    wasPool: number,
    is: number,
  ): void {
    const page = this.table.rows.page(slot)
    const row = this.table.rows.offset(slot)
    const flags = page[row + Field.flags]!
    const kind = ((flags >>> 3) & 3) as LeaseKind
    const subnet = page[row + Field.subnet]!
    const pool = page[row + Field.pool]!
    if (was >= 0 && is >= 0 && (subnet !== wasSubnet || pool !== wasPool)) {
      observer.counted(kind, wasSubnet, wasPool, was, -1)
      observer.counted(kind, subnet, pool, -1, is)
    } else if (was !== is) observer.counted(kind, is < 0 ? wasSubnet : subnet, is < 0 ? wasPool : pool, was, is)
    const used = inUse(is)
    if (used === inUse(was)) return
    const { words } = this.table
    const address = this.v6
      ? words.join(page[row]!, page[row + Field.w1]!, page[row + Field.w2]!, page[row + Field.w3]!)
      : words.join(page[row]!, 0, 0, 0)
    observer.used(kind, address, (flags >>> 8) & 0xff, used)
  }
}

/** Default, declined and registered leases keep their address; reclaimed and released ones do not. */
function inUse(state: number): boolean {
  return state === 0 || state === 1 || state === 4
}
