import { defineConfig } from 'vitest/config'

// One after the other: each has the machine's attention, and the name of a failing one says what was running
export default defineConfig({
  test: {
    include: ['test/system/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    disableConsoleIntercept: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
