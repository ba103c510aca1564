import { connect } from 'node:net'

/** What a server answers on its control socket. `result` 0 is success. */
export interface ControlReply {
  readonly result: number
  readonly text?: string
  readonly arguments?: Readonly<Record<string, unknown>>
}

/** One command to a server's UNIX socket: one connection, one object each way. */
export async function control(path: string, command: string, args?: Record<string, unknown>): Promise<ControlReply> {
  const text = await talk(path, JSON.stringify(args === undefined ? { command } : { command, arguments: args }))
  try {
    return JSON.parse(text) as ControlReply
  } catch {
    throw new Error(`${command}: not JSON: ${text}`)
  }
}

/** What comes back for a text, as it stands. */
export function talk(path: string, text: string): Promise<string> {
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

/** The newest value of a statistic. */
export async function statistic(path: string, name: string): Promise<number> {
  const reply = await control(path, 'statistic-get', { name })
  const samples = reply.arguments?.[name] as [number, string][] | undefined
  const newest = samples?.[0]
  if (newest === undefined) throw new Error(`no statistic ${name}: ${JSON.stringify(reply)}`)
  return newest[0]
}
