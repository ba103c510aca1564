import { Args, Command, Flags } from '@oclif/core'

export default class LeaseSplit extends Command {
  static override summary = 'Split a lease file: one file for each subnet.'
  static override examples = ['<%= config.bin %> lease split kea-leases4.csv --by subnet --prefix leases']
  static override strict = false
  static override args = {
    file: Args.string({ required: true, description: 'Lease files; "-": standard input.' }),
  }
  static override enableJsonFlag = true
  static override flags = {
    by: Flags.string({ options: ['subnet', 'state'], default: 'subnet', summary: 'What each file is of.' }),
    prefix: Flags.string({
      default: 'leases',
      helpValue: 'PATH',
      summary: 'What the names of the files begin with: PATH-1.csv for subnet 1.',
    }),
    kea: Flags.string({ options: ['2.2', '3'], summary: 'Whose columns are written (default: those read).' }),
  }

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(LeaseSplit)
    const { splitLeases } = await import('../../lease-tools/split.js')
    const { commandProgress, runTool } = await import('../../lease-tools/command-edge.js')
    return runTool(this, async () => {
      const parts = await splitLeases(argv as string[], {
        by: flags.by as 'subnet' | 'state',
        prefix: flags.prefix,
        generation: flags.kea as '2.2' | '3' | undefined,
        progress: commandProgress(),
      })
      for (const { file, leases } of parts) this.log(`${file}: ${leases} leases`)
      return parts
    })
  }
}
