import type { LimitsConfig } from '../decided.js'
import { mapIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'

export function decideLimits(map: MapTree): LimitsConfig {
  const threads = mapIn(map, 'multi-threading')
  return {
    parkedPacketLimit: wholeIn(map, 'parked-packet-limit') ?? 256,
    packetQueueSize: (threads && wholeIn(threads, 'packet-queue-size')) ?? 64,
    sampleCount: wholeIn(map, 'statistic-default-sample-count') ?? 20,
    sampleAge: wholeIn(map, 'statistic-default-sample-age') ?? 0,
  }
}
