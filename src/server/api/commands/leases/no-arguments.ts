import { formatPosition } from '../../../config/problem.js'
import type { Tree } from '../../../config/tree.js'

/** Kea 2.2 and 3 look into whatever stands in place of the arguments, and tell what kept them from it. */
export function looked(by: 'get' | 'contains', nothing: string): (given: Tree | undefined) => string {
  return given =>
    given === undefined ? nothing : `${by}(string) called on a non-map Element in (${formatPosition(given.at)})`
}
