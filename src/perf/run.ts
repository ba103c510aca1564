import { Worker } from 'node:worker_threads'
import type { Plan } from './plan.js'
import type { Tally } from './tally.js'
import type { Progress, Said, ThreadBrief } from './thread-messages.js'

/** The run could not begin, or a thread of it failed; the message says why. */
export class PerfFailed extends Error {}

/** A run that goes on. */
export interface Run {
  /** What the threads measured; rejects with PerfFailed. */
  readonly ended: Promise<readonly Tally[]>
  /** End it before its time; it still tells what it measured. */
  stop(): void
}

/** Play the plan in threads of its own. `onProgress` is called several times a second with the sum over all threads. */
export function startRun(
  plan: Plan,
  onProgress: (progress: Progress) => void,
  program = new URL('./thread.js', import.meta.url),
): Run {
  const signals = new Int32Array(new SharedArrayBuffer(8))
  const progresses = new Map<number, Progress>()
  const workers: Worker[] = []
  let ready = 0
  const one = (thread: number): Promise<Tally> =>
    new Promise((resolve, reject) => {
      const brief: ThreadBrief = { plan, thread, signals }
      const worker = new Worker(program, { workerData: brief })
      workers.push(worker)
      worker.on('error', error => reject(new PerfFailed(error.message)))
      worker.on('exit', () => reject(new PerfFailed('a thread ended without its report')))
      worker.on('message', (said: Said) => {
        if (said.failed !== undefined) reject(new PerfFailed(said.failed))
        if (said.ready && ++ready === plan.threads) {
          Atomics.store(signals, 0, 1)
          Atomics.notify(signals, 0)
        }
        if (said.progress !== undefined) {
          progresses.set(thread, said.progress)
          onProgress(sumOf([...progresses.values()]))
        }
        if (said.tally !== undefined) resolve(said.tally)
      })
    })
  const ended = (async () => {
    try {
      const tallies: Promise<Tally>[] = []
      // one after the other, so that the n-th socket that shares the port is that of thread n
      for (let thread = 0; thread < plan.threads; thread++) {
        const tally = one(thread)
        tally.catch(() => {})
        tallies.push(tally)
        const worker = workers[thread]!
        if (thread + 1 < plan.threads)
          await Promise.race([new Promise(resolve => worker.once('message', resolve)), tally])
      }
      return await Promise.all(tallies)
    } finally {
      Atomics.store(signals, 1, 1)
      Atomics.store(signals, 0, 1)
      Atomics.notify(signals, 0)
      await Promise.all(workers.map(worker => worker.terminate()))
    }
  })()
  return { ended, stop: () => void Atomics.store(signals, 1, 1) }
}

function sumOf(all: readonly Progress[]): Progress {
  const [first, ...others] = all as [Progress, ...Progress[]]
  return others.reduce<Progress>(
    (sum, one) => ({
      share: Math.min(sum.share, one.share),
      kinds: sum.kinds.map((kind, i) => {
        const other = one.kinds[i]!
        return {
          sent: kind.sent + other.sent,
          received: kind.received + other.received,
          dropped: kind.dropped + other.dropped,
          rejected: kind.rejected + other.rejected,
        }
      }),
      completed: sum.completed + one.completed,
      moment: sum.moment === undefined ? one.moment : one.moment && joined(sum.moment, one.moment),
    }),
    first,
  )
}

function joined(
  a: NonNullable<Progress['moment']>,
  b: NonNullable<Progress['moment']>,
): NonNullable<Progress['moment']> {
  return {
    second: Math.max(a.second, b.second),
    sent: a.sent + b.sent,
    completed: a.completed + b.completed,
    lost: a.lost + b.lost,
    p50: Math.max(a.p50, b.p50),
    p99: Math.max(a.p99, b.p99),
    max: Math.max(a.max, b.max),
  }
}
