import type { Plan } from './plan.js'

/** What is about to happen to whom, and when it ends; said before the first packet leaves. */
export function announcement(plan: Plan): string {
  const { family, servers, serverPort, mode, device, relays, scenario, rate, count, period, clients } = plan
  const whom = servers.length > 3 ? `${servers.length} servers` : servers.join(', ')
  const via = mode === 'direct' ? `directly on ${device}` : `relayed by ${relays.join(', ')}`
  const pace =
    scenario.name === 'ramp'
      ? `from ${scenario.from}/s on`
      : rate > 0
        ? `${rate} exchanges/s`
        : 'as fast as they are answered'
  const ends = [
    count > 0 ? `after ${count} exchange${count === 1 ? '' : 's'}` : '',
    period > 0 ? `after ${period / 1000} s` : '',
    scenario.name === 'avalanche' || scenario.name === 'storm' ? 'when every client has a lease' : '',
  ].filter(text => text !== '')
  return (
    `DHCPv${family} to ${whom} port ${serverPort}, ${via}: ${scenario.name}, ${pace}, ` +
    `${clients} client${clients === 1 ? '' : 's'}; ends ${ends.join(' or ')}`
  )
}
