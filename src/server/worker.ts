import { fstatSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { ThreadCommands } from './api/thread-messages.js'
import type { ServiceEvent, ServiceOptions, ServiceRequest } from './service-options.js'
import { systemRooms } from './service-rooms.js'
import { serviceTable } from './service-table.js'

// The thread of one service. It reads its configuration itself: what is decided holds closures, which cannot be posted.
const port = parentPort!
const tell = (event: ServiceEvent): void => port.postMessage(event)
const options = workerData as ServiceOptions
const system = await systemRooms((fd, open) =>
  tell({ kind: 'descriptor', fd, inode: open ? fstatSync(fd).ino : undefined }),
)
/** Takes the answer of the main thread to what doors are wanted; the service wants one set of them at a time. */
let doorsAnswered: ((problems: string | undefined) => void) | undefined
const service = serviceTable[options.service](options, {
  ...system,
  openDoors: sockets =>
    new Promise(resolve => {
      doorsAnswered = resolve
      tell({ kind: 'doors', sockets })
    }),
  shutdown: code => tell({ kind: 'shutdown', code }),
})
const commands = new ThreadCommands({ ask: request => service.commands.ask(request) }, tell)

port.on('message', (request: ServiceRequest) => {
  // what fails here is nobody's to handle: the thread ends, and the supervisor starts another
  answer(request).catch(error => {
    throw error
  })
})

async function answer(request: ServiceRequest): Promise<void> {
  switch (request.kind) {
    case 'check':
      tell({ kind: 'checked', problems: await service.check() })
      break
    case 'apply': {
      const problems = await service.apply()
      if (problems !== undefined) tell({ kind: 'applied', problems })
      else tell({ kind: 'applied', problems, listens: service.listens, leaseFile: service.leaseFile })
      break
    }
    case 'discard':
      service.discard(request.reason)
      break
    case 'stop':
      await service.stop()
      tell({ kind: 'stopped' })
      port.close()
      break
    case 'doors-answer':
      doorsAnswered?.(request.problems)
      break
    case 'log':
      service.logs.logger(request.logger).log(request.message, ...request.args)
      break
    default:
      commands.heard(request)
  }
}
