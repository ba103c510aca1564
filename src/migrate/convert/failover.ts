import type { Scope } from '../isc/syntax.js'
import { OutList, OutMap } from '../output/document.js'
import { addressesOf, type Context } from './context.js'

/** What only a person knows of a pair of servers. */
export interface PairAnswers {
  /** Which server of the pair the configuration is for; the input says it otherwise. */
  readonly role?: 'primary' | 'secondary' | undefined
  /** Port at which the servers call each other, in Kea the one of http-host or the control agent. */
  readonly port?: number | undefined
}

/** The parameters of the high availability hook for a failover peer. Undefined: it says too little. */
export function convertFailover(
  peer: Scope,
  others: readonly Scope[],
  context: Context,
  answers: PairAnswers,
): OutMap | undefined {
  const { ledger } = context
  const values = new Map<string, string>()
  for (const statement of peer.body.statements)
    if (statement.kind === 'parameter') values.set(statement.name, statement.values.flat()[0]?.text ?? '')
  const role = answers.role ?? (values.has('secondary') ? 'secondary' : 'primary')
  const here = urlOf(values.get('address'), answers, context)
  const there = urlOf(values.get('peer address'), answers, context)
  for (const statement of peer.body.statements) tell(statement, context)
  for (const other of others) {
    if (other === peer) continue
    ledger.changed(other, 'high availability has one relationship for the whole server: pools of this peer join it')
    for (const statement of other.body.statements) ledger.converted(statement, 'see the first peer')
  }
  if (here === undefined || there === undefined) {
    ledger.decision(peer, 'the addresses of both servers are needed: high availability is left out')
    return undefined
  }
  ledger.changed(
    peer,
    'becomes high availability in hot standby: dhcpd divides pools while it runs, Kea would need them divided by hand for load balancing',
  )
  const delay = Number(values.get('max-response-delay') ?? 60) * 1000
  const servers: readonly (readonly [string, string])[] =
    role === 'primary'
      ? [
          ['primary', here],
          ['standby', there],
        ]
      : [
          ['primary', there],
          ['standby', here],
        ]
  const relationship = new OutMap({
    'this-server-name': role === 'primary' ? 'primary' : 'standby',
    mode: 'hot-standby',
    'heartbeat-delay': 10000,
    'max-response-delay': delay,
    'max-unacked-clients': Number(values.get('max-unacked-updates') ?? 10),
    peers: new OutList(servers.map(([name, url]) => new OutMap({ name, url, role: name, 'auto-failover': true }))),
  })
  relationship.leading.push(...peer.leading)
  context.hooks.set('lease_cmds', 'lets the pair exchange leases')
  context.hooks.set('ha', 'the failover pair')
  return relationship
}

function urlOf(text: string | undefined, { port = 8000 }: PairAnswers, context: Context): string | undefined {
  const address = text === undefined ? undefined : addressesOf(text, context)?.[0]
  return address === undefined ? undefined : `http://${address}:${port}/`
}

function tell(statement: Scope['body']['statements'][number], { ledger }: Context): void {
  if (statement.kind !== 'parameter') return
  switch (statement.name) {
    case 'primary':
    case 'secondary':
    case 'address':
    case 'peer address':
    case 'max-response-delay':
      ledger.converted(statement)
      return
    case 'port':
    case 'peer port':
      ledger.changed(statement, "the servers talk over HTTP, at the port of the server's API")
      return
    case 'mclt':
      ledger.changed(statement, 'Kea writes leases on both sides before it answers: no lifetime is cut short')
      return
    case 'split':
    case 'hba':
    case 'load balance max seconds':
      ledger.changed(statement, 'in hot standby the primary serves all clients')
      return
    case 'max-unacked-updates':
      ledger.changed(statement, 'counts clients that get no answer, not updates: "max-unacked-clients"')
      return
    default:
      ledger.unsupported(statement, 'high availability has no such setting')
  }
}
