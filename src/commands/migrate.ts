import { Args, Command, Flags } from '@oclif/core'
import type { Answers } from '../migrate/guided.js'

/** oclif's types know letters only, its parser takes any character. */
function digit(char: '4' | '6'): never {
  return char as never
}

export default class Migrate extends Command {
  static override summary =
    'Turn the configuration and the leases of ISC dhcpd, or of dnsmasq, into those of Keats and Kea.'
  static override description =
    'Writes kea-dhcp4.conf, kea-dhcp6.conf, kea-dhcp-ddns.conf, lease files and a report that says of every statement what became of it. Without files, on a terminal, it asks. Exit code 0: written; 1: an input cannot be read, nothing is written; 2: with --strict something is left to a person, nothing is written; 3: written, but the check refuses the result.'
  static override examples = [
    '<%= config.bin %> migrate',
    '<%= config.bin %> migrate /etc/dhcp/dhcpd.conf -o kea --leases /var/lib/dhcp/dhcpd.leases',
    '<%= config.bin %> migrate dhcpd.conf dhcpd6.conf -o kea --target kea-2.2 --strict',
    '<%= config.bin %> migrate --from dnsmasq /etc/dnsmasq.conf -o kea',
    '<%= config.bin %> migrate - < dhcpd.conf > kea-dhcp4.conf',
  ]
  static override enableJsonFlag = true
  static override args = {
    file: Args.string({ description: 'dhcpd.conf or dnsmasq.conf; - for standard input.' }),
    second: Args.string({ description: 'The file of the other family.' }),
  }
  static override flags = {
    output: Flags.string({
      char: 'o',
      helpValue: 'DIR',
      summary: 'Folder to write to; - for standard output (default). With -i, a file.',
    }),
    input: Flags.string({ char: 'i', helpValue: 'FILE', summary: 'The same as naming the file, as keama has it.' }),
    leases: Flags.string({ helpValue: 'FILE', summary: 'dhcpd.leases of DHCPv4.' }),
    leases6: Flags.string({ helpValue: 'FILE', summary: 'dhcpd6.leases of DHCPv6.' }),
    dhcp4: Flags.boolean({
      char: digit('4'),
      exclusive: ['dhcp6'],
      summary: 'The file is of DHCPv4 (default: what it declares).',
    }),
    dhcp6: Flags.boolean({ char: digit('6'), summary: 'The file is of DHCPv6.' }),
    target: Flags.string({
      options: ['keats', 'kea-2.2', 'kea-3'],
      default: 'keats',
      summary: 'Who is to read the result.',
    }),
    from: Flags.string({ options: ['isc', 'dnsmasq'], default: 'isc', summary: 'Whose configuration it is.' }),
    report: Flags.string({
      options: ['md', 'json'],
      default: 'md',
      summary: 'Form of the report that stands beside the result.',
    }),
    strict: Flags.boolean({ summary: 'Write nothing if any statement is left to a person.' }),
    resolve: Flags.string({
      char: 'r',
      options: ['perform', 'fatal', 'pass'],
      default: 'pass',
      summary: 'Host names where Kea wants addresses: ask DNS, stop, or leave them to a person.',
    }),
    interface: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME',
      summary: 'Interface to listen on (default: all).',
    }),
    'hook-path': Flags.string({ char: 'l', helpValue: 'DIR', summary: "Folder of Kea's hook libraries." }),
    defaults: Flags.boolean({
      char: 'D',
      summary: "dhcpd's own lifetimes are always written; taken for keama's sake.",
    }),
    'in-subnets': Flags.boolean({
      char: 'N',
      summary: "Reservations always stand in their subnets; taken for keama's sake.",
    }),
    role: Flags.string({
      options: ['primary', 'secondary'],
      summary: 'Which server of a failover pair the result is for.',
    }),
    'peer-port': Flags.integer({
      min: 1,
      max: 65535,
      summary: 'Port at which the servers of a pair call each other (default: 8000).',
    }),
  }

  async run(): Promise<unknown> {
    const { flags, args } = await this.parse(Migrate)
    const { run } = await import('../migrate/run.js')
    const named = [args.file, args.second, flags.input].filter(file => file !== undefined)
    const guided = named.length === 0 && process.stdin.isTTY === true
    const answers = guided ? await this.askPerson() : undefined
    if (guided && answers === undefined) return this.exit(1)
    const { lookupAddresses } = await import('../migrate/resolve.js')
    const outcome = await run({
      inputs: named.length === 0 ? ['-'] : named,
      from: flags.from as 'isc' | 'dnsmasq',
      family: flags.dhcp6 ? 6 : flags.dhcp4 ? 4 : undefined,
      target: flags.target as 'keats' | 'kea-2.2' | 'kea-3',
      output: flags.output ?? '-',
      outputIsFile: flags.input !== undefined,
      leases4: flags.leases,
      leases6: flags.leases6,
      report: flags.report as 'md' | 'json',
      strict: flags.strict || flags.resolve === 'fatal',
      resolve: flags.resolve === 'perform' ? lookupAddresses : undefined,
      interfaces: flags.interface,
      hookPath: flags['hook-path'],
      pair: { role: flags.role as 'primary' | 'secondary' | undefined, port: flags['peer-port'] },
      now: Math.floor(Date.now() / 1000),
      ...answers,
    })
    for (const text of outcome.out) this.log(text.trimEnd())
    for (const line of outcome.lines) this.logToStderr(line)
    process.exitCode = outcome.code
    return this.jsonEnabled() ? outcome.report() : undefined
  }

  private async askPerson(): Promise<Answers | undefined> {
    const { ask } = await import('../migrate/guided.js')
    const { Cancelled, terminalQuestions } = await import('../shell/questions.js')
    try {
      return await ask(terminalQuestions(), text => this.log(text))
    } catch (error) {
      if (error instanceof Cancelled) return undefined
      throw error
    }
  }
}
