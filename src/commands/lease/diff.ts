import { Args, Command, Flags } from '@oclif/core'

export default class LeaseDiff extends Command {
  static override summary = 'Compare the leases of two files.'
  static override description =
    'What each file says now is compared, not its rows: a file and what a clean-up made of it do not differ. Exit status 1 when something differs.'
  static override examples = [
    '<%= config.bin %> lease diff primary.csv secondary.csv --ignore expire,cltt',
    '<%= config.bin %> lease diff dhcpd.leases kea-leases4.csv --ignore subnet-id',
  ]
  static override enableJsonFlag = true
  static override args = {
    first: Args.string({ required: true, description: 'Lease file of any form.' }),
    second: Args.string({ required: true, description: 'The one to compare it with.' }),
  }
  static override flags = {
    ignore: Flags.string({ default: '', helpValue: 'COLUMNS', summary: 'Columns that may differ, joined by commas.' }),
  }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(LeaseDiff)
    const { differenceText, diffLeases } = await import('../../lease-tools/diff.js')
    const { commandProgress, runTool } = await import('../../lease-tools/command-edge.js')
    return runTool(this, async () => {
      const differences: object[] = []
      const counts = await diffLeases(args.first, args.second, {
        ignore: flags.ignore === '' ? [] : flags.ignore.split(','),
        progress: commandProgress(),
        difference: one => {
          if (this.jsonEnabled()) differences.push(one)
          else this.log(differenceText(one))
        },
      })
      const { same, added, removed, changed } = counts
      this.log(`${same} the same, ${added} added, ${removed} removed, ${changed} changed`)
      if (added + removed + changed > 0) process.exitCode = 1
      return { ...counts, differences }
    })
  }
}
