import { Command, Flags } from '@oclif/core'

export default class Probe extends Command {
  static override summary = 'Get one lease from a server and show it.'
  static override description =
    'Plays one client, as a relay on this machine would forward it. Without flags it asks the server that `keats serve` starts without a configuration; with -6 for an address and a prefix of DHCPv6.'
  static override examples = [
    '<%= config.bin %> probe',
    '<%= config.bin %> probe -6',
    '<%= config.bin %> probe --server 192.0.2.1 --port 67 --hw-address 02:00:00:00:00:07',
    '<%= config.bin %> probe -6 --server ff02::1:2%eth1 --port 547',
  ]
  static override enableJsonFlag = true
  static override flags = {
    // oclif's parser takes digits as well, only its type does not know
    v6: Flags.boolean({ char: '6' as never, summary: 'DHCPv6.' }),
    server: Flags.string({ char: 's', summary: 'Address of the server (default: 127.0.0.1, with -6 ::1).' }),
    port: Flags.integer({
      char: 'p',
      min: 1,
      max: 65535,
      summary: 'UDP port of the server (default: 1067, with -6 1547).',
    }),
    link: Flags.string({
      helpValue: 'ADDRESS',
      dependsOn: ['v6'],
      summary: 'With -6: an address of the link that the client is on; :: for the one that the server hears us on.',
    }),
    'hw-address': Flags.string({
      default: '02:00:00:00:00:01',
      summary: 'Hardware address of the client that is played; with -6 its DUID is made of it.',
    }),
    timeout: Flags.integer({ default: 3000, min: 1, max: 60000, summary: 'Milliseconds to wait for each answer.' }),
  }

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Probe)
    const { ProbeFailed } = await import('../perf/conversation.js')
    const hardware = flags['hw-address']
    const patience = flags.timeout
    try {
      if (flags.v6) {
        const { probe6 } = await import('../perf/probe6.js')
        const { server = '::1', port = 1547, link } = flags
        const lease = await probe6({ server, port, hardware, link, patience })
        for (const { address, preferred, valid } of lease.addresses)
          this.log(`address   ${address} for ${valid} s, preferred ${preferred} s`)
        for (const { address, preferred, valid } of lease.prefixes)
          this.log(`prefix    ${address} for ${valid} s, preferred ${preferred} s`)
        for (const text of lease.refusals) this.log(`not given ${text}`)
        this.log(`from      ${lease.server}`)
        this.#tell(lease)
        return lease
      }
      const { probe } = await import('../perf/probe.js')
      const { server = '127.0.0.1', port = 1067 } = flags
      const lease = await probe({ server, port, hardware, patience })
      this.log(`lease     ${lease.address} for ${lease.lifetime} s from ${lease.server}`)
      this.#tell(lease)
      return lease
    } catch (error) {
      if (!(error instanceof ProbeFailed)) throw error
      this.error(error.message, { exit: 1 })
    }
  }

  #tell({ options, took }: { readonly options: Readonly<Record<string, string>>; readonly took: number }): void {
    for (const [name, text] of Object.entries(options)) this.log(`          ${name}: ${text}`)
    this.log(`took      ${took.toFixed(1)} ms`)
  }
}
