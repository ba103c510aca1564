/** What the named classes of a bracket expression stand for, over ASCII. JavaScript does not know them. */
const named: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: 'A-Fa-f0-9',
}

/**
 * The expression of match(): ECMAScript, over bytes, for the whole value. Undefined when it is not well formed.
 * Kea's regex engine also reads [[:alpha:]] and its kin.
 */
export function regularExpression(source: string): RegExp | undefined {
  const translated = source.replace(/\[:([a-z]+):\]/g, (all, name: string) => named[name] ?? all)
  try {
    return new RegExp(`^(?:${translated})$`)
  } catch {
    return undefined
  }
}
