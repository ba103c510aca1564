import { Command, Flags } from '@oclif/core'

const PORT = { min: 1, max: 65535 } as const

export default class Serve extends Command {
  static override summary = 'Serve DHCP: the whole daemon.'
  static override description =
    'Without a configuration file it serves a built-in one that needs no root: 127.0.0.1 port 1067, leases in ./.keats.'
  static override examples = [
    '<%= config.bin %> serve -c /etc/kea/kea-dhcp4.conf',
    '<%= config.bin %> serve -t /etc/kea/kea-dhcp4.conf',
    '<%= config.bin %> serve --interface eth1 --pool 192.0.2.10-192.0.2.99',
  ]
  static override enableJsonFlag = true
  static override flags = {
    config: Flags.string({
      char: 'c',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE',
      summary: 'Kea configuration file; several for several services.',
    }),
    test: Flags.string({
      char: 't',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE',
      summary: 'Check the file, list every problem, and exit: 1 when there is an error.',
    }),
    leases: Flags.string({
      helpValue: 'FILE',
      dependsOn: ['test'],
      summary: 'With --test: name the active leases of this file that have no place in the configuration.',
    }),
    'skip-bad-reservations': Flags.boolean({
      summary: 'Leave a bad reservation out with a warning, instead of refusing the configuration.',
    }),
    kea: Flags.string({
      options: ['2.2', '3'],
      summary: 'Which generation of Kea to behave like (default: as the file says, else 3).',
    }),
    interface: Flags.string({ helpValue: 'NAME', summary: 'Serve this interface without a file; with --pool.' }),
    pool: Flags.string({
      helpValue: 'FIRST-LAST',
      multiple: true,
      multipleNonGreedy: true,
      dependsOn: ['interface'],
      summary: 'Addresses to give out, of IPv4 or IPv6; several for several pools.',
    }),
    port: Flags.integer({ char: 'p', ...PORT, summary: 'UDP port to listen on (for tests).' }),
    'client-port': Flags.integer({ char: 'P', ...PORT, summary: 'UDP port to answer to, whoever asks (for tests).' }),
    port6: Flags.integer({ ...PORT, summary: 'The same for DHCPv6 where both are served; alone, either takes both.' }),
    'client-port6': Flags.integer({ ...PORT, summary: 'The same for DHCPv6.' }),
    'data-dir': Flags.string({
      helpValue: 'DIR',
      summary: 'Where leases and the PID file are kept (default: /var/lib/keats for root with a file, else ./.keats).',
    }),
    unsafe: Flags.boolean({
      char: 'X',
      summary: 'Warn of control sockets that are unsafe, instead of refusing them (as Kea 3 does).',
    }),
    debug: Flags.boolean({ char: 'd', summary: 'Log everything.' }),
    version: Flags.boolean({ char: 'v', summary: 'Show the version.' }),
    'extended-version': Flags.boolean({ char: 'V', summary: 'Show the version and what it runs on.' }),
  }

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Serve)
    const { version } = this.config
    if (flags.version) return this.print(version)
    if (flags['extended-version'])
      return this.print(`keats ${version}\nnode ${process.version} ${process.platform} ${process.arch}`)
    const generation = flags.kea as '2.2' | '3' | undefined
    if (flags.test !== undefined) {
      const check = await import('../server/check-configuration.js')
      const skipBadReservations = flags['skip-bad-reservations']
      const request = { files: flags.test, generation, skipBadReservations, leases: flags.leases }
      const { checked, leases } = check.checkConfiguration(request)
      for (const text of checked.texts) this.logToStderr(text)
      if (leases !== undefined) for (const text of check.leaseCheckTexts(leases)) this.logToStderr(text)
      const { ok, errors, warnings, problems } = checked
      if (!ok || (leases?.failures.length ?? 0) > 0) process.exitCode = 1
      else if (!this.jsonEnabled()) this.log(`${flags.test.join(', ')}: the configuration is sound.`)
      return { ok, errors, warnings, problems, ...(leases === undefined ? {} : { leases }) }
    }
    const main = await import('../server/main.js')
    try {
      const code = await main.serve(
        {
          files: flags.config ?? [],
          interface: flags.interface,
          pools: flags.pool,
          generation,
          port: flags.port,
          clientPort: flags['client-port'],
          port6: flags.port6,
          clientPort6: flags['client-port6'],
          dataDir: flags['data-dir'],
          skipBadReservations: flags['skip-bad-reservations'],
          unsafe: flags.unsafe,
          verbose: flags.debug,
          version,
        },
        { out: line => this.log(line), error: line => this.logToStderr(line) },
      )
      this.exit(code)
    } catch (error) {
      if (!(error instanceof main.CannotServe)) throw error
      this.logToStderr(error.message)
      this.exit(1)
    }
  }

  private print(text: string): { version: string } {
    this.log(text)
    return { version: this.config.version }
  }
}
