import { Option as Option4 } from '../../../wire/v4/codes.js'
import { Option as Option6 } from '../../../wire/v6/codes.js'
import type { Exchange4 } from '../../engine/v4/exchange4.js'
import { labelOf as labelOf4 } from '../../engine/v4/label.js'
import type { Exchange6 } from '../../engine/v6/exchange6.js'
import { labelOf as labelOf6 } from '../../engine/v6/label.js'

/** How the options of a family are coded. */
export interface OptionCoding {
  readonly family: 4 | 6
  /** Bytes of a code, and of a length. */
  readonly width: 1 | 2
  /** Codes that no option has, and what they are: the end of a list and filling between options. */
  readonly reserved: ReadonlyMap<number, string>
  /** The same of sub-options. */
  readonly reservedInside: ReadonlyMap<number, string>
  /** The option whose sub-options stand behind an enterprise number. */
  readonly vendorOptions: number
  /** Bytes before these: the number, and in DHCPv4 the length of the enterprise's part (RFC 3925 4, RFC 8415 21.17). */
  readonly vendorHead: 4 | 5
}

/** A family's options, and how its packets are named in the log. */
export interface FlexFamily<X> extends OptionCoding {
  label(x: X): string
}

const PAD_END: ReadonlyMap<number, string> = new Map([
  [Option4.pad, 'reserved for PAD'],
  [Option4.end, 'reserved for END'],
])

export const flex4: FlexFamily<Exchange4> = {
  family: 4,
  width: 1,
  reserved: PAD_END,
  reservedInside: PAD_END,
  vendorOptions: Option4.vendorOptions,
  vendorHead: 5,
  label: labelOf4,
}

export const flex6: FlexFamily<Exchange6> = {
  family: 6,
  width: 2,
  reserved: new Map([[0, 'reserved']]),
  reservedInside: new Map(),
  vendorOptions: Option6.vendorOptions,
  vendorHead: 4,
  label: labelOf6,
}

/** The highest code, and the longest payload of one sub-option. */
export function highest({ width }: OptionCoding): number {
  return width === 1 ? 0xff : 0xffff
}
