import { formatPosition } from '../../../config/problem.js'
import type { Tree } from '../../../config/tree.js'

/** Services that have most commands. */
export const dhcp = ['dhcp4', 'dhcp6'] as const

const prefix = 'Error during command processing: '

/** What Kea says to commands that look for an argument without looking whether there are any. */
export function looksFor(name: string): (given: Tree | undefined) => string {
  return given =>
    given === undefined
      ? `Missing mandatory '${name}' parameter.`
      : `${prefix}get(string) called on a non-map Element in (${formatPosition(given.at)})`
}

/** The same of commands whose arguments may be left out altogether. */
export function unlessMap(text: string): (given: Tree | undefined) => string {
  return given => (given === undefined ? '' : text)
}

/** A number was expected. */
export const notInteger = (_written: string, at: string): string =>
  `${prefix}intValue() called on non-integer Element in (${at})`
