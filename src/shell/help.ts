import type { ArgumentInfo, CommandInfo } from './command-catalog.js'
import { riskOf } from './command-catalog.js'
import { OWN_COMMANDS } from './own-commands.js'
import { clean } from './present/clean.js'
import { layTable } from './present/table.js'
import type { Work } from './work.js'

const USAGE = `COMMAND [key=value | map.key=value | JSON | value] ...   e.g. lease4-get ip-address=192.0.2.1, or lease4-get 192.0.2.1
COMMAND ... | json       the reply as it is        COMMAND ... > file       into a file (>> appends)
help COMMAND             what it takes             Tab                      completes commands, names, values
Ctrl-C                   ends the call             Ctrl-D                   ends the shell`

/** `help`, `help WORD`: what there is, or what a command takes. */
export async function help(word: string | undefined, work: Work): Promise<string> {
  const style = work.screen.style()
  const own = OWN_COMMANDS.filter(one => word === undefined || one.usage.startsWith(word))
  const rows = (commands: readonly (readonly [string, string])[]) =>
    layTable(
      {
        columns: [
          { title: 'command', drop: 0 },
          { title: 'what it does', drop: 1, flexible: true },
        ],
        rows: commands,
      },
      style.width,
      style.heading,
    ).text
  if (word === undefined)
    return [
      USAGE,
      '',
      rows(own.map(one => [one.usage, one.summary])),
      '',
      style.quiet('The commands of the server: list-commands; help PART lists those that have PART in their names.'),
    ].join('\n')
  const info = work.catalog.find(word)
  if (info !== undefined) return [describe(info), ...own.map(one => `${one.usage}: ${one.summary}`)].join('\n')
  const served = await work.session.commands(work.signal)
  const found = served.filter(one => one.includes(word))
  const all: (readonly [string, string])[] = [
    ...own.map(one => [one.usage, one.summary] as const),
    ...found.map(name => [name, work.catalog.find(name)?.summary ?? ''] as const),
  ]
  return all.length === 0 ? `nothing is known of "${word}"` : rows(all)
}

function describe(info: CommandInfo): string {
  const risk = riskOf(info.name, info)
  return [
    `${info.name}: ${clean(info.summary)}`,
    `  ${info.access === 'read' ? 'reads' : 'writes'}; ${info.services.join(', ')}${risk === undefined ? '' : '; asks first'}`,
    ...(info.arguments.length === 0
      ? ['  takes no arguments']
      : info.arguments.map(one => `  ${describeArgument(one)}`)),
  ].join('\n')
}

function describeArgument(one: ArgumentInfo): string {
  const form = formOf(one)
  if (one.says === undefined) return form
  return `${form.padEnd(28)}  ${clean(one.says)}${one.needed === true ? ' Needed.' : ''}`
}

function formOf(one: ArgumentInfo): string {
  if (one.type === 'flag') return `${one.name}=true|false`
  if (one.choices !== undefined) return `${one.name}=${one.choices.join('|')}`
  const forms = { text: 'TEXT', number: 'NUMBER', list: 'A,B or [JSON]', map: '{JSON}', flag: '' } as const
  return `${one.name}=${one.type === undefined ? 'VALUE' : forms[one.type]}`
}
