import { isPending } from '../../now.js'
import type { Pace } from '../config/slices.js'
import type { LongReply, Reply } from './command.js'
import { JsonWriter, jsonText } from './json/json-writer.js'

/**
 * The JSON of a reply in pieces. Breathes between them when they come faster than `pace.slice`. Fails when a page of it
 * does; `failed` hears of it first.
 */
export async function* replyPieces(
  reply: Reply | LongReply,
  pace: Pace,
  failed: (error: unknown) => void,
): AsyncGenerator<string, void, undefined> {
  if (reply.arguments === undefined) {
    yield replyText(reply as Reply)
    return
  }
  const writer = new JsonWriter(reply.arguments)
  let text = '{ "arguments": '
  let until = pace.monotonic() + pace.slice
  try {
    for (;;) {
      const next = writer.piece()
      const piece = isPending(next) ? await next : next
      if (piece === undefined) break
      text += piece
      if (pace.monotonic() >= until) {
        await pace.pause()
        until = pace.monotonic() + pace.slice
      }
      if (text.length < PIECE) continue
      yield text
      text = ''
    }
    yield text + ending('conclusion' in reply ? reply.conclusion() : reply)
  } catch (error) {
    failed(error)
    throw error
  } finally {
    writer.close()
  }
}

const PIECE = 16384

/** `, "result": 0 }` */
function ending(reply: Reply): string {
  const { arguments: _, ...rest } = reply
  return `, ${jsonText(rest).slice(2)}`
}

/** The JSON of a short reply. */
export function replyText({ result, text, arguments: given }: Reply): string {
  return jsonText({ arguments: given, result, text })
}

/** A text that is there already, as pieces. */
export async function* pieces(text: string): AsyncGenerator<string, void, undefined> {
  yield text
}

/** All of it as one text. */
export async function gathered(text: AsyncIterable<string>): Promise<string> {
  let all = ''
  for await (const piece of text) all += piece
  return all
}
