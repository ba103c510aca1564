import { CallFailed, type Json, type JsonMap, type Reply, type Request } from './caller.js'
import { formatExact, parseExact } from './exact-json.js'

/** A request as it goes over the wire. Keys that are not given are left out. */
export function requestText(request: Request): string {
  const body: Record<string, Json> = { command: request.command }
  if (request.service !== undefined && request.service.length > 0) body.service = request.service
  if (request.arguments !== undefined) body.arguments = request.arguments
  return formatExact(body)
}

/** Reads an answer: a list of replies, or one without its list, as UNIX sockets give it. Throws CallFailed not-json. */
export function readReplies(text: string, where: string): Reply[] {
  let value: Json
  try {
    value = parseExact(text)
  } catch {
    throw notJson(text, where)
  }
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value]
  if (list.length === 0 || !list.every(isReply)) throw notJson(text, where)
  return list as unknown as Reply[]
}

/** Whether a value is a reply: a map with a result. */
export function isReply(value: Json): boolean {
  return isMap(value) && typeof value.result === 'number' && Number.isInteger(value.result)
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function notJson(text: string, where: string): CallFailed {
  const begin = [...text.slice(0, 60)].map(c => (c < ' ' || c === '\x7f' ? ' ' : c)).join('')
  return new CallFailed(
    'not-json',
    text === '' ? `${where} answered nothing` : `${where} answered what is no reply of this API: ${begin}`,
  )
}
