import { createInterface } from 'node:readline/promises'
import { Args, Command, Flags } from '@oclif/core'

/** oclif's types know letters only, its parser takes any character. */
function digit(char: '1' | '4' | '6'): never {
  return char as never
}

/** Given more than once: for the first and the second message of an exchange. */
const twice = { multiple: true, multipleNonGreedy: true, default: [] } as {
  multiple: true
  multipleNonGreedy: true
  default: never[]
}

export default class Perf extends Command {
  static override summary = 'Play many DHCP clients against a server, measure it and check every answer.'
  static override description =
    "Takes perfdhcp's flags and has its exit codes: 0 all was answered, 1 an error, 3 something was lost; 4, with --strict, something was wrong with an answer. Every run ends by itself: after -n exchanges, after -p seconds, or when its scenario is done; Ctrl-C ends it with its report."
  static override usage = 'perf [FLAGS] [SERVER]'
  static override examples = [
    '<%= config.bin %> perf -r 500 -p 30 -R 10000 192.0.2.1',
    '<%= config.bin %> perf --scenario closed --in-flight 128 -p 10 192.0.2.1',
    '<%= config.bin %> perf -6 -l eth1 -r 100 -n 1000 -R 1000 all',
    '<%= config.bin %> perf --direct -l eth1 --scenario storm -R 5000 --expect-subnet 192.0.2.0/24 --strict',
    '<%= config.bin %> perf --scenario ramp --ramp-loss 0.1 192.0.2.1 --html report.html',
  ]
  static override enableJsonFlag = true
  static override args = {
    server: Args.string({
      description: 'Address of the server; with -6 also all (ff02::1:2) and servers (ff05::1:3).',
    }),
  }
  static override flags = {
    v4: Flags.boolean({ char: digit('4'), exclusive: ['v6'], summary: 'DHCPv4 (default).' }),
    v6: Flags.boolean({ default: false, char: digit('6'), summary: 'DHCPv6.' }),
    'first-server': Flags.boolean({
      default: false,
      char: digit('1'),
      summary: "Use the first answer's server identifier for all.",
    }),
    'encapsulation-level': Flags.string({
      char: 'A',
      helpValue: '1',
      summary: 'With -6: as a relay would forward it.',
    }),
    base: Flags.string({ char: 'b', ...twice, helpValue: 'TYPE=VALUE', summary: 'First client: mac=..., duid=...' }),
    broadcast: Flags.boolean({ default: false, char: 'B', summary: 'Ask for broadcast answers.' }),
    'rapid-commit': Flags.boolean({
      default: false,
      char: 'c',
      summary: 'With -6: rapid commit, two messages an exchange.',
    }),
    separator: Flags.string({ char: 'C', summary: 'Lines while it runs have numbers only, separated by this.' }),
    'drop-time': Flags.string({
      char: 'd',
      ...twice,
      helpValue: 'SECONDS',
      summary: 'When a message counts as lost (default: 1).',
    }),
    'max-drop': Flags.string({ char: 'D', ...twice, helpValue: 'N[%]', summary: 'End when as many are lost.' }),
    'lease-type': Flags.option({
      options: ['address-only', 'prefix-only', 'address-and-prefix'] as const,
      default: 'address-only' as const,
    })({ char: 'e', summary: 'What to ask for.' }),
    'time-offset': Flags.integer({ char: 'E', summary: 'Where the second template has secs or the elapsed time.' }),
    'renew-rate': Flags.integer({ char: 'f', default: 0, min: 0, summary: 'Renewals a second.' }),
    'release-rate': Flags.integer({ char: 'F', default: 0, min: 0, summary: 'Releases a second.' }),
    'thread-mode': Flags.option({ options: ['single', 'multi'] as const })({
      char: 'g',
      summary: 'single: one thread.',
    }),
    help: Flags.help({ char: 'h' }),
    initial: Flags.boolean({ default: false, char: 'i', summary: 'Only the first two messages of an exchange.' }),
    'ip-offset': Flags.integer({ char: 'I', summary: 'Where the second template has the address.' }),
    'server-list': Flags.string({
      char: 'J',
      helpValue: 'FILE',
      summary: 'Addresses of servers; one is picked for each message.',
    }),
    local: Flags.string({ char: 'l', helpValue: 'ADDRESS|INTERFACE', summary: 'Where from.' }),
    'local-port': Flags.integer({
      char: 'L',
      default: 0,
      min: 0,
      max: 65535,
      summary: 'Own port; 0 for the usual one.',
    }),
    'mac-list': Flags.string({ char: 'M', helpValue: 'FILE', summary: 'Hardware addresses to pick from.' }),
    requests: Flags.integer({ char: 'n', ...twice, min: 1, summary: 'Exchanges to begin.' }),
    'remote-port': Flags.integer({
      char: 'N',
      default: 0,
      min: 0,
      max: 65535,
      summary: "Server's port; 0 for the usual one.",
    }),
    option: Flags.string({ char: 'o', ...twice, helpValue: 'CODE,HEX', summary: 'Send this option too.' }),
    'relay-option': Flags.string({
      aliases: ['or'],
      ...twice,
      helpValue: '[1:]CODE,HEX',
      summary: "Put this option into the relay's header (with -6).",
    }),
    'random-offset': Flags.integer({ char: 'O', ...twice, summary: "Where templates have the client's last byte." }),
    period: Flags.string({ char: 'p', ...twice, helpValue: 'SECONDS', summary: 'How long to go on.' }),
    preload: Flags.integer({ char: 'P', default: 0, min: 0, summary: 'Exchanges back to back at the start.' }),
    rate: Flags.integer({ char: 'r', default: 0, min: 1, summary: 'Exchanges to begin a second.' }),
    clients: Flags.integer({ char: 'R', min: 1, max: 16_000_000, summary: 'How many clients are played.' }),
    seed: Flags.integer({ char: 's', summary: 'Makes random choices repeatable.' }),
    'server-offset': Flags.integer({
      char: 'S',
      summary: 'Where the second template has the server identifier option.',
    }),
    scenario: Flags.option({
      options: ['basic', 'avalanche', 'closed', 'ramp', 'churn', 'storm', 'replay'] as const,
      default: 'basic' as const,
    })({ summary: 'What happens; see the manual page docs/perf.md.' }),
    every: Flags.string({
      char: 't',
      default: '0',
      helpValue: 'SECONDS',
      summary: 'Time between lines while it runs.',
    }),
    template: Flags.string({ char: 'T', ...twice, helpValue: 'FILE', summary: 'Messages as hexadecimal digits.' }),
    unique: Flags.boolean({ char: 'u', summary: 'Check that addresses are unique (always done).' }),
    version: Flags.boolean({ char: 'v', aliases: ['V'], charAliases: ['V'], summary: 'Print the version.' }),
    wrapped: Flags.string({ char: 'w', helpValue: 'COMMAND', summary: 'Call it with start before and stop after.' }),
    'exit-wait': Flags.integer({
      char: 'W',
      default: 0,
      min: 0,
      helpValue: 'MICROSECONDS',
      summary: 'Listen as long at the end.',
    }),
    diagnostics: Flags.string({ char: 'x', default: '', helpValue: '[aeilstT]', summary: 'Print more.' }),
    'xid-offset': Flags.integer({ char: 'X', ...twice, summary: 'Where templates have the transaction id.' }),
    'elapsed-for': Flags.integer({
      char: 'y',
      min: 1,
      helpValue: 'SECONDS',
      summary: 'How long clients say that they wait.',
    }),
    'elapsed-from': Flags.integer({ char: 'Y', min: 0, helpValue: 'SECONDS', summary: 'From when on they do.' }),

    direct: Flags.boolean({ default: false, summary: 'As clients on the link, not as a relay.' }),
    relay: Flags.string({
      ...twice,
      helpValue: 'ADDRESS',
      summary: 'Own address of a relay; clients are spread over all.',
    }),
    link: Flags.string({
      ...twice,
      helpValue: 'ADDRESS',
      summary: 'With -6: link-address of each relay, if not its own.',
    }),
    threads: Flags.integer({ min: 1, max: 16, summary: 'Threads that send and hear (default: 1).' }),
    'in-flight': Flags.integer({ default: 64, min: 1, max: 65536, summary: 'Exchanges at a time without -r.' }),
    'ramp-loss': Flags.string({ default: '0.1', helpValue: 'PERCENT', summary: 'ramp: loss that is too much.' }),
    'ramp-step': Flags.string({ default: '3', helpValue: 'SECONDS', summary: 'ramp: how long each rate is tried.' }),
    'ramp-to': Flags.integer({ default: 500_000, min: 1, summary: 'ramp: the highest rate.' }),
    spread: Flags.string({ default: '1', helpValue: 'SECONDS', summary: 'storm: within which all clients begin.' }),
    stay: Flags.string({ default: '20', helpValue: 'SECONDS', summary: 'churn: how long clients stay on average.' }),
    'renew-every': Flags.string({
      default: '0',
      helpValue: 'SECONDS',
      summary: "churn: time between renewals; 0 for the server's T1.",
    }),
    rebinds: Flags.string({ default: '10', helpValue: 'PERCENT', summary: 'churn: renewals that are rebinds.' }),
    releases: Flags.string({
      default: '80',
      helpValue: 'PERCENT',
      summary: 'churn: clients that say that they leave.',
    }),
    replay: Flags.string({ helpValue: 'FILE', summary: "replay: a capture; its clients' messages are sent again." }),
    speed: Flags.string({ default: '1', summary: 'replay: 2 is twice as fast.' }),

    'expect-subnet': Flags.string({ ...twice, helpValue: 'PREFIX', summary: 'Addresses must be in one of these.' }),
    'expect-option': Flags.integer({ ...twice, helpValue: 'CODE', summary: 'Every ACK or REPLY must have it.' }),
    'expect-prefix-length': Flags.integer({
      default: 0,
      min: 0,
      max: 128,
      summary: 'Delegated prefixes must be as long.',
    }),
    validation: Flags.boolean({ default: true, allowNo: true, summary: 'Check every answer.' }),
    strict: Flags.boolean({ default: false, summary: 'Exit code 4 when something was wrong with an answer.' }),

    csv: Flags.string({ helpValue: 'FILE', summary: 'Write a line for each second.' }),
    html: Flags.string({ helpValue: 'FILE', summary: 'Write the report as a page with charts.' }),
    'perfdhcp-report': Flags.boolean({ default: false, summary: 'Print what perfdhcp prints, for scripts.' }),
    yes: Flags.boolean({
      default: false,
      summary: 'Do not ask before broadcast on the interface of the default route.',
    }),
  }

