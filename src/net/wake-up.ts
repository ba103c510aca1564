import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { openUdpSocket } from './sockets.js'
import type { Sys } from './sys.js'

/** Called for the datagram that libuv has read; the rest still waits in the socket. */
export type WakeUp = (first: Buffer, from: RemoteInfo) => void

/**
 * Let the event loop watch a UDP socket. dgram owns the descriptor from here on. dgram hands over one datagram a turn
 * and cannot be paused; whoever is woken drains the rest himself.
 */
export function wakeByUdp(sys: Sys, fd: number, v6: boolean, run: WakeUp, onError: (error: Error) => void): Socket {
  const socket = createSocket(v6 ? 'udp6' : 'udp4')
  socket.on('message', run)
  socket.on('error', onError)
  socket.bind({ fd })
  sys.handOver(fd)
  return socket
}

/** What the event loop watches, and the descriptor under which it does. */
export interface PacketWakeUp {
  readonly socket: Socket
  readonly fd: number
}

/**
 * Let the event loop watch a packet socket. dgram refuses such descriptors, so it is given a spare UDP socket, under
 * whose number the packet socket is put before libuv registers it with epoll, which it does on its next turn only.
 */
export function wakeByPacket(sys: Sys, fd: number, run: WakeUp, onError: (error: Error) => void): PacketWakeUp {
  const spare = openUdpSocket(sys, { device: undefined, address: new Uint8Array(4), port: 0 })
  const socket = wakeByUdp(sys, spare, false, run, onError)
  sys.replace(fd, spare)
  sys.close(fd)
  return { socket, fd: spare }
}
