// What a log line costs: npx tsx test/bench/log.bench.ts
import { bench, do_not_optimize, run } from 'mitata'
import { createLogs } from '../../src/server/log/log-tree.js'
import { debug, info } from '../../src/server/log/logger.js'
import { SystemClock } from '../../src/server/time/system-clock.js'
import { SystemTimers } from '../../src/server/time/system-timers.js'

const alloc = info('DHCP4_LEASE_ALLOC', '%1: lease %2 has been allocated for %3 seconds')
const received = debug(40, 'DHCP4_PACKET_RECEIVED', '%1: %2 (type %3) received from %4 to %5 on interface %6')

const output = { output: '/dev/null', maxSize: 10_240_000, maxVersions: 1, flush: true, pattern: '' }
const logs = createLogs([{ name: 'kea-dhcp4', severity: 'INFO', debugLevel: 0, outputs: [output] }], {
  root: 'kea-dhcp4',
  clock: new SystemClock(),
  timers: new SystemTimers(),
})
const leases = logs.logger('leases')
const packets = logs.logger('packets')

bench('a line of INFO, expanded, formatted, written', () => {
  leases.log(alloc, '[hwtype=1 1a:00:00:00:00:10], cid=[01:1a:00:00:00:00:10], tid=0x1234', '192.0.2.10', 4000)
})
bench('a line that is off', () => do_not_optimize(packets.on(received)))

await run()
logs.close()
