import { readFileSync, writeFileSync } from 'node:fs'
import { Args, Command, Flags } from '@oclif/core'

export default class ConfigUpgrade extends Command {
  static override summary = 'Rewrite a configuration of Kea 2 for Kea 3.'
  static override description =
    'Old keywords become new ones; comments and layout stay. What was changed, and what a person must decide, is listed on stderr; the new text goes to stdout unless --output or --in-place says otherwise.'
  static override examples = [
    '<%= config.bin %> config upgrade /etc/kea/kea-dhcp4.conf --to 3 -o kea3.conf',
    '<%= config.bin %> config upgrade /etc/kea/kea-dhcp4.conf --to 3 --in-place',
  ]
  static override enableJsonFlag = true
  static override args = { file: Args.string({ required: true, description: 'Kea configuration file.' }) }
  static override flags = {
    to: Flags.string({ options: ['3'], required: true, summary: 'Generation of Kea to write for.' }),
    output: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      summary: 'Write the new text here.',
      exclusive: ['in-place'],
    }),
    'in-place': Flags.boolean({ summary: 'Change the file itself, and its includes where they hold old keywords.' }),
  }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(ConfigUpgrade)
    const { formatNote, upgrade } = await import('../../server/config/upgrade/upgrade.js')
    const upgraded = upgrade(args.file, path => readFileSync(path, 'utf8'))
    if ('wrong' in upgraded) {
      for (const text of upgraded.wrong) this.logToStderr(text)
      process.exitCode = 1
      return { ok: false, problems: upgraded.wrong }
    }
    const { texts, changes, decisions } = upgraded
    for (const note of changes) this.logToStderr(formatNote(note))
    if (decisions.length > 0) this.logToStderr('To be decided by you:')
    for (const note of decisions) this.logToStderr(formatNote(note))
    const includes = [...texts.keys()].filter(file => file !== args.file)
    if (includes.length > 0 && !flags['in-place'])
      this.logToStderr(`Not written, since only --in-place changes included files: ${includes.join(', ')}`)
    const text = texts.get(args.file) ?? ''
    if (flags['in-place']) for (const [file, changed] of texts) writeFileSync(file, changed)
    else if (flags.output !== undefined) writeFileSync(flags.output, text)
    else if (!this.jsonEnabled()) process.stdout.write(text)
    return { ok: true, changes, decisions, files: Object.fromEntries(texts) }
  }
}
