import { hostname } from 'node:os'
import { threadId } from 'node:worker_threads'
import type { LoggerConfig, LogOutputConfig } from '../config/decided.js'
import type { Clock, Timers } from '../time/clock.js'
import { Destinations } from './destinations.js'
import { type LogArgument, type Logger, type Logs, type Message, rankOf } from './logger.js'
import { MessageText } from './message-text.js'
import { defaultPattern, LineFormat, type Place, severities, syslogPattern } from './pattern.js'
import type { Complaint, Sink } from './sink.js'

export interface LogRooms {
  /** The root logger: "kea-dhcp4". */
  readonly root: string
  readonly clock: Clock
  readonly timers: Timers
  /** `-d`: everything is logged, debug level 99, whatever the configuration says; to where it says, and to the terminal. */
  readonly verbose?: boolean
  /** What patterns show; undefined: of this process and thread. */
  readonly place?: Place
  /** Who hears of files that cannot be written; undefined: stderr. */
  readonly complain?: Complaint
  /** Path of the log socket; undefined: /dev/log. */
  readonly syslogSocket?: string
  /** Every line goes here, whatever outputs the configuration names. */
  readonly sink?: Sink
}

interface Output {
  readonly sink: Sink
  readonly format: LineFormat
}

/** Where the log goes when nothing says otherwise: INFO on standard output. */
const fallback: LogOutputConfig = { output: 'stdout', maxSize: 0, maxVersions: 1, flush: true, pattern: '' }

/** ERROR and FATAL do not wait for the end of the turn. */
const URGENT = rankOf('ERROR', 0)

/**
 * The loggers in use before the configuration is read.
 *
 * @param destination the environment's KEA_LOGGER_DESTINATION: stdout, stderr, syslog, syslog:FACILITY or a path
 */
export function startupLoggers(root: string, destination: string | undefined): LoggerConfig[] {
  const outputs = [{ ...fallback, output: destination || 'stdout' }]
  return [{ name: root, severity: 'INFO', debugLevel: 0, outputs }]
}

/** Loggers as the configuration wants them. Names that do not begin with the root are taken as below it. */
export function createLogs(configs: readonly LoggerConfig[], rooms: LogRooms): LogTree {
  return new LogTree(configs, rooms)
}

/** All loggers of one server, and what they write to. */
export class LogTree implements Logs {
  readonly #rooms: LogRooms
  readonly #place: Place
  readonly #destinations: Destinations
  readonly #loggers = new Map<string, TreeLogger>()
  readonly #texts = new Map<Message, MessageText>()
  readonly #endTurn = (): void => {
    this.#turnEnds = false
    if (this.#rooms.sink !== undefined) this.#rooms.sink.turn()
    else this.#destinations.turn()
  }
  #configs: ReadonlyMap<string, LoggerConfig> = new Map()
  #turnEnds = false
  #closed = false

