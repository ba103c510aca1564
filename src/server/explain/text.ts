import type { Explanation } from './explain.js'
import type { ExplainedAssociation, ExplainedPacket } from './report.js'

/** An explanation for people, a line an item. `verbose`: with what the log says at each step. */
export function explanationTexts({ packets, heard, assumed }: Explanation, verbose: boolean): string[] {
  const lines = [
    `heard on ${heard}${assumed ? ' (an address made up to fit; --interface NAME/ADDRESS says another)' : ''}`,
  ]
  for (const packet of packets) lines.push('', ...packetTexts(packet, verbose))
  if (packets.length === 0) lines.push('', 'the capture holds no packet for the server')
  return lines
}

/** One packet of an explanation, a line an item. */
export function packetTexts(packet: ExplainedPacket, verbose: boolean): string[] {
  const { message, client, from, to, subnet, lease, answer } = packet
  const lines = [`${message || 'packet'} ${client}`.trimEnd()]
  const say = (head: string, texts: readonly string[]): void => {
    for (const [i, text] of texts.entries()) lines.push(`  ${(i === 0 ? head : '').padEnd(12)}${text}`)
  }
  if (from !== '') say('from', [`${from} to ${to}`])
  say(
    'classes',
    packet.classes.map(({ name, because }) => `${name}: ${because}`),
  )
  say(
    'not in',
    packet['other-classes'].map(({ name, test }) => (test === '' ? name : `${name}: ${test}`)),
  )
  if (subnet !== undefined) {
    const network = subnet['shared-network'] === '' ? '' : ` of ${subnet['shared-network']}`
    const moved = subnet.moved === undefined ? [] : [`moved to ${subnet.moved.id} (${subnet.moved.prefix})`]
    say('subnet', [`${subnet.id} (${subnet.prefix})${network}: ${subnet.because}`, ...moved])
  } else if (message !== '') say('subnet', ['none'])
  say(
    'reservation',
    packet.reservations.map(({ identifier, value, found }) => {
      if (found === undefined) return `none for ${identifier} ${value}`
      const scope = found['subnet-id'] === 0 ? 'global' : `in subnet ${found['subnet-id']}`
      const what = [found.address, found.hostname].filter(text => text !== '').join(' ')
      return `${scope} for ${identifier} ${value}: ${what || 'no address'}${found.counts ? '' : ' (does not count here)'}`
    }),
  )
  if (lease !== undefined) {
    const pool = lease.pool === '' ? '' : ` from pool ${lease.pool}`
    const time = lease.lifetime > 0 ? ` for ${lease.lifetime} s` : ''
    say('lease', [
      `${lease.decision === 'none' ? '' : `${lease.decision} `}${lease.address}${pool}${time}: ${lease.because}`.trimStart(),
    ])
  }
  for (const association of packet.associations) say(association.kind, associationTexts(association))
  say(
    'changes',
    packet.changes.map(({ address, was, is }) => `${address}: ${was} -> ${is}`),
  )
  say(
    'options',
    packet.options.map(({ code, name, value, from: origin }) => `${code} ${name} ${value}  (${origin})`),
  )
  if (answer === undefined) say('answer', [packet.ended])
  else {
    const by = answer.hardware === '' ? '' : ` at ${answer.hardware}`
    const fields = Object.entries(answer.fields).map(([name, value]) => `${name} ${value}`)
    say('answer', [`${answer.message} to ${answer.to} port ${answer.port}${by} on ${answer.interface}`, ...fields])
  }
  const unreadable = message === ''
  if (verbose || unreadable) for (const { step, lines: said } of packet.log) say(`(${step})`, said)
  return lines
}

function associationTexts({ iaid, hints, leases, grants, t1, t2, status, silent }: ExplainedAssociation): string[] {
  const wishes = hints.length === 0 ? '' : `, would like ${hints.join(', ')}`
  const times = t1 > 0 || t2 > 0 ? `, T1 ${t1} s, T2 ${t2} s` : ''
  const texts = [`iaid ${iaid}${wishes}${times}${silent ? ' (left out of the answer)' : ''}`]
  for (const lease of leases) texts.push(`holds ${lease}`)
  for (const { address, pool, preferred, valid, because } of grants) {
    const from = pool === '' ? '' : ` from pool ${pool}`
    texts.push(`${address}${from} for ${valid} s (preferred ${preferred} s): ${because}`)
  }
  if (status !== '') texts.push(status)
  return texts
}
