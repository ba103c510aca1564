import { Args, Command, Flags } from '@oclif/core'

export default class LeaseStats extends Command {
  static override summary = 'Count leases: how full subnets and pools are, when leases end, who asks most.'
  static override description =
    'With --earlier, an older copy of the file, it tells when each subnet will be full if leases go on to become more as they did.'
  static override examples = [
    '<%= config.bin %> lease stats kea-leases4.csv -c kea-dhcp4.conf',
    '<%= config.bin %> lease stats kea-leases4.csv -c kea-dhcp4.conf --earlier last-week.csv',
  ]
  static override strict = false
  static override args = {
    file: Args.string({ required: true, description: 'Lease files; "-": standard input.' }),
  }
  static override enableJsonFlag = true
  static override flags = {
    config: Flags.string({
      char: 'c',
      multiple: true,
      multipleNonGreedy: true,
      default: [],
      helpValue: 'FILE',
      summary: 'Kea configuration file: subnets and pools.',
    }),
    earlier: Flags.string({ helpValue: 'FILE', summary: 'An older copy of the file.' }),
    top: Flags.integer({ default: 10, min: 0, max: 1000, summary: 'So many of the clients that wrote most rows.' }),
  }

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(LeaseStats)
    const { leaseStats } = await import('../../lease-tools/stats.js')
    const { statsTexts } = await import('../../lease-tools/stats-text.js')
    const { commandProgress, runTool } = await import('../../lease-tools/command-edge.js')
    return runTool(this, async () => {
      const stats = await leaseStats(argv as string[], {
        ...flags,
        earlier: flags.earlier,
        now: Math.trunc(Date.now() / 1000),
        progress: commandProgress(),
      })
      for (const line of statsTexts(stats)) this.log(line)
      return stats
    })
  }
}
