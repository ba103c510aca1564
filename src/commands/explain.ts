import { Command, Flags } from '@oclif/core'

/** oclif's types know letters only, its parser takes any character. */
function digit(char: '4' | '6'): never {
  return char as never
}

export default class Explain extends Command {
  static override summary = 'Tell what a configuration does with a packet, and why. Nothing is sent.'
  static override description =
    'Walks one packet, or every client packet of a capture, through the server: classes and their tests, the subnet and ' +
    'the fact that named it, reservations, the lease, options with the scope of each, and the answer.'
  static override examples = [
    '<%= config.bin %> explain -c /etc/kea/kea-dhcp4.conf --packet discover.pcap --interface eth1',
    '<%= config.bin %> explain -c kea-dhcp4.conf --packet 0101060000... --from 10.0.0.1 --leases kea-leases4.csv',
    '<%= config.bin %> explain -6 -c kea-dhcp6.conf --packet solicit.pcap',
  ]
  static override enableJsonFlag = true
  static override flags = {
    config: Flags.string({
      char: 'c',
      multiple: true,
      multipleNonGreedy: true,
      required: true,
      helpValue: 'FILE',
      summary: 'Kea configuration file.',
    }),
    packet: Flags.string({
      required: true,
      helpValue: 'HEX|FILE',
      summary: 'The message (or its Ethernet frame) as hexadecimal digits, or a file with these, or a pcap file.',
    }),
    dhcp4: Flags.boolean({
      char: digit('4'),
      exclusive: ['dhcp6'],
      summary: 'A DHCPv4 packet (default: what the configuration is of).',
    }),
    dhcp6: Flags.boolean({ char: digit('6'), summary: 'A DHCPv6 packet.' }),
    interface: Flags.string({
      helpValue: 'NAME[/ADDRESS]',
      summary: 'Interface that hears it (default: the first that the configuration names).',
    }),
    from: Flags.string({
      helpValue: 'ADDRESS',
      summary: 'Where a single message comes from (default: giaddr, ciaddr, or a link-local address).',
    }),
    kea: Flags.string({
      options: ['2.2', '3'],
      summary: 'Which generation of Kea to behave like (default: as the file says, else 3).',
    }),
    leases: Flags.string({ helpValue: 'FILE', summary: 'Lease file to begin with; a copy of it is used.' }),
    verbose: Flags.boolean({ summary: 'Also what the log says at each step.' }),
  }

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Explain)
    const { explain, CannotExplain } = await import('../server/explain/explain.js')
    const { explanationTexts } = await import('../server/explain/text.js')
    try {
      const explained = await explain({
        files: flags.config,
        packet: flags.packet,
        interface: flags.interface,
        from: flags.from,
        family: flags.dhcp6 ? 6 : flags.dhcp4 ? 4 : undefined,
        generation: flags.kea as '2.2' | '3' | undefined,
        leases: flags.leases,
      })
      for (const line of explanationTexts(explained, flags.verbose)) this.log(line)
      return explained
    } catch (error) {
      if (error instanceof CannotExplain) return this.error(error.message, { exit: 1 })
      throw error
    }
  }
}