  async run(): Promise<unknown> {
    const { flags, args } = await this.parse(Perf)
    if (flags.version) {
      this.log(this.config.version)
      return undefined
    }
    const { PerfFailed, PerfUsage, runPerf } = await import('../perf/perf.js')
    const showing = {
      words: this.argv,
      perfdhcp: flags['perfdhcp-report'],
      every: Number(flags.every) || 0,
      separator: flags.separator,
      diagnostics: flags.diagnostics,
      strict: flags.strict,
      csv: flags.csv,
      html: flags.html,
      wrapped: flags.wrapped,
      sure: flags.yes,
      quiet: this.jsonEnabled(),
    }
    try {
      const done = await runPerf({ ...flags, server: args.server } as Parameters<typeof runPerf>[0], showing, {
        print: line => this.log(line),
        note: line => void process.stderr.write(`${line}\n`),
        screen: process.stderr.isTTY ? process.stderr : undefined,
        ask: confirmed,
        onInterrupt: stop => {
          process.once('SIGINT', stop).once('SIGTERM', stop)
          return () => void process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop)
        },
      })
      process.exitCode = done?.code ?? 1
      return done?.report
    } catch (error) {
      if (error instanceof PerfUsage || error instanceof PerfFailed) this.error(error.message, { exit: 1 })
      throw error
    }
  }

  /** perfdhcp ends with 1 when its command line is wrong. */
  override async catch(error: Error & { oclif?: { exit?: number } }): Promise<unknown> {
    if (error.oclif?.exit === 2) error.oclif.exit = 1
    return super.catch(error)
  }
}

async function confirmed(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim())
  } finally {
    lines.close()
  }
}
