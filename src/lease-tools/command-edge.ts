import { LeaseToolFailed } from './lease-tool-failed.js'
import { ReaderGone } from './output.js'
import { ProgressBar } from './progress.js'

/** A progress bar on this process's standard error. */
export function commandProgress(): ProgressBar {
  return new ProgressBar(process.stderr, () => performance.now(), process.stdout.isTTY)
}

/** One stream cannot be the result and a report on it in JSON. Throws LeaseToolFailed. */
export function refuseTwoOnOne(output: string, json: boolean): void {
  if (json && output === '-')
    throw new LeaseToolFailed('--json reports on standard output: say with -o where the result goes')
}

/**
 * Do the work of a command. What a tool says went wrong becomes one line and exit status 1; a reader that has gone (`| head`)
 * is no fault.
 */
export async function runTool<T>(
  command: { error(message: string, options: { exit: number }): never },
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof ReaderGone) return undefined
    if (thrown instanceof LeaseToolFailed) command.error(thrown.message, { exit: 1 })
    throw thrown
  }
}
