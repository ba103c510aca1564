import { mapsIn, textIn } from '../../../config/read.js'
import type { MapTree } from '../../../config/tree.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'

/** Which classes ask for the members of which. */
export interface ClassGraph {
  /** The first class that asks for members of this one. */
  userOf(name: string): string | undefined
  /** Does its membership rest on whether the client has a reservation, by itself or by others? */
  restsOnKnown(name: string): boolean
}

/** The classes of a tree. What is no expression asks for nothing. */
export function classGraph(tree: MapTree, rooms: Pick<ConfigurationRooms, 'classesIn'>): ClassGraph {
  const uses = new Map<string, readonly string[]>()
  for (const map of mapsIn(tree, 'client-classes')) {
    const test = textIn(map, 'test') ?? textIn(map, 'template-test') ?? ''
    uses.set(textIn(map, 'name') ?? '', rooms.classesIn(test, map.entries.has('template-test')))
  }
  // classes that were not checked yet may ask for each other
  const restsOnKnown = (name: string, seen: ReadonlySet<string> = new Set()): boolean =>
    name === 'KNOWN' ||
    name === 'UNKNOWN' ||
    (!seen.has(name) && (uses.get(name) ?? []).some(used => restsOnKnown(used, new Set(seen).add(name))))
  return {
    userOf: name => [...uses].find(([user, used]) => user !== name && used.includes(name))?.[0],
    restsOnKnown: name => restsOnKnown(name),
  }
}
