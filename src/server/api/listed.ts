import type { Answer, Channel, Request } from './channel.js'

/** The same commands with replies as Kea gives them over HTTP: a list, here of one. */
export function listed(commands: Channel): Channel {
  return {
    async ask(request: Request): Promise<Answer> {
      const { outcome, text } = await commands.ask(request)
      return { outcome, text: outcome === 'done' ? list([text]) : text }
    },
  }
}

/** Replies, one after the other, as one list. */
export async function* list(replies: Iterable<AsyncIterable<string>>): AsyncGenerator<string, void, undefined> {
  let held = '[ '
  let first = true
  for (const reply of replies) {
    if (!first) held += ', '
    first = false
    for await (const piece of reply) {
      // one piece is held back, so that a short reply stays one piece
      if (held.length > 2) {
        yield held
        held = ''
      }
      held += piece
    }
  }
  yield `${held} ]`
}
