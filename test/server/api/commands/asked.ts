import { unixCaller } from '../../../../src/server/api/caller.js'
import type { Channel } from '../../../../src/server/api/channel.js'
import { gathered } from '../../../../src/server/api/reply-text.js'

/** What a service answers. */
export interface Reply {
  readonly result: number
  readonly text?: string
  // what a command answers with is for its test to know
  readonly arguments?: Readonly<Record<string, never>> & { readonly [key: string]: unknown }
}

/** Something that takes commands: a service of an engine under test. */
export interface Commanded {
  readonly service: { readonly commands: Channel }
}

/** One command to a service; the text of the reply. */
export async function askText({ service }: Commanded, command: string, given?: unknown): Promise<string> {
  const text = JSON.stringify(given === undefined ? { command } : { command, arguments: given })
  return gathered((await service.commands.ask({ text, caller: unixCaller })).text)
}

/** The same, read. */
export async function ask(commanded: Commanded, command: string, given?: unknown): Promise<Reply> {
  return JSON.parse(await askText(commanded, command, given)) as Reply
}
