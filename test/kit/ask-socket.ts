import { connect } from 'node:net'

/** Sends a text to a control socket as it is; resolves with the text of the reply. */
export function askSocket(path: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    let reply = ''
    socket.setEncoding('utf8')
    socket.on('connect', () => socket.write(text))
    socket.on('data', part => {
      reply += part
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(reply))
  })
}
