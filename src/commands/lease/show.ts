import { Args, Command, Flags } from '@oclif/core'

export default class LeaseShow extends Command {
  static override summary = 'Show the leases that files tell of.'
  static override description =
    'Reads the lease files of Kea (both families, all versions, with the side files of clean-ups), ISC dhcpd and dnsmasq, and tables with a header. Several files are one history, the last one the newest. Files of any size are read in little memory.'
  static override examples = [
    '<%= config.bin %> lease show /var/lib/kea/kea-leases4.csv',
    '<%= config.bin %> lease show kea-leases4.csv --subnet 1 --expires-before +1h --sort expire',
    '<%= config.bin %> lease show dhcpd.leases --client 02:00:00:00:00:01 --json',
    'zcat old.csv.gz | <%= config.bin %> lease show - --address 192.0.2.0/26 --csv',
  ]
  static override strict = false
  static override args = {
    file: Args.string({ required: true, description: 'Lease files; "-": standard input.' }),
  }
  static override flags = {
    subnet: Flags.integer({ multiple: true, multipleNonGreedy: true, helpValue: 'ID', summary: 'In this subnet.' }),
    address: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'CIDR',
      summary: 'This address, in this prefix, or in FIRST-LAST.',
    }),
    client: Flags.string({
      helpValue: 'HEX',
      summary: 'Of this hardware address, client identifier or DUID; "...00:01": that ends so.',
    }),
    hostname: Flags.string({ helpValue: 'NAME', summary: 'Of this name; "*" stands for anything.' }),
    state: Flags.string({
      helpValue: 'NAME',
      summary: 'In this state: default, declined, expired-reclaimed, released.',
    }),
    expired: Flags.boolean({ summary: 'That have ended.' }),
    'expires-before': Flags.string({
      helpValue: 'TIME',
      summary: 'That end before this time (2026-11-20 18:30, +2h).',
    }),
    columns: Flags.string({ helpValue: 'NAMES', summary: 'Columns, joined by commas.' }),
    sort: Flags.string({ helpValue: 'COLUMN', summary: 'Sort by this column; "-COLUMN": the last first.' }),
    limit: Flags.integer({ min: 1, summary: 'No more leases than this.' }),
    count: Flags.boolean({ summary: 'Print how many there are, no more.' }),
    all: Flags.boolean({ summary: 'Of dhcpd: leases that have ended or were given back, too.' }),
    from: Flags.string({ options: ['kea', 'isc', 'dnsmasq', 'csv'], summary: 'What the files are (default: seen).' }),
    csv: Flags.boolean({ exclusive: ['json'], summary: 'As a table for spreadsheets.' }),
    json: Flags.boolean({ summary: 'As a JSON list, a lease a line.' }),
    output: Flags.string({ char: 'o', default: '-', helpValue: 'FILE', summary: 'Where to write it.' }),
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(LeaseShow)
    const { showLeases } = await import('../../lease-tools/show.js')
    const { commandProgress, runTool } = await import('../../lease-tools/command-edge.js')
    await runTool(this, () =>
      showLeases(argv as string[], {
        ...flags,
        filter: { ...flags, expiresBefore: flags['expires-before'] },
        format: flags.from as 'kea' | 'isc' | 'dnsmasq' | 'csv' | undefined,
        form: flags.json ? 'json' : flags.csv ? 'csv' : 'table',
        now: Math.trunc(Date.now() / 1000),
        progress: commandProgress(),
      }),
    )
  }
}
