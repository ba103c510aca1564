// C0 but newline and tab, DEL, C1, and marks that turn the direction of text
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNSAFE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g

/**
 * Text that can go to a terminal. Host names and identifiers in replies are what clients sent: they must not move the
 * cursor, nor paint over other lines.
 */
export function clean(text: string): string {
  return text.replace(UNSAFE, c => {
    const code = c.charCodeAt(0)
    return code > 0xff ? `\\u${code.toString(16)}` : `\\x${code.toString(16).padStart(2, '0')}`
  })
}

/** The same on one line: for cells. */
export function cell(text: string): string {
  return clean(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t')
}
