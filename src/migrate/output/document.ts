/** A value of the configuration that is written. */
export type Out = string | number | boolean | OutMap | OutList

/** Comments of one entry: lines before it, and one behind it. */
export interface Remarks {
  readonly leading?: readonly string[] | undefined
  readonly remark?: string | undefined
}

interface Entry extends Remarks {
  readonly key: string
  readonly value: Out
}

/** A map of the configuration, in the order in which it was filled. */
export class OutMap {
  readonly entries: Entry[] = []
  /** Comments before the map itself, where it is an item of a list. */
  leading: string[] = []
  /** Comments before its closing brace. */
  trailing: string[] = []

  constructor(values: Readonly<Record<string, Out | undefined>> = {}) {
    for (const [key, value] of Object.entries(values)) if (value !== undefined) this.set(key, value)
  }

  set(key: string, value: Out, { leading, remark }: Remarks = {}): this {
    const entry = { key, value, leading, remark }
    const index = this.entries.findIndex(one => one.key === key)
    if (index < 0) this.entries.push(entry)
    else this.entries[index] = entry
    return this
  }

  get(key: string): Out | undefined {
    return this.entries.find(entry => entry.key === key)?.value
  }

  /** The list under a key, made when there is none. */
  list(key: string): OutList {
    const found = this.get(key)
    if (found instanceof OutList) return found
    const made = new OutList()
    this.set(key, made)
    return made
  }

  /** The map under a key, made when there is none. */
  map(key: string): OutMap {
    const found = this.get(key)
    if (found instanceof OutMap) return found
    const made = new OutMap()
    this.set(key, made)
    return made
  }
}

export class OutList {
  readonly items: Out[]

  constructor(items: readonly Out[] = []) {
    this.items = [...items]
  }

  push(item: Out): void {
    this.items.push(item)
  }
}

const WIDTH = 110

/** The text of a configuration file: two blanks a level, small maps on one line, comments where they belong. */
export function printDocument(document: OutMap): string {
  const lines: string[] = []
  for (const line of document.leading) lines.push(comment(line))
  printMap(document, '', '', '', lines)
  return `${lines.join('\n')}\n`
}

const comment = (line: string): string => (line === '' ? '//' : `// ${line}`)

function printValue(value: Out, indent: string, before: string, after: string, lines: string[]): void {
  const flat = inline(value)
  if (flat !== undefined && indent.length + before.length + flat.length + after.length <= WIDTH)
    lines.push(indent + before + flat + after)
  else if (value instanceof OutMap) printMap(value, indent, before, after, lines)
  else if (value instanceof OutList) printList(value, indent, before, after, lines)
  else lines.push(`${indent}${before}${JSON.stringify(value)}${after}`)
}

function printMap(map: OutMap, indent: string, before: string, after: string, lines: string[]): void {
  lines.push(`${indent}${before}{`)
  const inner = `${indent}  `
  for (const [i, { key, value, leading, remark }] of map.entries.entries()) {
    for (const line of leading ?? []) lines.push(inner + comment(line))
    const comma = i < map.entries.length - 1 ? ',' : ''
    const flat = remark === undefined ? '' : ` ${comment(remark)}`
    printValue(value, inner, `${JSON.stringify(key)}: `, comma, lines)
    if (flat !== '') lines[lines.length - 1] += flat
  }
  for (const line of map.trailing) lines.push(inner + comment(line))
  lines.push(`${indent}}${after}`)
}

function printList(list: OutList, indent: string, before: string, after: string, lines: string[]): void {
  lines.push(`${indent}${before}[`)
  const inner = `${indent}  `
  for (const [i, item] of list.items.entries()) {
    if (item instanceof OutMap) for (const line of item.leading) lines.push(inner + comment(line))
    printValue(item, inner, '', i < list.items.length - 1 ? ',' : '', lines)
  }
  lines.push(`${indent}]${after}`)
}

/** The value on one line. Undefined: it has comments inside, or lists of maps. */
function inline(value: Out): string | undefined {
  if (value instanceof OutMap) {
    if (value.trailing.length > 0) return undefined
    const parts: string[] = []
    for (const { key, value: inner, leading, remark } of value.entries) {
      if (remark !== undefined || (leading?.length ?? 0) > 0) return undefined
      const flat = inline(inner)
      if (flat === undefined) return undefined
      parts.push(`${JSON.stringify(key)}: ${flat}`)
    }
    return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
  }
  if (value instanceof OutList) {
    const parts: string[] = []
    for (const item of value.items) {
      if (item instanceof OutMap || item instanceof OutList) return undefined
      parts.push(JSON.stringify(item))
    }
    return parts.length === 0 ? '[]' : `[${parts.join(', ')}]`
  }
  return JSON.stringify(value)
}
