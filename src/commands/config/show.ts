import { readFileSync } from 'node:fs'
import { Args, Command, Flags } from '@oclif/core'

export default class ConfigShow extends Command {
  static override summary = 'Show a configuration as the server understands it.'
  static override description =
    'Defaults and what Kea copies inwards are filled in: this is what config-get answers. With --effective every value that holds stands in every scope; that form loads to the same server. With --explain it says of the value at PATH where it was written, from which scope it is inherited, or that it is a default.'
  static override examples = [
    '<%= config.bin %> config show /etc/kea/kea-dhcp4.conf',
    '<%= config.bin %> config show /etc/kea/kea-dhcp4.conf --effective',
    "<%= config.bin %> config show /etc/kea/kea-dhcp4.conf --explain 'subnet4[id=3].valid-lifetime'",
  ]
  static override enableJsonFlag = true
  static override args = { file: Args.string({ required: true, description: 'Kea configuration file.' }) }
  static override flags = {
    effective: Flags.boolean({ summary: 'Fill in every inherited value, too.', exclusive: ['explain'] }),
    explain: Flags.string({
      helpValue: 'PATH',
      summary: 'Say where the value at this path, or each in this map, comes from.',
    }),
    kea: Flags.string({
      options: ['2.2', '3'],
      summary: 'Which generation of Kea to be (default: as the file says, else 3).',
    }),
  }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(ConfigShow)
    const { showFiles } = await import('../../server/config/show/show-files.js')
    const shown = showFiles(
      {
        files: [args.file],
        generation: flags.kea as '2.2' | '3' | undefined,
        form: flags.effective ? 'effective' : 'kea',
        explain: flags.explain,
      },
      path => readFileSync(path, 'utf8'),
    )
    if ('wrong' in shown) {
      for (const text of shown.wrong) this.logToStderr(text)
      process.exitCode = 1
      return { ok: false, problems: shown.wrong }
    }
    if ('configuration' in shown) {
      this.log(JSON.stringify(shown.configuration, undefined, 2))
      return shown.configuration
    }
    for (const { path, value, text } of shown.explained)
      this.log(value === undefined ? `${path}\n    ${text}` : `${path} = ${JSON.stringify(value)}\n    ${text}`)
    return shown.explained
  }
}
