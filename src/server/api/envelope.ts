import type { MapTree, Tree } from '../config/tree.js'
import type { ServiceName } from './command.js'
import type { Wording } from './wording.js'

/** A command with its name. */
export interface Envelope {
  readonly name: string
  /** Undefined: none given. */
  readonly arguments: Tree | undefined
}

const parameters: ReadonlySet<string> = new Set(['command', 'arguments', 'service', 'remote-address'])

/**
 * Looks at what stands around a command. Returns the text of the error if it is none.
 *
 * @param addressee the service whose HTTP socket it came through: `service` may name no other one
 */
export function envelope(tree: Tree, wording: Wording, addressee: ServiceName | undefined): Envelope | string {
  if (tree.kind !== 'map') return wording.notMap(tree.kind)
  const command = tree.entries.get('command')?.value
  if (command === undefined) return wording.noCommand()
  if (command.kind !== 'string') return wording.notText(command.kind)
  for (const key of tree.entries.keys()) if (!parameters.has(key)) return wording.unsupported(key)
  const misdirected = addressee === undefined ? undefined : misdirection(tree, addressee)
  return misdirected ?? { name: command.value, arguments: tree.entries.get('arguments')?.value }
}

/** A service takes commands for itself, or for nobody in particular. */
function misdirection(tree: MapTree, addressee: ServiceName): string | undefined {
  const service = tree.entries.get('service')?.value
  if (service === undefined) return undefined
  if (service.kind !== 'list') return 'service value must be a list'
  if (service.items.length > 1) return 'service value has more than one item'
  const first = service.items[0]
  if (first === undefined) return undefined
  if (first.kind !== 'string') return 'service name must be a string'
  if (first.value === '' || first.value === addressee) return undefined
  return `unsupported service '${first.value}', expected '${addressee}'`
}
