import { Command, Flags } from '@oclif/core'

export default class Probe extends Command {
  static override summary = 'Get one lease from a server and show it.'
  static override description =
    'Plays one client, as a relay on this machine would forward it. Without flags it asks the server that `keats serve` starts without a configuration.'
  static override examples = [
    '<%= config.bin %> probe',
    '<%= config.bin %> probe --server 192.0.2.1 --port 67 --hw-address 02:00:00:00:00:07',
  ]
  static override enableJsonFlag = true
  static override flags = {
    server: Flags.string({ char: 's', default: '127.0.0.1', summary: 'Address of the server.' }),
    port: Flags.integer({ char: 'p', default: 1067, min: 1, max: 65535, summary: 'UDP port of the server.' }),
    'hw-address': Flags.string({
      default: '02:00:00:00:00:01',
      summary: 'Hardware address of the client that is played.',
    }),
    timeout: Flags.integer({ default: 3000, min: 1, max: 60000, summary: 'Milliseconds to wait for each answer.' }),
  }

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Probe)
    const { probe, ProbeFailed } = await import('../perf/probe.js')
    try {
      const lease = await probe({
        server: flags.server,
        port: flags.port,
        hardware: flags['hw-address'],
        patience: flags.timeout,
      })
      this.log(`lease     ${lease.address} for ${lease.lifetime} s from ${lease.server}`)
      for (const [name, text] of Object.entries(lease.options)) this.log(`          ${name}: ${text}`)
      this.log(`took      ${lease.took.toFixed(1)} ms`)
      return lease
    } catch (error) {
      if (!(error instanceof ProbeFailed)) throw error
      this.error(error.message, { exit: 1 })
    }
  }
}
