import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

type Arguments = Readonly<Record<string, unknown>>
type Answer = { result: number; text?: string; arguments?: unknown }

export interface AgentRequest {
  readonly command: string
  readonly service?: readonly string[]
  readonly arguments?: Arguments
}

/**
 * A control agent that is played: one service, dhcp4, with two subnets, a lease and a reservation. It answers by HTTP
 * as Kea's does (lists, spaces and all) and keeps what it was asked.
 */
export class PlayedAgent {
  readonly requests: AgentRequest[] = []
  readonly bodies: string[] = []
  /** Answers of one's own, before those that are built in; 'silent' never answers. */
  readonly answers = new Map<string, (args: Arguments) => Answer | 'silent'>()
  /** Wanted as "user:password", if set. */
  credentials: string | undefined
  #server: Server | undefined
  #port = 0

  get port(): number {
    return this.#port
  }

  /** Listens on 127.0.0.1; again on the port it had, after stop(). */
  async start(): Promise<this> {
    const server = createServer(async (request, response) => {
      const given = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64').toString()
      const body = await textOf(request)
      this.bodies.push(body)
      const send = (status: number, text: string) =>
        void response.writeHead(status, { 'content-type': 'application/json' }).end(text)
      if (this.credentials !== undefined && given !== this.credentials)
        return send(401, '{ "result": 401, "text": "Unauthorized" }')
      let asked: AgentRequest
      try {
        asked = JSON.parse(body) as AgentRequest
      } catch {
        return send(400, '{ "result": 400, "text": "Bad Request" }')
      }
      this.requests.push(asked)
      const answer = this.answers.get(asked.command)?.(asked.arguments ?? {}) ?? builtIn(asked)
      if (answer !== 'silent') send(200, `[ ${JSON.stringify(answer)} ]`)
    })
    await new Promise<void>(resolve => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
    return this
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections()
    await new Promise(resolve => this.#server?.close(resolve))
  }
}

const LEASE = {
  cltt: 1_700_000_000,
  'fqdn-fwd': false,
  'fqdn-rev': false,
  hostname: 'alpha.example.',
  'hw-address': '02:00:00:00:00:01',
  'ip-address': '192.0.2.101',
  state: 0,
  'subnet-id': 1,
  'valid-lft': 4294967295,
}
const PRINTER = { 'hw-address': '02:00:00:00:00:09', 'ip-address': '192.0.2.2', hostname: 'printer' }
const SUBNETS = [
  {
    id: 1,
    subnet: '192.0.2.0/24',
    pools: [{ pool: '192.0.2.100-192.0.2.110' }],
    'option-data': [{ name: 'routers', data: '192.0.2.1' }],
    reservations: [PRINTER],
  },
  { id: 7, subnet: '198.51.100.0/24', pools: [{ pool: '198.51.100.0/25' }] },
]
const COMMANDS = [
  'config-get',
  'lease4-del',
  'lease4-get',
  'lease4-get-all',
  'lease4-get-page',
  'list-commands',
  'shutdown',
]

function builtIn({ command, service, arguments: args }: AgentRequest): Answer {
  const behind = service?.includes('dhcp4')
  switch (command) {
    case 'config-get':
      if (behind) return { result: 0, arguments: { Dhcp4: { subnet4: SUBNETS } } }
      return { result: 0, arguments: { 'Control-agent': { 'control-sockets': { dhcp4: { 'socket-type': 'unix' } } } } }
    case 'list-commands':
      return { result: 0, arguments: COMMANDS }
    case 'status-get':
      return { result: 0, arguments: { pid: 1, uptime: 26 } }
    case 'lease4-get':
      return args?.['ip-address'] === LEASE['ip-address']
        ? { result: 0, text: 'IPv4 lease found.', arguments: LEASE }
        : { result: 3, text: 'Lease not found.' }
    case 'lease4-get-all':
    case 'lease4-get-page':
      return { result: 0, text: '1 IPv4 lease(s) found.', arguments: { leases: [LEASE] } }
    case 'reservation-add':
      return { result: 0, text: 'Host added.' }
    default:
      return { result: 2, text: `'${command}' command not supported.` }
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request.setEncoding('utf8')) text += part
  return text
}
