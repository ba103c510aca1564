import type { RequestOptions } from 'node:http'
import { request } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { AgentService } from '../../../src/server/api/agent-service.js'
import type { Channel } from '../../../src/server/api/channel.js'
import type { AgentConfig } from '../../../src/server/config/decided-agent.js'
import type { ControlSocketConfig } from '../../../src/server/config/decided-service.js'
import { createLogs } from '../../../src/server/log/log-tree.js'
import { MemorySink } from '../../../src/server/log/memory-sink.js'
import { SystemClock } from '../../../src/server/time/system-clock.js'
import { SystemTimers } from '../../../src/server/time/system-timers.js'
import { noHurry } from './command-server.js'

const position = { file: 'agent.json', line: 3, column: 5, endColumn: 5 }

/** A door on a free port of loopback. */
export function doorAt(more: Partial<ControlSocketConfig> = {}): ControlSocketConfig {
  return {
    type: 'http',
    name: '',
    address: '127.0.0.1',
    port: 0,
    trustAnchor: '',
    certFile: '',
    keyFile: '',
    certRequired: true,
    authentication: undefined,
    metrics: false,
    headers: [],
    position,
    ...more,
  }
}

/** Basic authentication for one user. */
export const onlyFor = (user: string, password: string): ControlSocketConfig['authentication'] => ({
  realm: 'kea-control-agent',
  directory: '',
  clients: [{ user, password, userFile: undefined, passwordFile: undefined, position }],
})

export const agentConfig = (more: Partial<AgentConfig> = {}): AgentConfig => ({
  door: doorAt(),
  services: new Map(),
  hooks: [],
  loggers: [{ name: 'kea-ctrl-agent', severity: 'DEBUG', debugLevel: 99, outputs: [] }],
  ...more,
})

/** An agent whose log can be read. */
export function agentOver(services: ReadonlyMap<string, Channel>): { agent: AgentService; sink: MemorySink } {
  const sink = new MemorySink()
  const timers = new SystemTimers()
  const logs = createLogs([], { root: 'kea-ctrl-agent', clock: new SystemClock(), timers, verbose: true, sink })
  const about = { version: '1.2.3', extendedVersion: '1.2.3', buildReport: 'built' }
  const clock = new SystemClock()
  const own = { reload: async () => undefined, shutdown: () => {} }
  return {
    agent: new AgentService({ logs, timers, clock, pace: noHurry, services: () => services, about, ...own }),
    sink,
  }
}

export interface HttpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Posts JSON to a port; `tls` in the options speaks HTTPS. */
export function post(
  port: number,
  body: string,
  { tls, ...options }: RequestOptions & { readonly tls?: Readonly<Record<string, unknown>> } = {},
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const all = {
      host: '127.0.0.1',
      port,
      method: 'POST',
      agent: false as const,
      ...options,
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        ...(options.headers as Record<string, string>),
      },
    }
    const asked = tls === undefined ? request(all) : tlsRequest({ ...all, ...tls })
    asked.on('error', reject)
    asked.on('response', response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', piece => {
        text += piece
      })
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    asked.end(body)
  })
}

export const basic = (user: string, password: string): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})
