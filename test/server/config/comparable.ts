/** Where things stand in a file, and the loop from subnets back to their networks. */
const leftOut: ReadonlySet<string> = new Set(['position', 'at', 'keyAt', 'network', 'spaces', 'kind', 'ids'])

/**
 * A decided configuration as plain data, so that two of them can be compared wherever they were written: without places,
 * with reservations in an order of their own and with sorted keys.
 */
export function comparable(value: unknown): unknown {
  if (value === undefined) return '(undefined)'
  if (typeof value === 'function') return '(function)'
  if (typeof value === 'bigint' || value instanceof RegExp) return String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (value instanceof Map) return byText([...value].map(([key, inner]) => [key, comparable(inner)]))
  if (Array.isArray(value)) return value.map(comparable)
  if (value === null || typeof value !== 'object') return value
  if ('entries' in value && value.entries instanceof Map) return comparable(value.entries)
  const plain: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) if (!leftOut.has(key)) plain[key] = one(key, inner)
  return Object.fromEntries(Object.entries(plain).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function one(key: string, value: unknown): unknown {
  if (key === 'hosts') return byText(comparable(value) as unknown[])
  if (key === 'userContext' && typeof value === 'string' && value !== '') return comparable(JSON.parse(value))
  return comparable(value)
}

function byText(list: unknown[]): unknown[] {
  const texts = new Map(list.map(item => [item, JSON.stringify(item)]))
  return list.sort((a, b) => (texts.get(a)! < texts.get(b)! ? -1 : 1))
}
