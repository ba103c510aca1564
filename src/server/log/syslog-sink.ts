import type { Clock } from '../time/clock.js'
import { DateFormat } from '../time/date-format.js'
import type { Severity } from './logger.js'
import type { Complaint, Sink } from './sink.js'
import { connectDatagrams, type DatagramSocket } from './syslog-socket.js'

/** RFC 5424 6.2.1, table 1. */
const FACILITIES = [
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock'.split(' '),
  'local0 local1 local2 local3 local4 local5 local6 local7'.split(' '),
].flat()

/** RFC 5424 6.2.1, table 2. */
const PRIORITIES: Readonly<Record<Severity, number>> = { FATAL: 2, ERROR: 3, WARN: 4, INFO: 6, DEBUG: 7 }

/** Milliseconds between attempts to reach a log socket that is gone. */
const RETRY = 1000

export interface SyslogPlace {
  /** The name in front of the process id: the root logger's. */
  readonly identity: string
  readonly pid: number
  readonly clock: Clock
  readonly complain: Complaint
  /** Undefined: /dev/log. */
  readonly socket?: string | undefined
}

/**
 * The system log, by datagrams to /dev/log: unlike syslog(3) it never blocks, and two services in one process keep
 * their own identities. Where there is no such socket, lines go to `instead`, with one complaint.
 */
export class SyslogSink implements Sink {
  readonly #place: SyslogPlace
  readonly #facility: number
  readonly #instead: Sink
  readonly #path: string
  readonly #date = new DateFormat('%b %e %H:%M:%S')
  #socket: DatagramSocket | undefined
  #notBefore = Number.NEGATIVE_INFINITY
  #complained = false

  /** `facility`: "local0" when empty, as Kea; upper or lower case. */
  constructor(facility: string, place: SyslogPlace, instead: Sink) {
    const index = FACILITIES.indexOf(facility.toLowerCase() || 'local0')
    this.#facility = index < 0 ? FACILITIES.indexOf('local0') : index
    this.#place = place
    this.#instead = instead
    this.#path = place.socket ?? '/dev/log'
    if (index < 0) place.complain(`syslog has no facility "${facility}"; local0 is used`)
  }

  append(line: string, severity: Severity): void {
    const { identity, pid, clock } = this.#place
    const text = line.endsWith('\n') ? line.slice(0, -1) : line
    const priority = this.#facility * 8 + PRIORITIES[severity]
    // RFC 3164 4.1, without the host name, as programs on the same machine send it
    const datagram = Buffer.from(`<${priority}>${this.#date.format(clock.now())} ${identity}[${pid}]: ${text}`)
    if (!this.#send(datagram)) this.#instead.append(line, severity)
  }

  turn(): void {
    this.#instead.turn()
  }

  flush(): void {
    this.#instead.flush()
  }

  reopen(): void {
    this.#disconnect()
    this.#notBefore = Number.NEGATIVE_INFINITY
  }

  close(): void {
    this.#disconnect()
    this.#instead.close()
  }

  #send(datagram: Uint8Array): boolean {
    if (this.#socket?.send(datagram)) return true
    // the log daemon was restarted: its socket is a new one
    this.#disconnect()
    const now = this.#place.clock.monotonic()
    if (now < this.#notBefore) return false
    this.#socket = connectDatagrams(this.#path)
    if (this.#socket?.send(datagram)) return true
    this.#notBefore = now + RETRY
    if (!this.#complained) this.#place.complain(`${this.#path}: cannot reach syslog; its lines go to stderr`)
    this.#complained = true
    return false
  }

  #disconnect(): void {
    this.#socket?.close()
    this.#socket = undefined
  }
}
