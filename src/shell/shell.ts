import { catalogOf } from './command-catalog.js'
import { readRows } from './command-rows.js'
import { openCaller } from './connection.js'
import { InputProblem } from './input-problem.js'
import { interact } from './interactive.js'
import { KNOWN_COMMANDS } from './known-commands.js'
import { runOnce } from './one-shot.js'
import { OWN_COMMANDS } from './own-commands.js'
import { readProfile, shellFiles } from './profiles.js'
import { Cancelled, terminalQuestions } from './questions.js'
import { streamScreen } from './screen.js'
import { Session } from './session.js'
import { type Settings, type SettingsGiven, settle } from './settings.js'

export interface ShellOptions {
  readonly words: readonly string[]
  readonly given: SettingsGiven
  readonly profile: string | undefined
  readonly raw: boolean
  readonly keaExit: boolean
  readonly sure: boolean
  /** For the User-Agent. */
  readonly version: string
}

/** The parts of a process that the shell needs. */
export interface ShellProcess {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
  on(signal: 'SIGINT', listener: () => void): unknown
  off(signal: 'SIGINT', listener: () => void): unknown
}

/** `keats shell`: one command, kea-shell's form, or the session. Gives the exit code. */
export async function runShell(options: ShellOptions, host: ShellProcess): Promise<number> {
  const { stdin, stdout, stderr, env } = host
  const screen = streamScreen(stdout, stderr, env)
  const files = shellFiles(env)
  const catalog = catalogOf(readRows(KNOWN_COMMANDS))
  const now = Date.now
  const atTerminal = stdin.isTTY === true
  const questions = terminalQuestions()
  const open = (settings: Settings) => openCaller(settings, `Keats-shell/${options.version}`)
  const controller = new AbortController()
  const interrupt = (): void => controller.abort()
  try {
    // the default profile's password is for its own server only
    const elsewhere = options.given.host !== undefined || options.given.socket !== undefined
    const wanted = files !== undefined && (options.profile !== undefined || !elsewhere)
    const profile = wanted ? readProfile(files.profiles, options.profile) : undefined
    let settings = settle(options.given, profile, env.KEATS_PASSWORD)
    if (settings.user !== undefined && settings.password === undefined && atTerminal)
      settings = { ...settings, password: await questions.password(`Password of ${settings.user}`) }
    if (options.words.length === 0 && atTerminal) {
      await interact({
        settings,
        catalog,
        screen,
        questions,
        sure: options.sure,
        input: stdin,
        output: stdout,
        files,
        now,
        open,
      })
      return 0
    }
    const session = new Session(await open(settings), settings, catalog, now)
    host.on('SIGINT', interrupt)
    try {
      // kea-shell's own default
      const words = options.words.length === 0 ? ['list-commands'] : options.words
      const own = OWN_COMMANDS.some(one => one.word === words[0])
      const form = !atTerminal && words.length === 1 && !own
      return await runOnce(
        { words, raw: options.raw, keaExit: options.keaExit, stdin: form ? await textOf(stdin) : undefined },
        {
          session,
          catalog,
          screen,
          questions: atTerminal && screen.terminal ? questions : undefined,
          sure: options.sure,
          now,
          signal: controller.signal,
        },
      )
    } finally {
      host.off('SIGINT', interrupt)
      await session.close()
    }
  } catch (error) {
    if (error instanceof Cancelled) return 130
    if (!(error instanceof InputProblem)) throw error
    // kea-shell's code for flags that do not go together, too
    if (options.keaExit) screen.write(`${error.message}\n`)
    else screen.say(error.message)
    return options.keaExit ? 1 : 2
  }
}

async function textOf(stream: NodeJS.ReadStream): Promise<string> {
  let text = ''
  for await (const part of stream.setEncoding('utf8')) text += part
  return text
}
