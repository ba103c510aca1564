import type { Namespace } from './namespace.js'
import type { Running } from './running.js'

export interface Load6 {
  readonly namespace: Namespace
  readonly device: string
  /** perfdhcp's words. */
  readonly wish: 'address-only' | 'prefix-only' | 'address-and-prefix'
  /** Exchanges a second. */
  readonly rate: number
  readonly seconds: number
}

/** What perfdhcp says of a run: of SOLICIT and ADVERTISE first, then of REQUEST and REPLY. */
export interface Report6 {
  /** 0; 3 when some answers did not come. */
  readonly code: number
  readonly sent: readonly number[]
  readonly received: readonly number[]
  readonly drops: readonly number[]
  /** Addresses and prefixes that were given to two clients. */
  readonly twice: readonly number[]
  readonly text: string
}

/** perfdhcp -6 on one cable, writing to ff02::1:2; every exchange is another client's. */
export function startLoad6({ namespace, device, wish, rate, seconds }: Load6): Running {
  // -u: leases are checked to be unique; -d: an answer is lost that takes longer than 2 s; -W: wait as long (in us) for
  // the answers to the last ones
  const argv = ['perfdhcp', '-6', '-u', '-e', wish, '-r', String(rate), '-R', '1000000', '-p', String(seconds)]
  return namespace.spawn([...argv, '-d', '2', '-W', '2000000', '-l', device, 'all'])
}

/** Waits for the end of a load. */
export async function reportOf(running: Running, milliseconds = 30_000): Promise<Report6> {
  const code = await running.ended(milliseconds)
  const numbers = (label: string): number[] =>
    running.lines.flatMap(line => (line.startsWith(`${label}: `) ? [Number(line.slice(label.length + 2))] : []))
  return {
    code,
    sent: numbers('sent packets'),
    received: numbers('received packets'),
    drops: numbers('drops'),
    twice: numbers('non unique addresses'),
    text: running.lines.join('\n'),
  }
}
