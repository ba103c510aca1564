// A service that comes up, opens a descriptor, and dies by an exception the first time it is asked to reload.
import { openSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'

if (workerData.files.includes('refused')) parentPort.postMessage({ kind: 'failed', text: 'file:1:1: error: nothing' })
else {
  const fd = openSync(new URL(import.meta.url), 'r')
  parentPort.postMessage({ kind: 'descriptor', fd, open: true })
  parentPort.postMessage({ kind: 'ready', listens: [`fd ${fd}`], leaseFile: undefined })
  parentPort.on('message', request => {
    if (request.kind === 'reload') throw new Error('reload is deadly')
    parentPort.postMessage({ kind: 'stopped' })
    parentPort.close()
  })
}
