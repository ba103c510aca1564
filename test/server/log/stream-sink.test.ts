import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'

/** More than a pipe holds (64 KiB), less than may wait (1 MiB). */
const LINES = 8000

/** A process that logs much, closes its log and ends; its standard output is a pipe that Node has made non-blocking. */
const program = `
  import { createLogs } from ${JSON.stringify(new URL('../../../src/server/log/log-tree.ts', import.meta.url).href)}
  import { info } from ${JSON.stringify(new URL('../../../src/server/log/logger.ts', import.meta.url).href)}
  import { SystemClock } from ${JSON.stringify(new URL('../../../src/server/time/system-clock.ts', import.meta.url).href)}
  import { SystemTimers } from ${JSON.stringify(new URL('../../../src/server/time/system-timers.ts', import.meta.url).href)}
  process.stdout.write('first\\n')
  const logs = createLogs([], { root: 'kea-dhcp4', clock: new SystemClock(), timers: new SystemTimers() })
  const logger = logs.logger('x')
  const message = info('ID', 'line %1 of many')
  for (let i = 0; i < ${LINES}; i++) logger.log(message, i)
  logs.close()
  process.exit(0)
`

test('a process that closes its log loses nothing, though the reader of its pipe is late', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise(resolve => setTimeout(resolve, 600))
  let text = ''
  for await (const part of child.stdout) text += part
  const numbers = [...text.matchAll(/ID line (\d+) of many\n/g)].map(([, digits]) => Number(digits))
  expect(numbers).toEqual(Array.from({ length: LINES }, (_, i) => i))
})
