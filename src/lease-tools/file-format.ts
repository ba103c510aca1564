/** The forms of lease files that are read. */
export type FileFormat = 'kea' | 'isc' | 'dnsmasq' | 'csv'

/** What a file is, by how it begins; undefined when it begins like none of them. An empty one is Kea's. */
export function formatOf(head: string): { readonly format: FileFormat; readonly width?: 4 | 16 } | undefined {
  if (head.trim() === '') return { format: 'kea' }
  if (/^address,hwaddr,/.test(head)) return { format: 'kea', width: 4 }
  if (/^address,duid,/.test(head)) return { format: 'kea', width: 16 }
  if (/^(?:duid\s+[0-9a-f]{2}:|\d+\s+T?\d+\s+[0-9a-f]*:[0-9a-f:.]*\s)/im.test(firstLine(head)))
    return { format: 'dnsmasq', width: 16 }
  if (/^\d+\s+(?:[0-9a-f]{2}-)?(?:[0-9a-f]{2}(?::[0-9a-f]{2})*)\s+\d+\.\d+\.\d+\.\d+\s/i.test(head))
    return { format: 'dnsmasq', width: 4 }
  if (/^\s*(?:ia-na|ia-ta|ia-pd)\s/m.test(head)) return { format: 'isc', width: 16 }
  if (/^\s*lease\s+[\d.]+\s*\{/m.test(head)) return { format: 'isc', width: 4 }
  if (/^\s*(?:#|authoring-byte-order|server-duid|failover|host)/.test(head)) return { format: 'isc' }
  return /^[^\n]*\baddress\b/i.test(head) ? { format: 'csv' } : undefined
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return end < 0 ? text : text.slice(0, end)
}
