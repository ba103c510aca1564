/**
 * A lease's user context with what the server itself notes in it (under "ISC", as Kea does); what was in the context
 * before stays.
 * @param before JSON text of a map, '' for none
 * @param info what is noted: `"name": value`
 */
export function withInfo(before: string, info: string): string {
  if (before.includes(info)) return before
  if (before === '') return `{ "ISC": { ${info} } }`
  const { ISC: _, ...others } = JSON.parse(before) as Record<string, unknown>
  const rest = Object.entries(others).map(([name, value]) => `, ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  return `{ "ISC": { ${info} }${rest.join('')} }`
}

/** Bytes as Kea writes them there: upper case, without separators. */
export function infoHex(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('hex', start, end).toUpperCase()
}
