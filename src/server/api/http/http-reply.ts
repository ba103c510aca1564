import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Timers } from '../../time/clock.js'
import { pour } from '../pour.js'
import { replyText } from '../reply-text.js'

/** Header lines added to every answer. */
export type ExtraHeaders = readonly { readonly name: string; readonly value: string }[]

/** The body that goes with a status other than 200: `{ "result": 400, "text": "Bad Request" }`. */
export function statusText(status: number): string {
  return replyText({ result: status, text: STATUS_CODES[status] ?? '' })
}

/** Answers with a status and its body. `close`: the connection is of no more use. */
export function sendStatus(
  response: ServerResponse,
  status: number,
  headers: ExtraHeaders,
  close: boolean,
  realm?: string,
): void {
  const text = statusText(status)
  begin(response, status, headers, text)
  if (realm !== undefined) response.setHeader('WWW-Authenticate', `Basic realm="${realm}"`)
  if (close) response.setHeader('Connection', 'close')
  response.end(text)
}

/** Characters up to which a text is gathered, to be sent with its length as Kea does; longer ones go in chunks. */
const SHORT = 16384

/**
 * Answers with a JSON text: with its length when it is short, else as it is made. Resolves with false when the caller
 * did not take all of it, or the text broke off: then the connection has been cut.
 */
export async function sendText(
  response: ServerResponse,
  text: AsyncIterable<string>,
  headers: ExtraHeaders,
  timers: Timers,
): Promise<boolean> {
  const iterator = text[Symbol.asyncIterator]()
  let begun = ''
  try {
    while (begun.length <= SHORT) {
      const next = await iterator.next()
      if (next.done === true) {
        begin(response, 200, headers, begun)
        response.end(begun)
        return true
      }
      begun += next.value
    }
    begin(response, 200, headers, undefined)
    if (await pour(again(begun, iterator), response, timers)) {
      response.end()
      return true
    }
  } catch {
    // the text broke off: only a cut connection tells the caller
  }
  await iterator.return?.()
  response.destroy()
  return false
}

/** What was taken already, then the rest. */
async function* again(taken: string, rest: AsyncIterator<string>): AsyncGenerator<string, void, undefined> {
  yield taken
  for (;;) {
    const next = await rest.next()
    if (next.done === true) return
    yield next.value
  }
}

/** Headers as Kea's, and no word on keeping the connection: HTTP/1.1 keeps it. */
function begin(response: ServerResponse, status: number, headers: ExtraHeaders, text: string | undefined): void {
  response.statusCode = status
  if (text !== undefined) response.setHeader('Content-Length', Buffer.byteLength(text))
  response.setHeader('Content-Type', 'application/json')
  for (const { name, value } of headers) response.setHeader(name, value)
  response.removeHeader('Connection')
}
