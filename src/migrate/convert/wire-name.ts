/** A domain name as RFC 1035 writes it on the wire. Undefined: it is none. */
export function nameToWire(name: string): Uint8Array | undefined {
  const labels = name.replace(/\.$/, '').split('.')
  const parts: Uint8Array[] = []
  for (const label of labels) {
    if (!/^[\w-]{1,63}$/.test(label)) return undefined
    parts.push(Uint8Array.of(label.length), Buffer.from(label, 'latin1'))
  }
  return Buffer.concat([...parts, Uint8Array.of(0)])
}
