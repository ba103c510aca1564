import { type Caller, CallFailed } from '../client/caller.js'
import type { LearningCatalog } from './command-catalog.js'
import { type Completion, complete } from './completer.js'
import { Editor } from './editor.js'
import { History } from './history.js'
import { InputProblem } from './input-problem.js'
import { KnownValues } from './known-values.js'
import { type Line, plain, readLine } from './line.js'
import { OWN_COMMANDS } from './own-commands.js'
import { clean } from './present/clean.js'
import { profileNames, readProfile, saveProfile } from './profiles.js'
import { Cancelled, type Questions } from './questions.js'
import { runLine } from './run-line.js'
import type { Screen } from './screen.js'
import { Session } from './session.js'
import { type Settings, settle } from './settings.js'
import type { Work } from './work.js'

export interface InteractiveOptions {
  readonly settings: Settings
  readonly catalog: LearningCatalog
  readonly screen: Screen
  readonly questions: Questions
  readonly sure: boolean
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  readonly files: { readonly profiles: string; readonly history: string } | undefined
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly open: (settings: Settings) => Promise<Caller>
}

/** How often a lost server is looked for, and how old the state in the prompt gets, milliseconds. */
const LOOK = 2000
const STALE = 15_000

/** The shell with somebody in front of it, until they leave. */
export async function interact(options: InteractiveOptions): Promise<void> {
  const shell = new Interactive(options)
  try {
    await shell.run()
  } finally {
    await shell.close()
  }
}

class Interactive {
  readonly #options: InteractiveOptions
  readonly #editor: Editor
  #session: Session | undefined
  #values: KnownValues | undefined
  /** Of what runs at the moment. */
  #running: AbortController | undefined
  #looking: NodeJS.Timeout | undefined
  #refreshed = 0
  #left = false

