import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/system/**', 'node_modules/**'],
    pool: 'threads',
    isolate: false,
    disableConsoleIntercept: true,
    testTimeout: 30_000,
  },
})
