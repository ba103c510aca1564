import type { ExpiredLeasesConfig } from '../decided.js'
import { mapIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'

export function decideExpired(map: MapTree): ExpiredLeasesConfig {
  const written = mapIn(map, 'expired-leases-processing')
  const value = (key: string, usual: number): number => (written && wholeIn(written, key)) ?? usual
  return {
    reclaimWait: value('reclaim-timer-wait-time', 10),
    flushWait: value('flush-reclaimed-timer-wait-time', 25),
    hold: value('hold-reclaimed-time', 3600),
    maxLeases: value('max-reclaim-leases', 100),
    maxTime: value('max-reclaim-time', 250),
    unwarnedCycles: value('unwarned-reclaim-cycles', 5),
  }
}
