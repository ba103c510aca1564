import type { Json } from './caller.js'
import { parseExact } from './exact-json.js'
import { notJson } from './replies.js'

/** JSON values, one on each line, as they come. A last line without its end counts. Throws CallFailed not-json. */
export async function* readLines(parts: AsyncIterable<unknown>, where: string): AsyncGenerator<Json> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const part of parts) {
    rest += typeof part === 'string' ? part : decoder.decode(part as Uint8Array, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield read(line, where)
  }
  if (rest.trim() !== '') yield read(rest, where)
}

function read(line: string, where: string): Json {
  try {
    return parseExact(line)
  } catch {
    throw notJson(line, where)
  }
}
