import { writeSync } from 'node:fs'
import type { LogOutputConfig } from '../config/decided.js'
import type { Clock, Timers } from '../time/clock.js'
import { FileSink } from './file-sink.js'
import type { Complaint, Sink } from './sink.js'
import { StreamSink } from './stream-sink.js'
import { SyslogSink } from './syslog-sink.js'

export interface DestinationRooms {
  /** The root logger's name: who speaks in syslog and in complaints. */
  readonly root: string
  readonly pid: number
  readonly clock: Clock
  readonly timers: Timers
  readonly complain?: Complaint | undefined
  /** Path of the log socket; undefined: /dev/log. */
  readonly syslogSocket?: string | undefined
}

/** One sink for each place that is written to, however many loggers write there. */
export class Destinations {
  readonly #rooms: DestinationRooms
  readonly #complain: Complaint
  #sinks = new Map<string, Sink>()
  #used = new Map<string, Sink>()

  constructor(rooms: DestinationRooms) {
    this.#rooms = rooms
    this.#complain = rooms.complain ?? (text => complainOn(2, `${rooms.root}: ${text}\n`))
  }

  /** The sink of an output; those of the same file share one, and the limits named last hold. */
  of(output: LogOutputConfig): Sink {
    const key = output.output
    const sink = this.#used.get(key) ?? this.#sinks.get(key) ?? this.#open(output)
    if (sink instanceof FileSink) sink.limit(output)
    this.#used.set(key, sink)
    return sink
  }

  /** All outputs of a configuration have been asked for: close those that are no longer needed. */
  settle(): void {
    for (const [key, sink] of this.#sinks) if (this.#used.get(key) !== sink) sink.close()
    this.#sinks = this.#used
    this.#used = new Map()
  }

  turn(): void {
    for (const sink of this.#sinks.values()) sink.turn()
  }

  flush(): void {
    for (const sink of this.#sinks.values()) sink.flush()
  }

  reopen(): void {
    for (const sink of this.#sinks.values()) sink.reopen()
  }

  close(): void {
    for (const sink of this.#sinks.values()) sink.close()
    this.#sinks.clear()
  }

  #open(output: LogOutputConfig): Sink {
    const { root, pid, clock, timers, syslogSocket } = this.#rooms
    const name = output.output
    if (name === 'stdout') return new StreamSink(1, timers, this.#complain)
    if (name === 'stderr') return new StreamSink(2, timers, this.#complain)
    if (name === 'syslog' || name.startsWith('syslog:')) {
      const place = { identity: root, pid, clock, complain: this.#complain, socket: syslogSocket }
      return new SyslogSink(name.slice('syslog:'.length), place, new StreamSink(2, timers, this.#complain))
    }
    return new FileSink(name, output, clock, timers, this.#complain)
  }
}

function complainOn(fd: number, text: string): void {
  try {
    writeSync(fd, text)
  } catch {
    // nobody reads stderr: there is no one left to tell
  }
}
