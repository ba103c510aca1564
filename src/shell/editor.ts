import { createInterface, type Interface } from 'node:readline'
import type { Completion } from './completer.js'
import type { History } from './history.js'

export interface EditorOptions {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  readonly terminal: boolean
  readonly history: History
  /** Never rejects. */
  readonly complete: (line: string) => Promise<Completion>
  /** Ctrl-C. True: it was for something that runs; else the line is cleared. */
  readonly interrupt: () => boolean
}

/**
 * The line that is typed: Node's line editor with our history. It stays open while a call runs, so that Ctrl-C is a key
 * and no signal, and steps aside for questions, which have a line of their own.
 */
export class Editor {
  readonly #options: EditorOptions
  readonly #typed: string[] = []
  #interface: Interface | undefined
  #waiting: ((line: string | undefined) => void) | undefined
  #ended = false
  // the array that the line editor walks through with the arrow keys
  #arrows: string[] = []

  constructor(options: EditorOptions) {
    this.#options = options
    this.#open()
  }

  /** The next line; undefined: there is none any more (Ctrl-D). '' after Ctrl-C. */
  read(prompt: string): Promise<string | undefined> {
    const line = this.#typed.shift()
    if (line !== undefined) return Promise.resolve(line)
    if (this.#ended) return Promise.resolve(undefined)
    this.#interface?.setPrompt(prompt)
    this.#interface?.prompt()
    return new Promise(resolve => {
      this.#waiting = resolve
    })
  }

  /** A statement is whole: it goes into the history, its lines as one. */
  remember(statement: string): void {
    this.#options.history.add(statement)
    this.#arrows.splice(0, this.#arrows.length, ...this.#options.history.lines)
  }

  /** Says something while a line may be half typed, and puts that line below, behind a prompt that may be another. */
  interject(text: string | undefined, prompt: string): void {
    if (this.#waiting === undefined || this.#interface === undefined) {
      if (text !== undefined) this.#options.output.write(`${text}\n`)
      return
    }
    if (text !== undefined) this.#options.output.write(`\r\x1b[K${text}\n`)
    this.#interface.setPrompt(prompt)
    this.#interface.prompt(true)
  }

  /** Lets others ask on this terminal. */
  async aside<T>(work: () => Promise<T>): Promise<T> {
    const was = this.#interface
    this.#interface = undefined
    was?.close()
    try {
      return await work()
    } finally {
      this.#open()
    }
  }

  close(): void {
    this.#ended = true
    this.#interface?.close()
  }

  #open(): void {
    const { input, output, terminal, history, complete } = this.#options
    const editor = createInterface({
      input,
      output,
      terminal,
      history: [...history.lines],
      historySize: 2000,
      tabSize: 4,
      completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
        void complete(line).then(({ candidates, word }) => done(null, [[...candidates], word]))
      },
    })
    this.#interface = editor
    // what comes into the history is decided once the statement is whole: passwords do not
    editor.on('history', (lines: string[]) => {
      this.#arrows = lines
      lines.splice(0, lines.length, ...history.lines)
    })
    editor.on('line', line => this.#give(line))
    editor.on('SIGINT', () => this.#interrupted(editor))
    editor.on('close', () => {
      if (this.#interface !== editor) return
      this.#ended = true
      this.#give(undefined)
    })
  }

  #give(line: string | undefined): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting !== undefined) waiting(line)
    else if (line !== undefined) this.#typed.push(line)
  }

  #interrupted(editor: Interface): void {
    this.#typed.length = 0
    if (this.#options.interrupt()) return
    // the line is left on the screen, as shells do
    this.#options.output.write('^C\n')
    editor.write(null, { ctrl: true, name: 'e' })
    editor.write(null, { ctrl: true, name: 'u' })
    this.#give('')
  }
}
