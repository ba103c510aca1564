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
  let before = '[ '
  for (const reply of replies) {
    yield before
    yield* reply
    before = ', '
  }
  yield ' ]'
}
