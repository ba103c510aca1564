import { AgentMember } from './agent-member.js'
import { FrontDoor } from './api/http/front-door.js'
import { listed } from './api/listed.js'
import type { MemberName, ServiceName } from './config/served.js'
import { greeting } from './greeting.js'
import { CannotServe, Launch, type ServeRequest } from './launch.js'
import { AlreadyRunning, pidFilePath, takePidFile } from './pid-file.js'
import { ServiceGroup, serviceTitle } from './service-group.js'
import { Supervisor } from './supervisor.js'
import { SystemTimers } from './time/system-timers.js'

export { CannotServe, type ServeRequest } from './launch.js'

/** Whom the running server tells of what happens, besides its log. */
export interface ServeConsole {
  out(line: string): void
  error(line: string): void
}

/**
 * Serve until a signal ends it: SIGTERM and SIGINT stop, SIGHUP reads the configuration again. Resolves with the exit
 * code of the process. Rejects with CannotServe when it cannot start. `program`: what the threads run.
 */
export async function serve(request: ServeRequest, console: ServeConsole, program?: URL): Promise<number> {
  const launch = await Launch.of(request)
  const release = await hold(launch)
  try {
    return await run(launch, console, program)
  } finally {
    release()
  }
}

/** Take the PID file, one for all services. Returns how to give it back. */
async function hold(launch: Launch): Promise<() => void> {
  const pidFile = pidFilePath(launch.dataDir, launch.files[0])
  try {
    return takePidFile(pidFile)
  } catch (error) {
    if (error instanceof AlreadyRunning) {
      const [service = 'dhcp4'] = await launch.asked()
      throw new CannotServe(`${service.toUpperCase()}_ALREADY_RUNNING keats already running? ${error.message}`)
    }
    throw new CannotServe(
      `cannot write the PID file ${pidFile}: ${(error as Error).message} (--data-dir names another place)`,
    )
  }
}

async function run(launch: Launch, console: ServeConsole, program: URL | undefined): Promise<number> {
  const timers = new SystemTimers()
  const services = new Map<ServiceName, Supervisor>()
  const group = new ServiceGroup({
    asked: () => launch.asked(),
    supervise(member, asked) {
      if (member === 'agent') return new AgentMember(launch, services, timers, code => leave('agent', code))
      const supervisor: Supervisor = new Supervisor(
        launch.optionsOf(member, asked),
        {
          crashed: reason => crashed(member, reason),
          doors: sockets => door.configure(sockets),
          shutdown: code => leave(member, code),
        },
        program,
      )
      const { commands, logs } = supervisor
      const unsecured = launch.unsafe ? 'warn' : 'refuse'
      const door = new FrontDoor({ commands: listed(commands), logs, timers, unsecured })
      services.set(member, supervisor)
      return supervisor
    },
  })
  const crashed = (service: ServiceName, reason: string): void =>
    console.error(`The ${serviceTitle(service)} service ended unexpectedly and is started again: ${reason}`)
  /** A command ends one member; the process ends with the last one. */
  const leave = (member: MemberName, code: number): void => {
    void group.end(member).then(left => left === 0 && end?.(code))
  }
  let end: ((code: number) => void) | undefined
  const ended = new Promise<number>(resolve => {
    end = resolve
  })
  const stop = (): void => end?.(0)
  const reload = async (): Promise<void> => {
    const trouble = await group.follow()
    if (trouble === undefined) return
    const stays = trouble.refused ? 'The configuration stays as it was.' : 'It stays as it was there.'
    console.error(`${trouble.text}\n${stays}`)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('SIGHUP', reload)
  try {
    // a signal that comes while it starts ends it, too
    const problems = await Promise.race([group.start(), ended.then(() => undefined)])
    if (problems !== undefined) throw new CannotServe(problems)
    if (launch.text !== undefined && group.serving.size > 0)
      for (const line of greeting(group.serving, launch.builtin)) console.out(line)
    return await ended
  } finally {
    await group.stop()
    process.off('SIGTERM', stop)
    process.off('SIGINT', stop)
    process.off('SIGHUP', reload)
  }
}
