import { spawn } from 'node:child_process'
import { Running } from '../kit/running.js'
import { keatsCommand } from '../kit/server-process.js'

/** `keats serve` on this machine's own network, with these arguments. */
export class Served extends Running {
  constructor(args: readonly string[]) {
    const [program, ...flags] = keatsCommand()
    super(spawn(program!, [...flags, ...args], { stdio: ['ignore', 'pipe', 'pipe'], detached: true }), 'keats serve')
  }
}
