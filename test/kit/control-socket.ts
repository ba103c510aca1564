import { connect } from 'node:net'

/** What a server answers on its control socket. `result` 0 is success. */
export interface ControlReply {
  readonly result: number
  readonly text?: string
  readonly arguments?: Readonly<Record<string, unknown>>
}

/** One command to a server's UNIX socket: one connection, one object each way. */
export function control(path: string, command: string, args?: Record<string, unknown>): Promise<ControlReply> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    let text = ''
    socket.setEncoding('utf8')
    socket.on('connect', () =>
      socket.write(JSON.stringify(args === undefined ? { command } : { command, arguments: args })),
    )
    socket.on('data', part => {
      text += part
    })
    socket.on('error', reject)
    socket.on('close', () => {
      try {
        resolve(JSON.parse(text) as ControlReply)
      } catch {
        reject(new Error(`${command}: not JSON: ${text}`))
      }
    })
  })
}

/** The newest value of a statistic. */
export async function statistic(path: string, name: string): Promise<number> {
  const reply = await control(path, 'statistic-get', { name })
  const samples = reply.arguments?.[name] as [number, string][] | undefined
  const newest = samples?.[0]
  if (newest === undefined) throw new Error(`no statistic ${name}: ${JSON.stringify(reply)}`)
  return newest[0]
}
