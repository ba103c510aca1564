import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { checkHeader, type LeaseFileSchema, schema4, schema6 } from '../lease-file/schema.js'
import { systemIo } from '../server/store/memfile/lease-file-io.js'
import { loadOrder, sideFiles } from '../server/store/memfile/side-files.js'
import { type FileFormat, formatOf } from './file-format.js'
import { LeaseSet, type LeaseSource } from './lease-set.js'
import { fileFailure, LeaseToolFailed } from './lease-tool-failed.js'
import { spool } from './nameless-file.js'
import { type TranslateOptions, translate } from './translate.js'

/** Bytes that are enough to see what a file is. */
const HEAD = 8192

export interface OpenOptions extends Partial<TranslateOptions> {
  /** What the files are; undefined: whatever they look like. */
  readonly format?: FileFormat | undefined
  /** Of a live lease file, also the files that its clean-up left beside it, as a starting server would (default: true). */
  readonly sideFiles?: boolean
  /** Undefined: what the files are. */
  readonly width?: 4 | 16 | undefined
}

/** A source, and the family that it is of; undefined: it is empty. */
type Opened = LeaseSource & { readonly schema: LeaseFileSchema | undefined }

/**
 * Open files of leases of any form, "-" for standard input. Several are one history, the last one the newest. Throws
 * LeaseToolFailed, with nothing left open.
 */
export async function openLeases(names: readonly string[], options: OpenOptions = {}): Promise<LeaseSet> {
  const opened: Opened[] = []
  try {
    for (const name of names.flatMap(given => withSideFiles(given, options))) opened.push(await openOne(name, options))
    const schemas = new Set(opened.flatMap(({ schema }) => schema ?? []))
    if (schemas.size > 1) {
      const first = opened.find(one => one.schema !== undefined)!
      const other = opened.find(one => one.schema !== undefined && one.schema !== first.schema)!
      throw new LeaseToolFailed(`${other.name}: leases of the other family than those of ${first.name}`)
    }
    const [schema = options.width === 16 ? schema6 : schema4] = schemas
    return new LeaseSet(schema, opened)
  } catch (thrown) {
    for (const { fd } of opened) closeSync(fd)
    throw thrown
  }
}

function withSideFiles(name: string, options: OpenOptions): readonly string[] {
  if (name === '-' || options.sideFiles === false) return [name]
  const all = loadOrder(systemIo, sideFiles(name))
  return all.includes(name) ? all : [...all, name]
}

async function openOne(name: string, options: OpenOptions): Promise<Opened> {
  let fd = -1
  try {
    let size: number
    if (name === '-') ({ fd, size } = spool(0))
    else {
      fd = openSync(name, 'r')
      const stat = fstatSync(fd)
      if (stat.isDirectory()) throw new LeaseToolFailed(`${name}: is a directory`)
      size = stat.size
      if (!stat.isFile()) {
        const pipe = fd
        ;({ fd, size } = spool(pipe))
        closeSync(pipe)
      }
    }
    return await identify(name, fd, size, options)
  } catch (thrown) {
    if (fd >= 0) closeSync(fd)
    throw fileFailure(name, thrown)
  }
}

async function identify(name: string, fd: number, size: number, options: OpenOptions): Promise<Opened> {
  const bytes = Buffer.alloc(HEAD)
  const head = bytes.toString('latin1', 0, readSync(fd, bytes, 0, HEAD, 0))
  const looks = formatOf(head)
  const format = options.format ?? looks?.format
  if (format === undefined)
    throw new LeaseToolFailed(`${name}: neither a lease file of Kea, ISC dhcpd or dnsmasq nor a table with a header`)
  if (format !== 'kea') {
    const width = options.width ?? (looks?.format === format ? looks.width : undefined)
    const made = await translate(name, { fd, size }, format, width, options)
    closeSync(fd)
    const { schema } = made
    return { name, fd: made.fd, size: made.size, columns: schema.columns.length, schema }
  }
  if (head.trim() === '') return { name, fd, size: 0, columns: 0, schema: undefined }
  const line = head.slice(0, head.indexOf('\n') < 0 ? head.length : head.indexOf('\n')).trimEnd()
  const schema = looks?.width === 16 || (looks?.width === undefined && options.width === 16) ? schema6 : schema4
  const header = checkHeader(schema, line)
  if (header.state === 'refused')
    throw new LeaseToolFailed(`failed to read and parse header of the CSV file '${name}'${header.reason}`)
  return { name, fd, size, columns: header.count, schema }
}
