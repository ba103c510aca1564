/**
 * A client in a namespace of its own: puts frames on the wire, and tells on stdout what the kernel's own UDP
 * sockets then hear.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { listInterfaces } from '../../../src/net/interfaces.js'
import { openPacketSender, writeLinkAddress } from '../../../src/net/sockets.js'
import { loadSys } from '../../../src/net/sys.js'

export interface PeerTask {
  readonly device: string
  /** UDP ports to hear. */
  readonly ports: readonly number[]
  /** Frames in hexadecimal. */
  readonly frames: readonly string[]
}

const task = JSON.parse(process.argv[2]!) as PeerTask
const say = (what: string, value: unknown): void => void process.stdout.write(`${what} ${JSON.stringify(value)}\n`)

for (const port of task.ports) {
  const socket = createSocket('udp4')
  socket.on('message', (bytes, from) => say('got', { port, text: bytes.toString('latin1'), from: from.address }))
  socket.bind(port)
  await once(socket, 'listening')
}
const sys = (await loadSys())!
const fd = openPacketSender(sys)
const address = Buffer.allocUnsafeSlow(128).fill(0)
writeLinkAddress(address, 0, listInterfaces(sys).find(({ name }) => name === task.device)!.index)
address.writeUInt16BE(0, 2) // protocol 0: sends, receives nothing
sys.bind(fd, address, 20)
for (const frame of task.frames) {
  const bytes = Buffer.from(frame, 'hex')
  const memory = Buffer.allocUnsafeSlow(Math.max(128, bytes.length))
  bytes.copy(memory)
  sys.send(fd, memory, bytes.length)
}
say('sent', task.frames.length)
setInterval(() => {}, 1000)
