import { type Pace, runSliced, type Sliced } from '../../../config/slices.js'
import { type Command, command } from '../../command.js'
import { Result } from '../../command-error.js'
import { Pages } from '../../json/json.js'
import { dhcp } from './words.js'

/** What metrics-get works on. */
export interface MetricsRoom {
  /** See stats/prometheus.ts. */
  metrics(): Sliced<string[]>
}

export const metricsGet = command({
  name: 'metrics-get',
  access: 'read',
  services: dhcp,
  hook: 'keats',
  summary: 'All statistics for Prometheus; `GET /metrics` of a control socket with `metrics` answers with them.',
  arguments: {},
  example: undefined,
  returns: 'A list of texts: one after the other, what Prometheus reads.',
  async run({ rooms, pace }: { readonly rooms: MetricsRoom; readonly pace: Pace }) {
    const metrics = await runSliced(rooms.metrics(), pace)
    let next = 0
    const pages = new Pages(() => (next < metrics.length ? [metrics[next++]!] : undefined))
    return { result: Result.success, arguments: pages }
  },
})

export const metricsCommands: readonly Command<MetricsRoom>[] = [metricsGet]
