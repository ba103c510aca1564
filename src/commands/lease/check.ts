import { Args, Command, Flags } from '@oclif/core'

/** Problems that --json lists; all are counted. */
const LISTED = 10_000

export default class LeaseCheck extends Command {
  static override summary = 'Check a lease file: every row that is wrong, with its line and the reason.'
  static override description =
    'Bad rows, rows that say nothing new, addresses given to a second client while the first had them, clients with two leases in one subnet, and with -c leases outside the subnets of the configuration. Exit status 1 when there is any. --fix writes the rows that can be used, and to OUT.rejected those that cannot: bad ones, duplicates, and those outside.'
  static override examples = [
    '<%= config.bin %> lease check /var/lib/kea/kea-leases4.csv -c /etc/kea/kea-dhcp4.conf',
    '<%= config.bin %> lease check broken.csv --fix repaired.csv',
  ]
  static override enableJsonFlag = true
  static override args = { file: Args.string({ required: true, description: 'Lease file; "-": standard input.' }) }
  static override flags = {
    config: Flags.string({
      char: 'c',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE',
      summary: 'Kea configuration file whose subnets the leases must be in.',
    }),
    fix: Flags.string({ helpValue: 'OUT', summary: 'Write the good rows to OUT, the others to OUT.rejected.' }),
    from: Flags.string({ options: ['kea', 'isc', 'dnsmasq', 'csv'], summary: 'What the file is (default: seen).' }),
  }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(LeaseCheck)
    const { cell } = await import('../../shell/present/clean.js')
    const { checkFile } = await import('../../lease-tools/check-file.js')
    const { commandProgress, runTool } = await import('../../lease-tools/command-edge.js')
    return runTool(this, async () => {
      const problems: object[] = []
      const checked = await checkFile(args.file, {
        config: flags.config,
        format: flags.from as 'kea' | 'isc' | 'dnsmasq' | 'csv' | undefined,
        fix: flags.fix,
        now: Math.trunc(Date.now() / 1000),
        progress: commandProgress(),
        problem: problem => {
          this.log(cell(`${problem.file}:${problem.line}: ${problem.reason}`))
          if (this.jsonEnabled() && problems.length < LISTED) problems.push(problem)
        },
      })
      const counts = Object.entries(checked.counts).map(([kind, count]) => `${count} ${kind}`)
      this.log(`${checked.rows} rows, ${checked.leases} leases: ${counts.join(', ') || 'nothing is wrong'}`)
      if (checked.problems > 0) process.exitCode = 1
      return { ...checked, problems, listed: problems.length }
    })
  }
}
