import { Args, Command, Flags } from '@oclif/core'

type Format = 'kea' | 'isc' | 'dnsmasq' | 'csv'
type Target = 'kea4' | 'kea6' | 'kea-2.2' | 'json' | 'csv'

export default class LeaseConvert extends Command {
  static override summary = 'Convert leases of ISC dhcpd, dnsmasq, a table or Kea to a lease file.'
  static override description =
    'Leases that somebody has (and addresses out of use) are taken, with --all the others too. Which subnet each is in comes from the configuration that is to serve them. What has no counterpart is counted and told, with the first line of each.'
  static override examples = [
    '<%= config.bin %> lease convert dhcpd.leases --to kea4 -c kea-dhcp4.conf -o kea-leases4.csv',
    '<%= config.bin %> lease convert dnsmasq.leases --to kea4 --subnet-id 1 --lifetime 43200 -o kea-leases4.csv',
    '<%= config.bin %> lease convert kea-leases6.csv --to kea-2.2 -o for-2.2.csv',
  ]
  static override strict = false
  static override args = {
    file: Args.string({ required: true, description: 'Lease files; "-": standard input.' }),
  }
  static override enableJsonFlag = true
  static override flags = {
    from: Flags.string({ options: ['isc', 'kea', 'dnsmasq', 'csv'], summary: 'What the files are (default: seen).' }),
    to: Flags.string({
      options: ['kea4', 'kea6', 'kea-2.2', 'json', 'csv'],
      required: true,
      summary: 'What to make: a lease file of Kea 3 or (of either family) of Kea 2.2, JSON, or a table.',
    }),
    config: Flags.string({
      char: 'c',
      multiple: true,
      multipleNonGreedy: true,
      default: [],
      helpValue: 'FILE',
      summary: 'Kea configuration file: the ids of the subnets.',
    }),
    'subnet-id': Flags.integer({ min: 1, summary: 'Without -c: the subnet of all leases that say none.' }),
    lifetime: Flags.integer({
      default: 3600,
      min: 1,
      summary: 'Seconds of leases whose file does not say it (dnsmasq), counted back from their end.',
    }),
    all: Flags.boolean({ summary: 'Also leases that have ended, were given back or reclaimed.' }),
    output: Flags.string({ char: 'o', default: '-', helpValue: 'FILE', summary: 'Where the result goes.' }),
  }

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(LeaseConvert)
    const { convertLeases } = await import('../../lease-tools/convert.js')
    const { noteText } = await import('../../lease-tools/note-report.js')
    const { commandProgress, refuseTwoOnOne, runTool } = await import('../../lease-tools/command-edge.js')
    return runTool(this, async () => {
      refuseTwoOnOne(flags.output, this.jsonEnabled())
      const { leases, notes } = await convertLeases(argv as string[], {
        ...flags,
        from: flags.from as Format | undefined,
        to: flags.to as Target,
        subnetId: flags['subnet-id'],
        now: Math.trunc(Date.now() / 1000),
        progress: commandProgress(),
      })
      for (const note of notes) this.logToStderr(noteText(note))
      this.logToStderr(`${leases} leases`)
      return { leases, notes }
    })
  }
}
