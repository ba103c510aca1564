import { expect, test } from 'vitest'
import { ProgressBar } from '../../src/lease-tools/progress.js'

function terminal(isTTY: boolean) {
  const written: string[] = []
  return { written, isTTY, columns: 60, write: (text: string) => written.push(text) }
}

test('a bar on a terminal, redrawn now and then, gone at the end', () => {
  let now = 0
  const to = terminal(true)
  const watch = new ProgressBar(to, () => now).watch('reading')!
  watch(1e6, 4e6)
  expect(to.written).toEqual([])
  now = 200
  watch(2e6, 4e6)
  watch(3e6, 4e6)
  expect(to.written).toEqual(['\rreading [###############---------------] 50 %  2 MB of 4 MB\u001b[K'])
  watch(4e6, 4e6)
  expect(to.written.at(-1)).toBe('\r\u001b[K')
})

test('none where there is no terminal, or where the same one is printed to', () => {
  expect(new ProgressBar(terminal(false), () => 0).watch('x')).toBeUndefined()
  const shared = new ProgressBar(terminal(true), () => 0, true)
  expect(shared.watchPrinting('x', '-')).toBeUndefined()
  expect(shared.watchPrinting('x', 'file')).toBeDefined()
})
