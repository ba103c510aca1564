import { type Caller, CallFailed } from '../client/caller.js'
import { openHttp } from '../client/http-client.js'
import { SocketClient } from '../client/socket-client.js'
import { InputProblem } from './input-problem.js'
import type { Settings } from './settings.js'

/** Opens the way to a server; nothing is sent yet. `agent` is the User-Agent. Throws InputProblem for bad files. */
export async function openCaller(settings: Settings, agent: string): Promise<Caller> {
  const timeout = settings.timeout * 1000
  if (settings.socket !== undefined) return new SocketClient({ path: settings.socket, timeout })
  const { host, port, path, ca, cert, key, user, password } = settings
  try {
    return await openHttp({
      host,
      port,
      path,
      tls: ca === undefined ? undefined : { ca, cert, key },
      user,
      password,
      timeout,
      agent,
    })
  } catch (error) {
    if (error instanceof CallFailed) throw new InputProblem(error.message)
    throw error
  }
}
