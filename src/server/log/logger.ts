/** Kea's severities, ordered. */
export type Severity = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL'

/**
 * A log message, declared once in the messages.ts of the room that says it. The text has Kea's %1, %2 ... places.
 * Ids and texts are interface: scripts and monitoring read them.
 */
export interface Message {
  readonly id: string
  readonly severity: Severity
  /** Debug level 0..99; 0 for what is not DEBUG. */
  readonly level: number
  readonly text: string
  /** One number that orders severity and debug level: higher is more important. See rankOf(). */
  readonly rank: number
}

export type LogArgument = string | number | bigint | boolean

/** A named logger ("leases", "dhcp4"). Check `on()` before building arguments: off costs one comparison. */
export interface Logger {
  readonly name: string
  on(message: Message): boolean
  /** Write the message if its level is on. */
  log(message: Message, ...args: LogArgument[]): void
}

/** Where rooms get their loggers. Names are Kea's, without the root ("leases" is "kea-dhcp4.leases" in the file). */
export interface Logs {
  logger(name: string): Logger
}

/** FATAL 500 > ERROR 400 > WARN 300 > INFO 200 > DEBUG level 0 .. 99: 100 .. 1. */
export function rankOf(severity: Severity, level: number): number {
  switch (severity) {
    case 'FATAL':
      return 500
    case 'ERROR':
      return 400
    case 'WARN':
      return 300
    case 'INFO':
      return 200
    default:
      return 100 - level
  }
}

function declare(id: string, severity: Severity, level: number, text: string): Message {
  return { id, severity, level, text, rank: rankOf(severity, level) }
}

export const debug = (level: number, id: string, text: string): Message => declare(id, 'DEBUG', level, text)
export const info = (id: string, text: string): Message => declare(id, 'INFO', 0, text)
export const warn = (id: string, text: string): Message => declare(id, 'WARN', 0, text)
export const error = (id: string, text: string): Message => declare(id, 'ERROR', 0, text)
export const fatal = (id: string, text: string): Message => declare(id, 'FATAL', 0, text)
