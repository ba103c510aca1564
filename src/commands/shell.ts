import { Command, Flags } from '@oclif/core'

export default class Shell extends Command {
  static override summary = 'Talk to a server: one command, or a session with completion and tables.'
  static override description =
    "Speaks Kea's API, with Keats and with Kea. Without a command it opens a session. When standard input is no terminal and the command has no arguments, it reads them from there as kea-shell does, and prints the answer as it is. Exit code 0: every reply has result 0 or 3; 1: one has not, or there was none; 2: what was asked cannot be."
  static override usage = 'shell [FLAGS] [COMMAND [KEY=VALUE | JSON | VALUE]...]'
  static override examples = [
    '<%= config.bin %> shell',
    '<%= config.bin %> shell --host 192.0.2.1 --service dhcp4 lease4-get ip-address=192.0.2.7',
    '<%= config.bin %> shell --socket /run/kea/kea4-ctrl-socket status-get --json',
    `echo '"subnet-id": 1' | <%= config.bin %> shell --service dhcp4 lease4-wipe`,
  ]
  static override strict = false
  static override flags = {
    host: Flags.string({ summary: 'Where the server or control agent listens (default: 127.0.0.1).' }),
    port: Flags.integer({ min: 1, max: 65535, summary: 'Its TCP port (default: 8000).' }),
    path: Flags.string({ summary: 'Path of the URL, for proxies.' }),
    socket: Flags.string({
      helpValue: 'PATH',
      summary: "A service's UNIX socket, instead of host and port.",
      exclusive: ['host', 'port'],
    }),
    ca: Flags.string({ helpValue: 'FILE', summary: 'HTTPS, with this authority: a file or a folder of certificates.' }),
    cert: Flags.string({ helpValue: 'FILE', summary: 'Certificate to show to the server.' }),
    key: Flags.string({ helpValue: 'FILE', summary: 'Its private key.' }),
    'auth-user': Flags.string({ summary: 'User name.' }),
    'auth-user-file': Flags.string({ helpValue: 'FILE', summary: 'A file whose first line is the user name.' }),
    'auth-password': Flags.string({ summary: 'Password; better in KEATS_PASSWORD or a file, or typed when asked.' }),
    'auth-password-file': Flags.string({ helpValue: 'FILE', summary: 'A file whose first line is the password.' }),
    timeout: Flags.integer({ min: 1, max: 86400, summary: 'Seconds for a call (default: 10).' }),
    service: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      summary: 'Service that a control agent forwards to; may be repeated.',
    }),
    profile: Flags.string({ helpValue: 'NAME', summary: 'A connection kept in ~/.config/keats/shell.json.' }),
    for: Flags.string({ helpValue: 'TIME', summary: 'How long trace goes on (60s, 5m).' }),
    json: Flags.boolean({ summary: 'Print the answer as it came.' }),
    yes: Flags.boolean({ char: 'y', summary: 'Do not ask before what deletes or stops.' }),
    'kea-exit': Flags.boolean({
      summary: "kea-shell's exit codes and error texts: 0 for whatever the server answered.",
    }),
    version: Flags.boolean({ char: 'v', aliases: ['V'], charAliases: ['V'], summary: 'Print the version.' }),
  }

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Shell)
    // the list of processes shows the title instead of what was typed
    if (flags['auth-password'] !== undefined) process.title = 'keats shell'
    if (flags.version) {
      this.log(this.config.version)
      return
    }
    const { runShell } = await import('../shell/shell.js')
    const { profile, json, yes, for: period, 'kea-exit': keaExit, version: _, ...given } = flags
    const words = [...(argv as string[]), ...(period === undefined ? [] : ['--for', period])]
    const { version } = this.config
    process.exitCode = await runShell({ words, given, profile, raw: json, keaExit, sure: yes, version }, process)
  }
}
