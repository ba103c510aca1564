import { decodeDuid, formatDuid, parseDuid } from '../../wire/duid.js'

/** Small files that a service keeps for itself. */
export interface KeptFiles {
  /** Undefined: there is no such file. Throws when it cannot be read. */
  read(path: string): string | undefined
  /** Whole or not at all. Throws when it cannot be written. */
  write(path: string, text: string): void
}

/** What a file says of the DUID before this one: its bytes, nothing at all, or what nobody can read. */
export type KeptDuid = Uint8Array | undefined | 'damaged'

/** The file as Kea writes it: hexadecimal pairs with colons, no line end. One behind it is no damage here. */
export function readDuid(files: KeptFiles, path: string): KeptDuid {
  const text = files.read(path)
  if (text === undefined) return undefined
  const bytes = parseDuid(text.trimEnd())
  return bytes === undefined || decodeDuid(bytes) === undefined ? 'damaged' : bytes
}

/** Leaves the file alone when it says so already. */
export function writeDuid(files: KeptFiles, path: string, duid: Uint8Array): void {
  const text = formatDuid(duid)
  if (files.read(path) !== text) files.write(path, text)
}
