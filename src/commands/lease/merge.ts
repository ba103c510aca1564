import { Args, Command, Flags } from '@oclif/core'

export default class LeaseMerge extends Command {
  static override summary = 'Merge the lease files of several servers.'
  static override description =
    'Of each address the lease whose client was heard last is taken; in one file the last row counts. Addresses that two files give to two clients at one time are told.'
  static override examples = ['<%= config.bin %> lease merge server1.csv server2.csv -o merged.csv']
  static override strict = false
  static override args = {
    file: Args.string({ required: true, description: 'Lease files; "-": standard input.' }),
  }
  static override enableJsonFlag = true
  static override flags = {
    output: Flags.string({ char: 'o', default: '-', helpValue: 'FILE', summary: 'Where the result goes.' }),
    kea: Flags.string({ options: ['2.2', '3'], summary: 'Whose columns are written (default: those read).' }),
  }

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(LeaseMerge)
    const { mergeLeases } = await import('../../lease-tools/merge.js')
    const { commandProgress, refuseTwoOnOne, runTool } = await import('../../lease-tools/command-edge.js')
    return runTool(this, async () => {
      refuseTwoOnOne(flags.output, this.jsonEnabled())
      const merged = await mergeLeases(argv as string[], {
        output: flags.output,
        generation: flags.kea as '2.2' | '3' | undefined,
        progress: commandProgress(),
        conflict: text => this.logToStderr(text),
      })
      const { leases, rows, errors, conflicts } = merged
      this.logToStderr(`${leases} leases of ${rows} rows, ${errors} bad, ${conflicts} with two clients`)
      return merged
    })
  }
}
