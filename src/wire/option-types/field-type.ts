/** What a field holds, for display and for code that wants values instead of bytes. Addresses are text. */
export type FieldValue = boolean | number | string | Uint8Array

/** Text or bytes that are no value of an option type. The message is Kea's wording where Kea has one. */
export class OptionDataError extends Error {}

/** DHCPv4 or DHCPv6: some encodings depend on it (the length of a tuple has one byte or two). */
export type Family = 4 | 6

/** One of Kea's option data types: everything that depends on the type of a field. */
export interface FieldType {
  /** Bytes on the wire; 0: as many as the value needs. */
  readonly width: number
  /** Where the value at bytes[start, end) ends; -1: it is truncated or malformed. */
  endOf(bytes: Uint8Array, start: number, end: number, family: Family): number
  /** Wire form of a text without surrounding blanks. Throws OptionDataError. */
  parse(text: string, family: Family): Uint8Array
  /** Text of exactly one value, commas not escaped; parse() of it gives the same bytes again. */
  format(bytes: Uint8Array, start: number, end: number, family: Family): string
  decode(bytes: Uint8Array, start: number, end: number, family: Family): FieldValue
}

/** endOf() for a type of fixed width. */
export function fixed(width: number): Pick<FieldType, 'width' | 'endOf'> {
  return { width, endOf: (_bytes, start, end) => (start + width <= end ? start + width : -1) }
}

/** endOf() for a type that takes all that is left. */
export const rest: Pick<FieldType, 'width' | 'endOf'> = { width: 0, endOf: (_bytes, _start, end) => end }
