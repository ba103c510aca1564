import type { Generation } from '../config/behaviours.js'
import type { Tree } from '../config/tree.js'

/** What Kea says of requests that are no commands, by generation. */
export interface Wording {
  noCommand(): string
  notText(found: Tree['kind']): string
  unsupported(parameter: string): string
  notMap(found: Tree['kind']): string
  noArguments(command: string): string
  argumentsNotMap(command: string, found: Tree['kind']): string
  /** The HTTP body is empty. */
  readonly nothing: string
}

const prefix = 'Error during command processing: '
const nothing = 'Command processing failed: NULL command parameter'

export const wordings: Readonly<Record<Generation, Wording>> = {
  '2.2': {
    noCommand: () => `${prefix}Invalid answer specified, does not contain mandatory 'command'`,
    notText: () => `${prefix}'command' element in command message is not a string`,
    unsupported: parameter => `${prefix}Received command contains unsupported parameter '${parameter}'`,
    notMap: () => `${prefix}Invalid command Element specified, expected map`,
    noArguments: command => `no arguments specified for the '${command}' command`,
    argumentsNotMap: command => `arguments specified for the '${command}' command are not a map`,
    nothing,
  },
  '3': {
    noCommand: () => `${prefix}invalid command: does not contain mandatory 'command'`,
    notText: found => `${prefix}invalid command: expected 'command' to be a string, got ${found} instead`,
    unsupported: parameter => `${prefix}invalid command: unsupported parameter '${parameter}'`,
    notMap: found => `${prefix}invalid command: expected toplevel entry to be a map, got ${found} instead`,
    noArguments: command => `invalid command '${command}': no arguments specified`,
    argumentsNotMap: (command, found) =>
      `invalid command '${command}': expected 'arguments' to be a map, got ${found} instead`,
    nothing,
  },
}
