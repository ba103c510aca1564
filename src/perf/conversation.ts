import { createSocket, type Socket } from 'node:dgram'

/** The exchange did not end in a lease; the message says at which step and why. */
export class ProbeFailed extends Error {}

/** Whom a conversation is with. */
export interface Peer {
  readonly family: 4 | 6
  /** Address, or name, of the server; a scope ("ff02::1:2%eth0") may follow. */
  readonly server: string
  readonly port: number
  /** Milliseconds to wait for each answer. */
  readonly patience: number
}

/** Questions to one server over one UDP socket, one at a time. */
export class Conversation {
  /** The address that this machine reaches the server from, without scope. */
  readonly localAddress: string
  readonly localPort: number
  readonly #peer: Peer
  readonly #socket: Socket

  private constructor(peer: Peer, socket: Socket, localAddress: string) {
    this.#peer = peer
    this.#socket = socket
    this.localAddress = localAddress
    this.localPort = socket.address().port
  }

  /** `ports`: those to speak from, the first that is free; 0 is any. Rejects with ProbeFailed. */
  static async open(peer: Peer, ports: readonly number[]): Promise<Conversation> {
    const localAddress = await addressTowards(peer)
    let failure = ''
    for (const port of ports) {
      const bound = await boundSocket(peer, port)
      if (typeof bound !== 'string') return new Conversation(peer, bound, localAddress)
      failure = bound
    }
    throw new ProbeFailed(`cannot listen for the answers of ${peer.server}: ${failure}`)
  }

  /**
   * Send the message and wait for its answer. `hear` gives what the answer comes to, undefined for what is none; it may
   * throw ProbeFailed. `name`: of the message, for people.
   */
  ask<T>(name: string, message: Uint8Array, hear: (bytes: Buffer) => T | undefined): Promise<T> {
    const { server, port, patience } = this.#peer
    const socket = this.#socket
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer)
        socket.removeListener('message', listen)
      }
      const fail = (text: string): void => {
        done()
        reject(new ProbeFailed(text))
      }
      const timer = setTimeout(() => {
        fail(`no answer to ${name} from ${server} port ${port} within ${patience} ms`)
      }, patience)
      const listen = (bytes: Buffer): void => {
        try {
          const heard = hear(bytes)
          if (heard === undefined) return
          done()
          resolve(heard)
        } catch (error) {
          done()
          reject(error)
        }
      }
      socket.on('message', listen)
      socket.send(message, port, server, error => {
        if (error !== null) fail(`${name} cannot be sent to ${server}: ${error.message}`)
      })
    })
  }

  close(): void {
    this.#socket.close()
  }
}

/** A bound socket, or why there is none. */
function boundSocket({ family }: Peer, port: number): Promise<Socket | string> {
  const socket = createSocket(family === 4 ? 'udp4' : 'udp6')
  return new Promise(resolve => {
    const failed = (error: Error): void => {
      socket.close()
      resolve(error.message)
    }
    socket.once('error', failed)
    socket.bind(port, () => {
      socket.removeListener('error', failed)
      // what ICMP reports of a server that is not there: the patience tells as much
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

function addressTowards({ family, server, port }: Peer): Promise<string> {
  return new Promise((resolve, reject) => {
    const finder = createSocket(family === 4 ? 'udp4' : 'udp6')
    finder.once('error', error => {
      finder.close()
      reject(new ProbeFailed(`${server} cannot be reached: ${error.message}`))
    })
    finder.connect(port, server, () => {
      const { address } = finder.address()
      finder.close()
      resolve(address.split('%', 1)[0]!)
    })
  })
}
