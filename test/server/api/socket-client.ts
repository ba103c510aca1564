import { connect } from 'node:net'

/** Sends bytes to a UNIX socket or port and gives all that comes back until the other side closes. */
export function exchange(
  to: string | number,
  parts: readonly (string | Buffer)[],
  { end = false, wait = 0 }: { readonly end?: boolean; readonly wait?: number } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = typeof to === 'string' ? connect(to) : connect(to, '127.0.0.1')
    let got = ''
    socket.setEncoding('utf8')
    socket.on('data', piece => {
      got += piece
    })
    socket.on('error', error => ((error as NodeJS.ErrnoException).code === 'EPIPE' ? undefined : reject(error)))
    socket.on('close', () => resolve(got))
    socket.on('connect', async () => {
      for (const part of parts) {
        socket.write(part)
        if (parts.length > 1) await new Promise(go => setTimeout(go, wait))
      }
      if (end) socket.end()
    })
  })
}
