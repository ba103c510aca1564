import { ipv4, ipv6 } from '../../../../src/wire/address.js'
import { leaseStoreSuite } from '../../../conformance/lease-store.js'
import { MemoryIo } from './memory-io.js'
import { StoreRoom } from './store-room.js'

leaseStoreSuite('memfile, DHCPv4', ipv4, async observer => {
  const room = new StoreRoom()
  const store = await room.open({}, { observers: [observer] })
  return { store, failNextFlush: () => room.io.fail('write') }
})

leaseStoreSuite('memfile, DHCPv6, a sync each batch', ipv6, async observer => {
  const room = new StoreRoom(new MemoryIo(), ipv6)
  const store = await room.open({ sync: 'batch' }, { observers: [observer] })
  return { store, failNextFlush: () => room.io.fail('sync') }
})

leaseStoreSuite('memfile without a file', ipv4, async observer => {
  const room = new StoreRoom()
  return { store: await room.open({ persist: false }, { observers: [observer] }) }
})
