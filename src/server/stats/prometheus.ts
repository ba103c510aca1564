import type { AddressKind } from '../../wire/address.js'
import type { Sliced } from '../config/slices.js'
import type { Address } from '../lease/lease.js'
import type { PoolPlan, SubnetPlan } from '../subnet/plan.js'
import type { SampledCounter } from './samples.js'

/** What is measured. */
export interface Measured<A extends Address> {
  /** "dhcp4": stands in front of all names. */
  readonly service: string
  readonly kind: AddressKind<A>
  /** In order of names. */
  readonly counters: Iterable<SampledCounter>
  readonly subnets: ReadonlyMap<number, SubnetPlan<A>>
}

/** Counters taken in between two yields, and lines of one text. */
const STEP = 200

/** Statistics that only grow. */
const GROWS = /^(pkt|cumulative-|reclaimed-|v[46]-|ncr-|update-)/

/**
 * The present values in the text format of Prometheus, metric by metric, in texts of some lines each. Statistics keep their names; what belongs to a
 * subnet or pool is labelled with it, and how much of each is used is told beside.
 */
export function* prometheus<A extends Address>({ service, kind, counters, subnets }: Measured<A>): Sliced<string[]> {
  const metrics = new Map<string, string[]>()
  const add = (name: string, grows: boolean, labels: string, value: number | bigint): void => {
    const metric = `keats_${service}_${name.replaceAll('-', '_')}`
    let lines = metrics.get(metric)
    if (lines === undefined) {
      lines = [`# TYPE ${metric} ${grows ? 'counter' : 'gauge'}`]
      metrics.set(metric, lines)
    }
    lines.push(`${metric}${labels} ${value}`)
  }
  let steps = 0
  for (const counter of counters) {
    if (++steps % STEP === 0) yield
    const { place, name, labels } = placeOf(counter.name, kind, subnets)
    add(`${place}${name}`, GROWS.test(name), labels, counter.exact)
  }
  for (const subnet of subnets.values()) {
    if (++steps % STEP === 0) yield
    const own = subnetLabels(subnet, kind)
    for (const pool of [...subnet.pools, ...subnet.pdPools]) {
      const { capacity, free } = pool.space
      const labels = `{${own},${poolLabels(pool, kind)}}`
      add('pool_capacity', false, labels, capacity)
      add('pool_used', false, labels, capacity - free)
      add('pool_utilization', false, labels, capacity === 0 ? 0 : (capacity - free) / capacity)
    }
  }
  const texts: string[] = []
  for (const lines of metrics.values())
    for (let from = 0; from < lines.length; from += STEP) {
      texts.push(`${lines.slice(from, from + STEP).join('\n')}\n`)
      yield
    }
  return texts
}

const IN_SUBNET = /^subnet\[(\d+)\]\.(?:(pool|pd-pool)\[(\d+)\]\.)?(.*)$/

/** "subnet[1].pool[0].assigned-addresses" taken apart. */
function placeOf<A extends Address>(
  full: string,
  kind: AddressKind<A>,
  subnets: ReadonlyMap<number, SubnetPlan<A>>,
): { place: string; name: string; labels: string } {
  const found = IN_SUBNET.exec(full)
  if (found === null) return { place: '', name: full, labels: '' }
  const [, id, pool, poolId, name] = found
  const subnet = subnets.get(Number(id))
  const own = subnet === undefined ? `subnet_id="${id}"` : subnetLabels(subnet, kind)
  if (pool === undefined) return { place: 'subnet_', name: name!, labels: `{${own}}` }
  return { place: `${pool.replace('-', '_')}_id_`, name: name!, labels: `{${own},pool_id="${poolId}"}` }
}

function subnetLabels<A extends Address>({ subnet, network }: SubnetPlan<A>, kind: AddressKind<A>): string {
  const { id, prefix, prefixLength } = subnet
  const shared = network.network.name
  const more = shared === '' ? '' : `,shared_network="${escaped(shared)}"`
  return `subnet_id="${id}",subnet="${kind.format(prefix)}/${prefixLength}"${more}`
}

function poolLabels<A extends Address>({ pool }: PoolPlan<A>, kind: AddressKind<A>): string {
  const length = pool.leaseLength === kind.bits ? '' : `,delegated_length="${pool.leaseLength}"`
  return `pool="${kind.format(pool.first)}-${kind.format(pool.last)}"${length}`
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
