// The thread of a service, which dies of a fault when it finds the file DATA-DIR/die-SERVICE.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { workerData } from 'node:worker_threads'

const sentence = join(workerData.dataDir, `die-${workerData.service}`)
setInterval(() => {
  if (!existsSync(sentence)) return
  rmSync(sentence)
  throw new Error('a fault of this test')
}, 10).unref()
await import('../../../dist/server/worker.js')
