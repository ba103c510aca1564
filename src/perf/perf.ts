import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { listInterfaces } from '../net/interfaces.js'
import { loadSys } from '../net/sys.js'
import { announcement } from './announcement.js'
import { addressTowards } from './conversation.js'
import { defaultRouteInterfaces } from './default-route.js'
import type { Plan } from './plan.js'
import { csvOf } from './report/csv.js'
import { Dashboard } from './report/dashboard.js'
import { diagnosticLines } from './report/diagnostics.js'
import { htmlOf } from './report/html.js'
import { openingLines, perfdhcpReport, periodicLine } from './report/perfdhcp-text.js'
import { exitCodeOf, type Report, reportOf } from './report/report.js'
import { reportLines } from './report/text.js'
import { startRun } from './run.js'
import type { Progress } from './thread-messages.js'
import { type PerfFlags, planOf } from './usage.js'

export { PerfFailed } from './run.js'
export { PerfUsage } from './usage.js'

/** How the run is shown, and what becomes of its report. */
export interface Showing {
  /** The command line, for perfdhcp's report. */
  readonly words: readonly string[]
  readonly perfdhcp: boolean
  /** Seconds between two lines while it runs; 0: none. */
  readonly every: number
  readonly separator: string | undefined
  readonly diagnostics: string
  readonly strict: boolean
  readonly csv: string | undefined
  readonly html: string | undefined
  /** A command that is called with start and stop. */
  readonly wrapped: string | undefined
  /** Do not ask. */
  readonly sure: boolean
  /** Only the report as data is wanted: everything else goes to standard error. */
  readonly quiet: boolean
}

/** Where a run is shown. */
export interface Terminal {
  print(line: string): void
  /** For what is not the result. */
  note(line: string): void
  /** A terminal that can be drawn on; undefined otherwise. */
  readonly screen: { write(text: string): void; readonly columns: number } | undefined
  ask(question: string): Promise<boolean>
  /** Calls back when the user wants the run to end; returns how to stop listening. */
  onInterrupt(stop: () => void): () => void
}

/** Plan, play and report. Rejects with PerfUsage or PerfFailed. Undefined: the user said no. */
export async function runPerf(
  flags: PerfFlags,
  showing: Showing,
  terminal: Terminal,
): Promise<{ report: Report; code: number } | undefined> {
  const interfaces = listInterfaces(await loadSys())
  const family = flags.v6 ? 6 : 4
  const plan = await planOf(flags, {
    interfaces,
    addressTowards: server => addressTowards({ family, server, port: flags['remote-port'] || 67 }),
    now: Date.now(),
  })
  const { perfdhcp, quiet } = showing
  if (perfdhcp) for (const line of openingLines(showing.words, plan)) terminal.print(line)
  else terminal.note(announcement(plan))
  if (!(await mayRun(plan, showing, terminal))) return undefined
  if (perfdhcp && showing.diagnostics.includes('a')) for (const line of describePlan(plan)) terminal.print(line)
  wrap(showing.wrapped, 'start')
  const began = new Date()
  const before = process.cpuUsage()
  const board = terminal.screen !== undefined && !perfdhcp && !quiet ? new Dashboard(terminal.screen, plan) : undefined
  const shown = periodic(plan, showing, terminal)
  const run = startRun(plan, progress => {
    board?.show(progress)
    if (board === undefined) shown(progress)
  })
  const quit = terminal.onInterrupt(() => run.stop())
  try {
    const tallies = await run.ended
    const { user, system } = process.cpuUsage(before)
    const report = reportOf(plan, tallies, { began, cpu: user + system })
    board?.clear()
    const lines = perfdhcp ? perfdhcpReport(report, plan) : reportLines(report)
    if (perfdhcp && report.reason !== '' && showing.diagnostics.includes('e')) terminal.print(report.reason)
    if (!quiet) for (const line of lines) terminal.print(line)
    if (!quiet) for (const line of diagnosticLines(showing.diagnostics, plan, tallies)) terminal.print(line)
    if (showing.csv !== undefined) writeFileSync(showing.csv, csvOf(report))
    if (showing.html !== undefined) writeFileSync(showing.html, htmlOf(report))
    return { report, code: exitCodeOf(report, showing.strict) }
  } finally {
    quit()
    board?.clear()
    wrap(showing.wrapped, 'stop')
  }
}

/** Broadcast on the network that everybody here uses is asked about first. */
async function mayRun(plan: Plan, { sure }: Showing, terminal: Terminal): Promise<boolean> {
  const loud = plan.mode === 'direct' || plan.servers.includes('255.255.255.255')
  if (sure || !loud || terminal.screen === undefined || !defaultRouteInterfaces().includes(plan.device)) return true
  return terminal.ask(
    `${plan.device} carries the default route: every DHCP server on it will be asked for leases. Go on?`,
  )
}

/** perfdhcp prints a line every -t seconds; a run without a terminal, one every ten. */
function periodic(
  plan: Plan,
  { perfdhcp, every, separator, quiet }: Showing,
  terminal: Terminal,
): (progress: Progress) => void {
  const wait = every > 0 ? every : perfdhcp ? 0 : 10
  let next = performance.now() + wait * 1000
  return progress => {
    if (wait === 0 || performance.now() < next) return
    next += wait * 1000
    const line = periodicLine(progress, plan, separator)
    if (quiet) terminal.note(line)
    else terminal.print(line)
  }
}

function wrap(command: string | undefined, argument: 'start' | 'stop'): void {
  if (command !== undefined) spawnSync(command, [argument], { stdio: 'inherit' })
}

function describePlan(plan: Plan): string[] {
  return Object.entries(plan).map(
    ([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
  )
}
