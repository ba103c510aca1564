import type { Verdict } from './walk.js'

/**
 * Hears how one packet fares. It looks at the exchange between two steps and changes nothing. Packets that nobody
 * follows cost one comparison.
 */
export interface PacketTrace {
  /** The step was walked, after whatever it had to wait for. */
  after(step: string, said: Verdict): void
  /** The walk is over: 'drop' ended it, or all steps were walked. */
  ended(said: Verdict): void
  /** A step threw. */
  failed(reason: unknown): void
}

/** Begins to follow a packet that is about to walk; undefined: not this one. */
export type Tracer<X> = (x: X) => PacketTrace | undefined

/** Who wants to follow packets, of one service. Filters by client are the tracer's; by what is known later, its report's. */
export class Tracers<X> {
  #tracers: readonly Tracer<X>[] = []
  /** Does anybody follow packets? */
  heard = false

  /** Follow packets from the next one on, until remove() is called. */
  add(tracer: Tracer<X>): { remove(): void } {
    // a wrapper of its own, so that the same function added twice is two tracers
    const entry: Tracer<X> = x => tracer(x)
    this.#set([...this.#tracers, entry])
    return { remove: () => this.#set(this.#tracers.filter(other => other !== entry)) }
  }

  begin(x: X): PacketTrace | undefined {
    const traces = this.#tracers.map(tracer => tracer(x)).filter(trace => trace !== undefined)
    return traces.length > 1 ? new SeveralTraces(traces) : traces[0]
  }

  #set(tracers: readonly Tracer<X>[]): void {
    this.#tracers = tracers
    this.heard = tracers.length > 0
  }
}

class SeveralTraces implements PacketTrace {
  readonly #traces: readonly PacketTrace[]

  constructor(traces: readonly PacketTrace[]) {
    this.#traces = traces
  }

  after(step: string, said: Verdict): void {
    for (const trace of this.#traces) trace.after(step, said)
  }

  ended(said: Verdict): void {
    for (const trace of this.#traces) trace.ended(said)
  }

  failed(reason: unknown): void {
    for (const trace of this.#traces) trace.failed(reason)
  }
}