  constructor(options: InteractiveOptions) {
    this.#options = options
    this.#editor = new Editor({
      input: options.input,
      output: options.output,
      terminal: options.screen.terminal,
      history: new History(options.files?.history),
      complete: line => this.#complete(line),
      interrupt: () => this.#interrupt(),
    })
  }

  async run(): Promise<void> {
    await this.#guarded(signal => this.#connect(this.#options.settings, signal))
    let begun = ''
    while (!this.#left) {
      this.#keepUp()
      const typed = await this.#editor.read(begun === '' ? this.#prompt() : '... ')
      if (typed === undefined) break
      // an empty line, or Ctrl-C, is the way out of JSON that has no end
      const text = begun === '' ? typed : `${begun}\n${typed}`
      begun = ''
      if (typed.trim() === '') continue
      await this.#guarded(async signal => {
        const line = readLine(text)
        if (line === 'open') {
          begun = text
          return
        }
        this.#editor.remember(text)
        if (line.words.length > 0) await this.#do(line, signal)
      })
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#looking)
    this.#editor.close()
    await this.#session?.close()
  }

  async #do(line: Line, signal: AbortSignal): Promise<void> {
    const [first, ...rest] = line.words.map(plain)
    const session = this.#session
    if (first === 'exit' || first === 'quit') {
      this.#left = true
      return
    }
    if (first === 'connect') return this.#switch(rest[0], signal)
    if (session === undefined) throw new InputProblem('there is no connection: connect PROFILE')
    if (first === 'use') {
      if (rest.length === 0)
        throw new InputProblem(`use SERVICE: ${session.services.join(', ') || 'there is but one here'}`)
      session.use(rest)
      await session.refresh(signal)
      await session.learn(signal)
    } else if (first === 'profile') this.#save(rest)
    else await runLine(line, this.#work(session, signal))
  }

  #work(session: Session, signal: AbortSignal): Work {
    const { catalog, screen, sure, now } = this.#options
    return { session, catalog, screen, sure, now, signal, questions: this.#questions() }
  }

  /** Questions for which the line editor steps aside. */
  #questions(): Questions {
    const asked = this.#options.questions
    const aside = <T>(ask: () => Promise<T>) => this.#editor.aside(ask)
    return {
      confirm: text => aside(() => asked.confirm(text)),
      input: (text, more) => aside(() => asked.input(text, more)),
      select: (text, choices) => aside(() => asked.select(text, choices)),
      password: text => aside(() => asked.password(text)),
    }
  }

  async #connect(settings: Settings, signal: AbortSignal): Promise<void> {
    const { catalog, now, open, screen } = this.#options
    const session = new Session(await open(settings), settings, catalog, now)
    await this.#session?.close()
    this.#session = session
    this.#values = new KnownValues(session, now)
    try {
      await session.connect(signal)
    } catch (error) {
      if (!(error instanceof CallFailed) || error.failure !== 'unauthorized' || settings.password !== undefined)
        throw error
      screen.say(error.message)
      const questions = this.#questions()
      const user = settings.user ?? (await questions.input('User'))
      return this.#connect({ ...settings, user, password: await questions.password(`Password of ${user}`) }, signal)
    }
    this.#refreshed = now()
    await session.learn(signal)
    const behind = session.services.length > 1 ? `, with ${session.services.join(', ')} (use SERVICE)` : ''
    screen.say(`connected to ${clean(session.title)}${behind}; help says what there is`)
  }

  async #switch(name: string | undefined, signal: AbortSignal): Promise<void> {
    const { files, settings } = this.#options
    if (files === undefined) throw new InputProblem('there is no home folder for profiles')
    if (name === undefined)
      throw new InputProblem(`connect PROFILE: ${profileNames(files.profiles).join(', ') || 'there is none yet'}`)
    await this.#connect(settle({ timeout: settings.timeout }, readProfile(files.profiles, name), undefined), signal)
  }

  #save([verb, name]: readonly string[]): void {
    const { files, screen } = this.#options
    if (files === undefined || this.#session === undefined)
      throw new InputProblem('there is no home folder for profiles')
    if (verb !== 'save' || name === undefined) throw new InputProblem('profile save NAME')
    saveProfile(files.profiles, name, this.#session.settings)
    screen.say(`profile ${name} is in ${files.profiles}, without a password`)
  }

  /** Runs something that Ctrl-C ends; what goes wrong is said, and the shell goes on. */
  async #guarded(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController()
    this.#running = controller
    const { screen } = this.#options
    try {
      await work(controller.signal)
    } catch (error) {
      const known = error instanceof InputProblem || error instanceof CallFailed || error instanceof Cancelled
      if (!known) throw error
      screen.say(screen.style().failure(clean(error.message)))
    } finally {
      this.#running = undefined
    }
  }

  #interrupt(): boolean {
    this.#running?.abort()
    return this.#running !== undefined
  }

  #prompt(): string {
    const session = this.#session
    if (session === undefined) return 'not connected> '
    const state = session.lost ? 'lost' : session.state
    return `${clean(session.title)}${state === '' ? '' : ` (${clean(state)})`}> `
  }

  /** Looks for a lost server, and at the state of one that is there, while somebody thinks of the next line. */
  #keepUp(): void {
    const session = this.#session
    if (session === undefined) return
    if (session.lost) this.#look()
    else if (this.#options.now() - this.#refreshed > STALE) {
      this.#refreshed = this.#options.now()
      const before = this.#prompt()
      void session.isBack(AbortSignal.timeout(LOOK)).then(() => {
        if (session.lost) this.#look()
        if (this.#prompt() !== before) this.#editor.interject(undefined, this.#prompt())
      })
    }
  }

  #look(): void {
    if (this.#looking !== undefined) return
    let busy = false
    const end = (): void => {
      clearInterval(this.#looking)
      this.#looking = undefined
    }
    this.#looking = setInterval(async () => {
      const session = this.#session
      if (session === undefined || !session.lost) return end()
      if (busy || this.#running !== undefined) return
      busy = true
      const back = await session.isBack(AbortSignal.timeout(LOOK))
      busy = false
      if (!back || session !== this.#session) return
      end()
      if (session.services.length === 0) await session.connect(AbortSignal.timeout(LOOK)).catch(() => undefined)
      this.#editor.interject(`${clean(session.title)} is there again`, this.#prompt())
    }, LOOK)
  }

  async #complete(line: string): Promise<Completion> {
    const session = this.#session
    const { catalog, files } = this.#options
    if (session === undefined || this.#values === undefined) return { candidates: [], word: '' }
    const own = Object.fromEntries(OWN_COMMANDS.map(one => [one.word, one.next]))
    if (files !== undefined) own.connect = quietly(() => profileNames(files.profiles))
    return complete(line, {
      catalog,
      own,
      values: this.#values,
      services: session.services,
      commands: () => session.commands(AbortSignal.timeout(LOOK)),
    })
  }
}

function quietly(names: () => string[]): string[] {
  try {
    return names()
  } catch {
    return []
  }
}
