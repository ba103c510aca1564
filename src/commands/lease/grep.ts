import { Args, Command, Flags } from '@oclif/core'

export default class LeaseGrep extends Command {
  static override summary = 'Who had an address, and when; which addresses a client had.'
  static override description =
    'Reads lease files as the history that they are: every row counts. Give rotated files and copies first, the oldest at the beginning. A clean-up forgets what was before it.'
  static override examples = [
    "<%= config.bin %> lease grep kea-leases4.csv --address 192.0.2.7 --at '2026-11-20 18:30'",
    '<%= config.bin %> lease grep leases.csv.7 leases.csv.6 kea-leases4.csv --client 02:00:00:00:00:01 --after -7d',
  ]
  static override strict = false
  static override args = {
    file: Args.string({ required: true, description: 'Lease files; "-": standard input.' }),
  }
  static override enableJsonFlag = true
  static override flags = {
    address: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'CIDR',
      summary: 'Of this address, prefix or range.',
    }),
    client: Flags.string({
      helpValue: 'HEX',
      summary: 'Of this hardware address, client identifier or DUID ("...00:01": that ends so).',
    }),
    hostname: Flags.string({ helpValue: 'NAME', summary: 'Of this name; "*" stands for anything.' }),
    subnet: Flags.integer({ multiple: true, multipleNonGreedy: true, helpValue: 'ID', summary: 'In this subnet.' }),
    at: Flags.string({ helpValue: 'TIME', exclusive: ['after', 'before'], summary: 'Who had it at this time.' }),
    after: Flags.string({ helpValue: 'TIME', summary: 'Not before this time.' }),
    before: Flags.string({ helpValue: 'TIME', summary: 'Not after this time.' }),
  }

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(LeaseGrep)
    const { grepLeases } = await import('../../lease-tools/grep.js')
    const { cell } = await import('../../shell/present/clean.js')
    const { formatTime } = await import('../../lease-tools/time-text.js')
    const { commandProgress, runTool } = await import('../../lease-tools/command-edge.js')
    return runTool(this, async () => {
      const holdings: object[] = []
      await grepLeases(argv as string[], {
        filter: flags,
        at: flags.at,
        after: flags.after,
        before: flags.before,
        now: Math.trunc(Date.now() / 1000),
        progress: commandProgress(),
        holding: one => {
          holdings.push(one)
          const until = formatTime(one.until ?? Number.POSITIVE_INFINITY)
          const who = [one['hw-address'], one['client-id'], one.hostname].filter(text => text !== '').join('  ')
          this.log(cell(`${one.address}  ${formatTime(one.from)} - ${until} (${one.end})  ${who}`))
          this.log(`    ${one.rows} rows, ${one.first} to ${one.last}`)
        },
      })
      if (holdings.length === 0) process.exitCode = 1
      return holdings
    })
  }
}
