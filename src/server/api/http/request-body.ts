import type { IncomingMessage } from 'node:http'
import type { Timers } from '../../time/clock.js'
import { COMMAND_LIMIT } from '../json/json-feed.js'

/** Milliseconds without a byte of an unfinished body, as Kea. */
const IDLE = 10_000

/** The body of a request as text. 'long': beyond the limit; 'slow': nothing came for 10 s; 'gone': the caller went. */
export function readBody(
  request: IncomingMessage,
  timers: Timers,
): Promise<{ text: string } | 'long' | 'slow' | 'gone'> {
  if (Number(request.headers['content-length'] ?? 0) > COMMAND_LIMIT) return Promise.resolve('long')
  return new Promise(resolve => {
    const parts: Buffer[] = []
    let length = 0
    const wait = () => timers.after(IDLE, () => settle('slow'))
    let timer = wait()
    const settle = (result: { text: string } | 'long' | 'slow' | 'gone'): void => {
      timer.cancel()
      request.off('data', onData)
      request.off('end', onEnd)
      request.off('close', onClose)
      resolve(result)
    }
    const onData = (part: Buffer): void => {
      length += part.length
      timer.cancel()
      if (length > COMMAND_LIMIT) settle('long')
      else {
        parts.push(part)
        timer = wait()
      }
    }
    const onEnd = (): void => settle({ text: Buffer.concat(parts).toString('utf8') })
    const onClose = (): void => settle('gone')
    request.on('data', onData)
    request.on('end', onEnd)
    request.on('close', onClose)
  })
}
