/** Which of Kea's two lease files. */
export interface LeaseFileSchema {
  readonly width: 4 | 16
  /** In the order of the header. */
  readonly columns: readonly string[]
  /** A header with fewer columns than this is refused. */
  readonly minimum: number
  /** The version that the full header stands for. */
  readonly version: string
  /** What a header of `count` columns stands for. */
  readonly versions: readonly { readonly count: number; readonly version: string }[]
}

export const schema4: LeaseFileSchema = {
  width: 4,
  columns:
    'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id'.split(
      ',',
    ),
  minimum: 9,
  version: '3.0',
  versions: [
    { count: 9, version: '1.0' },
    { count: 10, version: '2.0' },
    { count: 11, version: '2.1' },
    { count: 12, version: '3.0' },
  ],
}

export const schema6: LeaseFileSchema = {
  width: 16,
  columns:
    'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state,user_context,hwtype,hwaddr_source,pool_id'.split(
      ',',
    ),
  minimum: 12,
  version: '5.0',
  versions: [
    { count: 12, version: '1.0' },
    { count: 13, version: '2.0' },
    { count: 14, version: '3.0' },
    { count: 15, version: '3.1' },
    { count: 17, version: '4.0' },
    { count: 18, version: '5.0' },
  ],
}

/** The columns that Kea 2.2 writes: no pool id yet. Only for writing; reading takes the full schema. */
export const schema4Kea22: LeaseFileSchema = { ...schema4, columns: schema4.columns.slice(0, 11), version: '2.1' }
export const schema6Kea22: LeaseFileSchema = { ...schema6, columns: schema6.columns.slice(0, 17), version: '4.0' }

/** The schema in which a generation of Kea writes the leases of a family. */
export function schemaWrittenBy(width: 4 | 16, generation: '2.2' | '3'): LeaseFileSchema {
  if (width === 4) return generation === '3' ? schema4 : schema4Kea22
  return generation === '3' ? schema6 : schema6Kea22
}

/** The header line that is written, with its line feed. */
export function headerOf(schema: LeaseFileSchema): string {
  return `${schema.columns.join(',')}\n`
}

/** What a header line says about the file it stands in. */
export type Header =
  | {
      readonly state: 'current' | 'needs-upgrade' | 'needs-downgrade'
      readonly count: number
      readonly version: string
    }
  | { readonly state: 'refused'; readonly reason: string }

/** Check a header line (without its line end). The reasons are Kea's. */
export function checkHeader(schema: LeaseFileSchema, line: string): Header {
  const names = line.split(',')
  const { columns, minimum } = schema
  const common = Math.min(names.length, columns.length)
  for (let i = 0; i < common; i++) {
    if (names[i] !== columns[i])
      return { state: 'refused', reason: ` - header contains an invalid column: '${names[i]}'` }
  }
  if (names.length < minimum) {
    const reason = ` - header has only ${names.length} valid column(s), it must have at least ${minimum}`
    return { state: 'refused', reason }
  }
  let { version } = schema
  for (const entry of schema.versions) if (entry.count <= names.length) version = entry.version
  if (names.length < columns.length) return { state: 'needs-upgrade', count: names.length, version }
  if (names.length > columns.length) return { state: 'needs-downgrade', count: names.length, version }
  return { state: 'current', count: names.length, version }
}
