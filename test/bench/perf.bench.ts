/**
 * `keats perf` beside perfdhcp, in one run, against a C program that only answers (gcc makes it of perf-echo.c); all may
 * use all cores. `npx tsx test/bench/perf.bench.ts` as root, after `npm run build`. It prints exchanges a second and CPU time an
 * exchange: as many as each can, and at rates that are offered; then the memory that a million clients take.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Lab, type Namespace } from '../kit/namespace.js'
import { pause } from '../kit/running.js'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const PROGRAM = join(HERE, '../../bin/run.js')
const SECONDS = 4
const FROM_TO = ['-l', '10.0.0.2', '10.0.0.1']

interface Measured {
  readonly completed: number
  readonly rate: number
  /** Microseconds. */
  readonly cpu: number
  /** MiB. */
  readonly memory: number
}

/** A line of Python tells what a program took: user and system seconds, KiB at most. */
async function measure(clients: Namespace, argv: readonly string[], completed: RegExp): Promise<Measured> {
  const running = clients.spawn(['python3', '-c', TIMED, ...argv])
  await running.ended(60_000)
  const text = running.lines.join('\n')
  const [, used, kib] = /^took ([\d.]+) (\d+)$/m.exec(text) ?? []
  const done = Number([...text.matchAll(completed)].at(-1)?.[1]?.replaceAll(' ', '') ?? 0)
  const [, rate] = /Rate: ([\d.e+]+)/.exec(text) ?? []
  return { completed: done, rate: Number(rate), cpu: (Number(used) * 1e6) / done, memory: Number(kib) / 1024 }
}

const TIMED = `import resource, subprocess, sys
subprocess.run(sys.argv[1:])
u = resource.getrusage(resource.RUSAGE_CHILDREN)
print("took", u.ru_utime + u.ru_stime, u.ru_maxrss)`

const RECEIVED = /^received packets: (\d+)$/gm

const perfdhcp = (clients: Namespace, ...words: string[]): Promise<Measured> =>
  measure(clients, ['perfdhcp', '-4', ...words, ...FROM_TO], RECEIVED)
const keats = (clients: Namespace, ...words: string[]): Promise<Measured> =>
  measure(clients, [process.execPath, PROGRAM, 'perf', '--perfdhcp-report', ...words, ...FROM_TO], RECEIVED)

function row(name: string, { completed, rate, cpu, memory }: Measured): void {
  const cells = [name.padEnd(44), `${Math.round(rate)}/s`.padStart(10), `${completed} done`.padStart(14)]
  console.log(...cells, `${cpu.toFixed(1)} us`.padStart(9), `${Math.round(memory)} MiB`.padStart(8))
}

const lab = new Lab()
try {
  const server = lab.namespace('server')
  const clients = lab.namespace('clients')
  lab.connect(server, 'eth0', clients, 'eth0')
  server.address('eth0', '10.0.0.1/8')
  clients.address('eth0', '10.0.0.2/8')
  const echo = join(lab.directory, 'echo')
  const made = spawnSync('gcc', ['-O2', '-o', echo, join(HERE, 'perf-echo.c')], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`gcc: ${made.stderr}`)
  server.spawn([echo])
  await pause(300)
  const common = ['-R', '100000', '-p', String(SECONDS), '-W', '300000']
  let best: Measured | undefined
  // perfdhcp loses when it is offered more than it can: its best is the most that it completes at any rate
  for (const offered of ['5000', '10000', '15000', '20000', '25000', '30000']) {
    const theirs = await perfdhcp(clients, '-r', offered, ...common)
    row(`perfdhcp, ${offered}/s offered`, theirs)
    if (best === undefined || theirs.completed > best.completed) best = theirs
    if (Number(offered) <= 20_000)
      row(`keats perf, ${offered}/s offered`, await keats(clients, '-r', offered, ...common))
  }
  for (const window of ['32', '64', '256']) {
    const ours = await keats(clients, '--scenario', 'closed', '--in-flight', window, ...common)
    row(`keats perf, ${window} in flight`, ours)
    const ratio = `${(ours.rate / best!.rate).toFixed(1)} times perfdhcp's best`
    console.log(`  ${ratio}, CPU an exchange ${(ours.cpu / best!.cpu).toFixed(2)} of perfdhcp's there`)
  }
  row(
    'keats perf, a million clients, once each',
    await keats(clients, '--scenario', 'closed', '-n', '1000000', '-R', '1000000'),
  )
} finally {
  await lab.close()
}
