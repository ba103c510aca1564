import type { OptionDefinition } from '../../wire/option-space.js'
import { describePayload } from '../../wire/option-text.js'
import type { Frame } from './frame.js'

/** Replaces the payload of an option, which is no text by its definition, in the register by its `.text`. Never fails. */
export type OptionText = (frame: Frame, code: number, definition: OptionDefinition | undefined) => void

/**
 * `.text` as Kea has it: a string option is its text; any other is a line as in the log, "type=093, len=002: 7
 * (uint16)". Unlike everything else in an evaluation it makes strings: it is for names of things, not for tests.
 */
export function optionTextOf(family: 'v4' | 'v6'): OptionText {
  const digits = family === 'v4' ? 3 : 5
  const pad = (value: number): string => String(value).padStart(digits, '0')
  return (frame, code, definition) => {
    const { bytes, start, end } = frame
    const payload = describePayload(definition, bytes, start, end, family === 'v4' ? 4 : 6)
    const text = Buffer.from(`type=${pad(code)}, len=${pad(end - start)}: ${payload}`, 'utf8')
    const at = frame.build(text.length)
    if (at >= 0) text.copy(frame.scratch, at)
  }
}
