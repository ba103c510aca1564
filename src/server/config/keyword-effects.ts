import { dhcp4 } from './schema/dhcp4.js'
import { dhcp6 } from './schema/dhcp6.js'
import type { Effect, Keyword, Scope, Shape } from './schema/keyword.js'

/** One keyword of one scope, and what it does here. */
interface Row {
  readonly scope: string
  readonly key: string
  readonly keyword: Keyword
  readonly effect: Effect
}

/**
 * Which keywords act and which have no effect yet, as Markdown, from the rows that files are checked against.
 * docs/keywords.md is this text; a test compares the two.
 */
export function keywordEffects(): string {
  const rows = rowsOf([dhcp4, dhcp6])
  const of = (effect: Effect): Row[] => rows.filter(row => row.effect === effect)
  const [acts, pending, moot] = [of('acts'), of('pending'), of('moot')]
  const parts = [
    '# Keywords: what acts, what does not yet',
    "Every keyword of Kea's Dhcp4 and Dhcp6, 2.2 and 3, is read and checked. This page is made from the tables that files are checked against.",
    `| | Keywords |\n|---|---|\n| act | ${acts.length} |\n| no effect yet | ${pending.length} |\n| mean nothing here | ${moot.length} |`,
    '## No effect yet',
    'Accepted and checked. When the value asks for something, the server says once that nothing comes of it.',
    table(pending),
    '## Mean nothing here',
    'Accepted; Keats has no such part, and misses nothing.',
    table(moot),
    '## Act',
    '*Old* keywords act as the new ones that are named.',
    listed(acts),
  ]
  return `${parts.join('\n\n')}\n`
}

function rowsOf(tops: readonly Scope[]): Row[] {
  const rows: Row[] = []
  const seen = new Set<Scope>()
  const visit = (scope: Scope, outer: Effect): void => {
    if (seen.has(scope)) return
    seen.add(scope)
    for (const [key, keyword] of scope.keywords) {
      if (key === 'comment' || key === 'user-context') continue
      // What stands in something without effect has none.
      const effect = outer === 'acts' ? (keyword.effect ?? 'acts') : outer
      rows.push({ scope: scope.title, key, keyword, effect })
      const inside = scopeIn(keyword.shape)
      if (inside !== undefined) visit(inside, effect)
    }
  }
  for (const top of tops) visit(top, 'acts')
  return rows
}

function scopeIn(shape: Shape): Scope | undefined {
  if (shape.kind === 'map') return shape.scope
  return shape.kind === 'list' ? scopeIn(shape.of) : undefined
}

function table(rows: readonly Row[]): string {
  const lines = [...grouped(rows)].map(([key, group]) => {
    const scopes = group.map(({ scope }) => scope).join(', ')
    return `| \`${key}\` | ${scopes} | ${group[0]!.keyword.says.replaceAll('|', '\\|')} |`
  })
  return ['| Keyword | In | Meaning |', '|---|---|---|', ...lines].join('\n')
}

/** By keyword, in alphabetical order. */
function grouped(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of [...rows].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))) {
    const group = groups.get(row.key)
    if (group === undefined) groups.set(row.key, [row])
    else group.push(row)
  }
  return groups
}

function listed(rows: readonly Row[]): string {
  const scopes = new Map<string, string[]>()
  for (const { scope, key, keyword } of rows) {
    const text = keyword.instead === undefined ? `\`${key}\`` : `\`${key}\` (*old:* ${keyword.instead})`
    const texts = scopes.get(scope)
    if (texts === undefined) scopes.set(scope, [text])
    else texts.push(text)
  }
  return [...scopes].map(([scope, texts]) => `- **${scope}**: ${texts.sort().join(', ')}`).join('\n')
}
