import { parentPort, workerData } from 'node:worker_threads'
import { DhcpService } from './dhcp-service.js'
import { dhcp4 } from './service-family.js'
import type { ServiceEvent, ServiceOptions, ServiceRequest } from './service-options.js'
import { systemRooms } from './service-rooms.js'

// The thread of one service. It reads its configuration itself: what is decided holds closures, which cannot be posted.
const port = parentPort!
const tell = (event: ServiceEvent): void => port.postMessage(event)
const rooms = await systemRooms((fd, open) => tell({ kind: 'descriptor', fd, open }))
const service = new DhcpService(dhcp4, workerData as ServiceOptions, rooms)

port.on('message', (request: ServiceRequest) => {
  const done = request.kind === 'stop' ? stop() : reload()
  done.catch(error => {
    throw error
  })
})

async function reload(): Promise<void> {
  const problems = await service.reload()
  tell({ kind: 'reloaded', ok: problems === undefined, text: problems ?? '' })
}

async function stop(): Promise<void> {
  await service.stop()
  tell({ kind: 'stopped' })
  port.close()
}

const problems = await service.start()
tell(
  problems === undefined
    ? { kind: 'ready', listens: service.listens, leaseFile: service.leaseFile }
    : { kind: 'failed', text: problems },
)
