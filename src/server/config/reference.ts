import { dhcp4 } from './schema/dhcp4.js'
import { type Default, defaultOf, type Keyword, type Scope, type Shape } from './schema/keyword.js'

/**
 * The reference of all keywords as Markdown, one table a scope, made from the rows that files are checked against.
 * docs/configuration-reference.md is this text; a test compares the two.
 */
export function configurationReference(): string {
  const scopes = scopesOf(dhcp4)
  return `${[intro, ...scopes.map(tableOf)].join('\n\n')}\n`
}

const intro = `# Configuration reference

Every keyword that a configuration file may hold, scope by scope. This page is made from the tables that files are checked
against; how to write files is told in configuration.md.

- **Default**: what holds without the keyword. "outer scope" means the value of the shared network, then the global one.
  Two values are those of \`--kea 2.2\` and \`--kea 3\`.
- **(3)** marks keywords that came with Kea 3; they are accepted whichever generation is chosen.
- *Old* keywords are accepted too; with \`--kea 3\` they bring a warning that names the new one.
- *No effect yet*: accepted and checked, with a warning when the value asks for something.
- \`user-context\` and \`comment\` may stand in every map.`

/** A scope and those below it, each once, in the order in which they are first met. */
function scopesOf(top: Scope): Scope[] {
  const found: Scope[] = []
  const visit = (scope: Scope): void => {
    if (found.includes(scope)) return
    found.push(scope)
    for (const { shape } of scope.keywords.values()) {
      const inside = scopeOf(shape)
      if (inside !== undefined) visit(inside)
    }
  }
  visit(top)
  return found
}

function scopeOf(shape: Shape): Scope | undefined {
  if (shape.kind === 'map') return shape.scope
  return shape.kind === 'list' ? scopeOf(shape.of) : undefined
}

const remarks: ReadonlySet<string> = new Set(['user-context', 'comment'])

function tableOf(scope: Scope): string {
  const rows = [...scope.keywords]
    .filter(([name]) => !remarks.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, row]) => rowOf(name, row))
  return [`## ${scope.title}`, '', '| Keyword | Value | Default | Meaning |', '|---|---|---|---|', ...rows].join('\n')
}

function rowOf(name: string, row: Keyword): string {
  const cells = [
    `\`${name}\`${row.since === undefined ? '' : ' (3)'}`,
    valuesOf(row.shape),
    row.required === true ? '*required*' : row.inherited === true ? 'outer scope' : defaultText(row),
    `${row.says}${noteOf(row)}`,
  ]
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function noteOf(row: Keyword): string {
  const old = row.instead === undefined ? '' : ' *Old.*'
  if (row.effect === 'pending') return `${old} *No effect yet.*`
  return row.effect === 'moot' ? `${old} *Accepted; means nothing here.*` : old
}

function defaultText(row: Keyword): string {
  const [old, now] = [defaultOf(row, '2.2'), defaultOf(row, '3')].map(quoted)
  return old === now ? now! : `${old || 'none'} / ${now || 'none'}`
}

function quoted(value: Default): string {
  return value === undefined ? '' : value === '' ? 'empty' : `\`${value}\``
}

function valuesOf(shape: Shape): string {
  switch (shape.kind) {
    case 'string':
      return 'text'
    case 'boolean':
      return 'true or false'
    case 'integer':
      return `${shape.min} to ${shape.max === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : shape.max}`
    case 'real':
      return shape.open ? `between ${shape.min} and ${shape.max}` : `${shape.min} to below ${shape.max}`
    case 'enum':
      return shape.of.map(value => `\`${value}\``).join(', ')
    case 'map':
      return `map, see [${shape.scope.title}](#${anchor(shape.scope.title)})`
    case 'any-map':
      return 'any map'
    case 'list':
      return `list of ${plural(shape.of)}`
  }
}

function plural(shape: Shape): string {
  if (shape.kind === 'map') return `maps, see [${shape.scope.title}](#${anchor(shape.scope.title)})`
  return shape.kind === 'string' ? 'texts' : valuesOf(shape)
}

const anchor = (title: string): string => title.toLowerCase().replaceAll(' ', '-')
