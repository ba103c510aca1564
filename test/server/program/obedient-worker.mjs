// A service without a network. Its configuration is a JSON file that says what to do with each service's part of it:
// "sound", "wrong" (refused), "unable" (fails when applied) or "deadly" (the thread dies of reading it). What it says it
// listens on is the number of a descriptor that it opened, and the word that is in force.
import { fstatSync, readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import koffi from 'koffi'

const { service, files, endedBefore } = workerData
const tell = event => parentPort.postMessage(event)
// AF_UNIX, SOCK_DGRAM: opened by a system call, so that Node does not close it with the thread
const libc = koffi.load(null)
const openSocket = () => libc.func('int socket(int, int, int)')(1, 2, 0)
const close = libc.func('int close(int)')
let fd
let checked

parentPort.on('message', ({ kind }) => {
  switch (kind) {
    case 'check':
      checked = JSON.parse(readFileSync(files[0], 'utf8'))[service]
      if (checked === 'deadly') throw new Error('reading is deadly')
      tell({ kind: 'checked', problems: checked === 'wrong' ? `${service} is wrong` : undefined })
      break
    case 'apply':
      if (checked === 'unable') return tell({ kind: 'applied', problems: 'no such folder' })
      if (fd === undefined) {
        fd = openSocket()
        tell({ kind: 'descriptor', fd, inode: fstatSync(fd).ino })
      }
      tell({ kind: 'applied', problems: undefined, listens: [String(fd), checked], leaseFile: endedBefore })
      break
    case 'stop':
      if (fd !== undefined) {
        close(fd)
        tell({ kind: 'descriptor', fd, inode: undefined })
      }
      tell({ kind: 'stopped' })
      parentPort.close()
  }
})
