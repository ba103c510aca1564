import type { ArgumentInfo, ArgumentType, CommandInfo, Risk, ValueSource } from './command-catalog.js'

/** `#` in a name stands for 4 and for 6: two commands. */
export type CommandRow = readonly [
  name: string,
  access: 'read' | 'write',
  services: string,
  summary: string,
  args?: string,
  risk?: Risk,
]

// kinds of arguments: their type, and where to look for values
const KINDS: Readonly<Record<string, readonly [ArgumentType | undefined, ValueSource?]>> = {
  text: ['text'],
  number: ['number'],
  flag: ['flag'],
  list: ['list'],
  map: ['map'],
  any: [undefined],
  subnet: ['number', 'subnet'],
  subnets: ['list', 'subnet'],
  network: ['text', 'network'],
  class: ['text', 'class'],
  statistic: ['text', 'statistic'],
  address: ['text', 'address'],
  hardware: ['text', 'hardware'],
}

/** Reads rows: "ip-address:address origin:user|ha-partner" are two arguments, the second with two choices. */
export function readRows(rows: readonly CommandRow[]): CommandInfo[] {
  return rows.flatMap(row => {
    const [name, access, services, summary, args = '', risk] = row
    const families = name.includes('#') ? ['4', '6'] : ['']
    return families.map(family => {
      const put = (text: string) => text.replaceAll('#', family)
      return {
        name: put(name),
        access,
        services: put(services).split(' '),
        summary: put(summary),
        arguments: put(args).split(' ').filter(Boolean).map(readArgumentRow),
        risk,
      }
    })
  })
}

function readArgumentRow(text: string): ArgumentInfo {
  const [name, kind = 'any'] = text.split(':') as [string, string?]
  if (kind.includes('|')) return { name, type: 'text', choices: kind.split('|') }
  const [type, source] = KINDS[kind]!
  return {
    name,
    ...(type === undefined ? {} : { type }),
    ...(source === undefined ? {} : { source }),
    ...(type === 'flag' ? { choices: ['true', 'false'] } : {}),
  }
}
