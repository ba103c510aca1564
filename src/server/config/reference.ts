import { controlAgent } from './schema/control-agent.js'
import { dhcp4 } from './schema/dhcp4.js'
import { dhcp6 } from './schema/dhcp6.js'
import { type Default, defaultOf, type Keyword, type Scope, type Shape } from './schema/keyword.js'

/**
 * The reference of all keywords as Markdown, one table a scope, made from the rows that files are checked against.
 * docs/configuration-reference.md is this text; a test compares the two.
 */
export function configurationReference(): string {
  const pages = new Pages()
  pages.add(dhcp4)
  pages.add(dhcp6)
  pages.add(controlAgent)
  return `${[intro, ...pages.tables].join('\n\n')}\n`
}

const intro = `# Configuration reference

Every keyword that a configuration file may hold, scope by scope. This page is made from the tables that files are checked
against; how to write files is told in configuration.md.

- **Default**: what holds without the keyword. "outer scope" means the value of the shared network, then the global one.
  Two values are those of \`--kea 2.2\` and \`--kea 3\`.
- **(3)** marks keywords that came with Kea 3; they are accepted whichever generation is chosen.
- *Old* keywords are accepted too; with \`--kea 3\` they bring a warning that names the new one.
- *No effect yet*: accepted and checked, with a warning when the value asks for something.
- \`user-context\` and \`comment\` may stand in every map.
- Maps that stand in both services are told once where they are alike; those of Dhcp6 that differ are marked.`

/** The tables of all scopes. A map that two services have alike stands there once. */
class Pages {
  readonly tables: string[] = []
  private readonly headings = new Map<Scope, string>()
  /** Headings by what their tables say. */
  private readonly told = new Map<string, string>()

  /** A scope and those below it, in the order in which they are first met. */
  add(top: Scope): void {
    const scopes: Scope[] = []
    this.visit(top, top.title, scopes)
    for (const scope of scopes) this.tables.push(this.tableOf(scope))
  }

  /** Those below get their headings first, since a table holds links to them. */
  private visit(scope: Scope, service: string, found: Scope[]): void {
    if (this.headings.has(scope)) return
    const place = found.push(scope) - 1
    this.headings.set(scope, scope.title)
    for (const { shape } of scope.keywords.values()) {
      const inside = scopeOf(shape)
      if (inside !== undefined) this.visit(inside, service, found)
    }
    const rows = this.rowsOf(scope)
    const twin = this.told.get(rows)
    const taken = [...this.told.values()].includes(scope.title)
    if (twin !== undefined) found.splice(place, 1)
    const heading = twin ?? (taken ? `${scope.title} (${service})` : scope.title)
    this.headings.set(scope, heading)
    this.told.set(rows, heading)
  }

  private tableOf(scope: Scope): string {
    const head = `## ${this.headings.get(scope)}\n\n| Keyword | Value | Default | Meaning |\n|---|---|---|---|`
    return `${head}\n${this.rowsOf(scope)}`
  }

  private rowsOf(scope: Scope): string {
    return [...scope.keywords]
      .filter(([name]) => !remarks.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, row]) => rowOf(name, row, this.link))
      .join('\n')
  }

  private readonly link: Link = scope => {
    const heading = this.headings.get(scope) ?? scope.title
    return `[${heading}](#${anchor(heading)})`
  }
}

/** A link to the table of a scope. */
type Link = (scope: Scope) => string

function scopeOf(shape: Shape): Scope | undefined {
  if (shape.kind === 'map') return shape.scope
  return shape.kind === 'list' ? scopeOf(shape.of) : undefined
}

const remarks: ReadonlySet<string> = new Set(['user-context', 'comment'])

function rowOf(name: string, row: Keyword, link: Link): string {
  const cells = [
    `\`${name}\`${row.since === undefined ? '' : ' (3)'}`,
    valuesOf(row.shape, link),
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

function valuesOf(shape: Shape, link: Link): string {
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
      return `map, see ${link(shape.scope)}`
    case 'any-map':
      return 'any map'
    case 'list':
      return `list of ${plural(shape.of, link)}`
  }
}

function plural(shape: Shape, link: Link): string {
  if (shape.kind === 'map') return `maps, see ${link(shape.scope)}`
  return shape.kind === 'string' ? 'texts' : valuesOf(shape, link)
}

const anchor = (title: string): string => title.toLowerCase().replaceAll(/[()]/g, '').replaceAll(' ', '-')
