import type { ServerResponse } from 'node:http'
import type { Caller } from '../caller.js'
import type { Channel } from '../channel.js'
import { gathered } from '../reply-text.js'
import { type ExtraHeaders, sendStatus } from './http-reply.js'

/** All metrics as one text; undefined: the service, or the caller's role, does not give them. */
export async function metricsText(commands: Channel, caller: Caller): Promise<string | undefined> {
  const { outcome, text } = await commands.ask({ text: '{ "command": "metrics-get" }', caller })
  try {
    const reply: unknown = JSON.parse(await gathered(text))
    const own = Array.isArray(reply) ? reply[0] : reply
    const metrics = (own as { readonly arguments?: unknown }).arguments
    return outcome === 'done' && Array.isArray(metrics) ? metrics.join('') : undefined
  } catch {
    return undefined
  }
}

/** Answers with the text format of Prometheus; 503 without metrics. */
export function sendMetrics(response: ServerResponse, text: string | undefined, headers: ExtraHeaders): void {
  if (text === undefined) {
    sendStatus(response, 503, headers, false)
    return
  }
  response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  response.setHeader('Content-Length', Buffer.byteLength(text))
  for (const { name, value } of headers) response.setHeader(name, value)
  response.end(text)
}
