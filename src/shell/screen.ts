import { Chalk } from 'chalk'
import { PLAIN, type Style } from './present/present.js'

/** Where answers are shown. */
export interface Screen {
  write(text: string): void
  /** What is said about the work itself: errors, hints. */
  say(text: string): void
  /** How answers look here; asked for each, since windows are resized. */
  style(): Style
  /** Whether somebody sits in front of it. */
  readonly terminal: boolean
}

interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** A screen on two streams. Colours follow NO_COLOR and the terminal; `columns` counts where the stream has none. */
export function streamScreen(out: Output, errors: Output, env: Readonly<Record<string, string | undefined>>): Screen {
  const terminal = out.isTTY === true
  const coloured = terminal && !env.NO_COLOR && env.TERM !== 'dumb'
  const chalk = new Chalk({ level: coloured ? 1 : 0 })
  return {
    terminal,
    write: text => void out.write(text),
    say: text => void errors.write(`${text}\n`),
    style: () =>
      terminal
        ? {
            width: out.columns || Number(env.COLUMNS) || 80,
            heading: text => chalk.bold(text),
            quiet: text => chalk.dim(text),
            warning: text => chalk.yellow(text),
            failure: text => chalk.red(text),
          }
        : PLAIN,
  }
}