  constructor(configs: readonly LoggerConfig[], rooms: LogRooms) {
    this.#rooms = rooms
    this.#place = rooms.place ?? {
      pid: process.pid,
      thread: threadId,
      hostname: hostname(),
      environment: process.env,
      started: rooms.clock.now(),
    }
    const { root, clock, timers, complain, syslogSocket } = rooms
    this.#destinations = new Destinations({ root, pid: this.#place.pid, clock, timers, complain, syslogSocket })
    this.reconfigure(configs)
  }

  /** The logger of that name below the root ("leases"); '' is the root itself. The same object every time. */
  logger(name: string): Logger {
    let logger = this.#loggers.get(name)
    if (logger === undefined) {
      logger = new TreeLogger(name, this)
      this.#loggers.set(name, logger)
      this.#configure(logger)
      this.#settle()
    }
    return logger
  }

  /** A new configuration: every logger handed out so far follows it. */
  reconfigure(configs: readonly LoggerConfig[]): void {
    this.#configs = new Map(configs.map(config => [this.#fullName(config.name), config]))
    for (const logger of this.#loggers.values()) this.#configure(logger)
    this.#settle()
  }

  /** Log files were moved away: go on in new ones. */
  reopen(): void {
    if (this.#rooms.sink !== undefined) this.#rooms.sink.reopen()
    else this.#destinations.reopen()
  }

  /** Write everything that was logged, now. */
  flush(): void {
    if (this.#rooms.sink !== undefined) this.#rooms.sink.flush()
    else this.#destinations.flush()
  }

  /** flush(), then close all files. What is logged later is lost. */
  close(): void {
    this.#closed = true
    for (const logger of this.#loggers.values()) logger.threshold = Number.POSITIVE_INFINITY
    if (this.#rooms.sink !== undefined) this.#rooms.sink.close()
    else this.#destinations.close()
  }

  /** For TreeLogger: a line that is on. */
  write(outputs: readonly Output[], message: Message, args: readonly LogArgument[]): void {
    let text = this.#texts.get(message)
    if (text === undefined) {
      text = new MessageText(message)
      this.#texts.set(message, text)
    }
    const time = this.#rooms.clock.now()
    const severity = severities.indexOf(message.severity)
    const body = text.expand(args)
    for (const { sink, format } of outputs) {
      sink.append(format.line(time, severity, body), message.severity)
      if (message.rank >= URGENT) sink.flush()
    }
    if (this.#turnEnds) return
    this.#turnEnds = true
    this.#rooms.timers.soon(this.#endTurn)
  }

  #fullName(name: string): string {
    const { root } = this.#rooms
    return name === '' || name === root ? root : name.startsWith(`${root}.`) ? name : `${root}.${name}`
  }

  #configure(logger: TreeLogger): void {
    const source = this.#fullName(logger.name)
    const chain = this.#chain(source)
    logger.threshold = this.#closed ? Number.POSITIVE_INFINITY : this.#threshold(chain[0])
    const configured = this.#shown(chain.find(config => config.outputs.length > 0)?.outputs ?? [fallback])
    logger.outputs = configured.map(output => {
      const pattern = output.pattern || (isSyslog(output) ? syslogPattern : defaultPattern)
      const sink = this.#rooms.sink ?? this.#destinations.of(output)
      return { sink, format: new LineFormat(pattern, source, this.#place) }
    })
  }

  /** `-d` is for somebody who watches: what goes to files only is shown on the terminal too. */
  #shown(outputs: readonly LogOutputConfig[]): readonly LogOutputConfig[] {
    const shown = outputs.some(({ output }) => output === 'stdout' || output === 'stderr')
    return this.#rooms.verbose !== true || shown ? outputs : [...outputs, fallback]
  }

  /** What is configured for this logger and those above it, the nearest first. */
  #chain(source: string): LoggerConfig[] {
    const chain: LoggerConfig[] = []
    for (let name = source; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
      const config = this.#configs.get(name)
      if (config !== undefined) chain.push(config)
    }
    return chain
  }

  #threshold(config: LoggerConfig | undefined): number {
    if (this.#rooms.verbose) return rankOf('DEBUG', 99)
    if (config === undefined) return rankOf('INFO', 0)
    return config.severity === 'NONE' ? Number.POSITIVE_INFINITY : rankOf(config.severity, config.debugLevel)
  }

  #settle(): void {
    if (this.#rooms.sink !== undefined) return
    // outputs that no logger uses yet are kept open: their loggers come later
    for (const config of this.#configs.values()) for (const output of config.outputs) this.#destinations.of(output)
    this.#destinations.of(fallback)
    this.#destinations.settle()
  }
}

class TreeLogger implements Logger {
  readonly name: string
  readonly #tree: LogTree
  /** The rank from which messages are written. */
  threshold = 0
  outputs: readonly Output[] = []

  constructor(name: string, tree: LogTree) {
    this.name = name
    this.#tree = tree
  }

  on(message: Message): boolean {
    return message.rank >= this.threshold
  }

  log(message: Message, ...args: LogArgument[]): void {
    if (message.rank >= this.threshold) this.#tree.write(this.outputs, message, args)
  }
}

function isSyslog(output: LogOutputConfig): boolean {
  return output.output === 'syslog' || output.output.startsWith('syslog:')
}
