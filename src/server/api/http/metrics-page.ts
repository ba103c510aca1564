import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Caller } from '../caller.js'
import type { Channel } from '../channel.js'
import { gathered } from '../reply-text.js'
import { type ExtraHeaders, sendStatus } from './http-reply.js'

/** Whether a request is a scraper's: GET /metrics. */
export function isScrape({ method, url }: IncomingMessage): boolean {
  return method === 'GET' && url?.split('?', 1)[0] === '/metrics'
}

/** Answers with what metrics-get says, in Prometheus' text format 0.0.4. `commands` replies in lists. */
export async function sendMetrics(
  commands: Channel,
  caller: Caller,
  response: ServerResponse,
  headers: ExtraHeaders,
): Promise<void> {
  const { outcome, text } = await commands.ask({ text: '{"command":"metrics-get"}', caller })
  const reply = await gathered(text)
  const [first] = outcome === 'done' ? (JSON.parse(reply) as readonly MetricsReply[]) : []
  if (first?.result !== 0) {
    sendStatus(response, outcome === 'forbidden' ? 403 : 503, headers, false)
    return
  }
  const page = first.arguments.join('')
  response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  response.setHeader('Content-Length', Buffer.byteLength(page))
  for (const { name, value } of headers) response.setHeader(name, value)
  response.end(page)
}

interface MetricsReply {
  readonly result: number
  readonly arguments: readonly string[]
}
