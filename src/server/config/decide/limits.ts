import type { LimitsConfig } from '../decided.js'
import { flagIn, mapIn, textIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'
import type { FamilyKeywords } from './family.js'

/** `threading`: what multi-threading is unless the file says so. */
export function decideLimits(
  map: MapTree,
  threading: boolean,
  { ring }: Pick<FamilyKeywords<never>, 'ring'>,
): LimitsConfig {
  const threads = mapIn(map, 'multi-threading')
  const queue = mapIn(map, 'dhcp-queue-control')
  const threaded = (threads && flagIn(threads, 'enable-multi-threading')) ?? threading
  return {
    parkedPacketLimit: wholeIn(map, 'parked-packet-limit') ?? 256,
    packetQueueSize: (threads && wholeIn(threads, 'packet-queue-size')) ?? 64,
    multiThreading: { enabled: threaded, threads: (threads && wholeIn(threads, 'thread-pool-size')) ?? 0 },
    queue: {
      // Kea's queue and its threads exclude each other; the threads win.
      enabled: !threaded && ((queue && flagIn(queue, 'enable-queue')) ?? false),
      type: (queue && textIn(queue, 'queue-type')) ?? ring,
      capacity: (queue && wholeIn(queue, 'capacity')) ?? 64,
    },
    sampleCount: wholeIn(map, 'statistic-default-sample-count') ?? 20,
    sampleAge: wholeIn(map, 'statistic-default-sample-age') ?? 0,
  }
}
