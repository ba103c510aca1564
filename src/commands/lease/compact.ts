import { Args, Command, Flags } from '@oclif/core'

/** oclif's types know letters only, its parser takes any character. */
const digit = (char: '4' | '6') => char as never

export default class LeaseCompact extends Command {
  static override summary = 'Rewrite a lease file with one row for each lease.'
  static override description =
    `The result is kea-lfc's, row for row. With -o it goes to another file and nothing else changes. Without, it takes the place of FILE and its side files, whole or not at all, also when the power fails; when a server has FILE open, only the side files are compacted, as its own clean-up would.

With -4 or -6 and the options of kea-lfc (-x -i -o -f -p -c) it does kea-lfc's work for Kea. Kea starts the program that the environment variable KEA_LFC_EXECUTABLE names: a script that says exec keats lease compact "$@".`
  static override examples = [
    '<%= config.bin %> lease compact /var/lib/kea/kea-leases4.csv -o compact.csv',
    '<%= config.bin %> lease compact /var/lib/kea/kea-leases6.csv',
    '<%= config.bin %> lease compact -4 -x F.2 -i F.1 -o F.output -f F.completed -p F.pid -c ignored',
  ]
  static override enableJsonFlag = true
  static override args = { file: Args.string({ description: 'Lease file; "-": standard input, to standard output.' }) }
  static override flags = {
    output: Flags.string({ char: 'o', helpValue: 'FILE', summary: 'Where the result goes; "-": standard output.' }),
    kea: Flags.string({
      options: ['2.2', '3'],
      summary: 'Whose columns are written (default: those of what is read).',
    }),
    'max-errors': Flags.integer({
      default: 100,
      min: 0,
      summary: 'Give up, with nothing changed, at more bad rows in one file; 0: never.',
    }),
    dhcp4: Flags.boolean({ char: digit('4'), helpGroup: 'kea-lfc', summary: 'The files are of DHCPv4.' }),
    dhcp6: Flags.boolean({ char: digit('6'), helpGroup: 'kea-lfc', summary: 'The files are of DHCPv6.' }),
    previous: Flags.string({
      char: 'x',
      helpGroup: 'kea-lfc',
      helpValue: 'FILE',
      summary: 'Result of the run before.',
    }),
    input: Flags.string({ char: 'i', helpGroup: 'kea-lfc', helpValue: 'FILE', summary: 'Copy of the lease file.' }),
    finish: Flags.string({
      char: 'f',
      helpGroup: 'kea-lfc',
      helpValue: 'FILE',
      summary: 'The result once it is whole.',
    }),
    pid: Flags.string({ char: 'p', helpGroup: 'kea-lfc', helpValue: 'FILE', summary: 'PID file.' }),
    config: Flags.string({ char: 'c', helpGroup: 'kea-lfc', helpValue: 'FILE', summary: 'Not used.' }),
    verbose: Flags.boolean({ char: 'd', helpGroup: 'kea-lfc', summary: 'Say what is done.' }),
  }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(LeaseCompact)
    const { cleanUpAsKea, compactInPlace, compactTo } = await import('../../lease-tools/compact.js')
    const { lfcArguments } = await import('../../lease-tools/lfc-arguments.js')
    const { commandProgress, refuseTwoOnOne, runTool } = await import('../../lease-tools/command-edge.js')
    return runTool(this, async () => {
      const options = {
        generation: flags.kea as '2.2' | '3' | undefined,
        maxErrors: flags['max-errors'],
        progress: commandProgress(),
      }
      refuseTwoOnOne(flags.output ?? args.file ?? '', this.jsonEnabled())
      const lfc = lfcArguments({ ...flags, file: args.file })
      const done = lfc
        ? await cleanUpAsKea(lfc.width, lfc.files, options)
        : flags.output === undefined && args.file !== '-'
          ? await compactInPlace(args.file!, options)
          : await compactTo([args.file!], flags.output ?? '-', options)
      if (done !== undefined && done.output !== '-' && (lfc === undefined || flags.verbose)) {
        const { rows, leases, errors, before, after } = done
        this.log(`${done.output}: ${leases} leases of ${rows} rows, ${errors} bad; ${before} -> ${after} bytes`)
      }
      if (done?.beside && lfc === undefined)
        this.warn('a process has the file open: only what was beside it was compacted; use -o for all of it')
      return done
    })
  }
}
