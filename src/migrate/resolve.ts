import { resolve4, resolve6 } from 'node:dns/promises'

/** Addresses of a name, from DNS. Rejects when there are none. */
export function lookupAddresses(name: string, family: 4 | 6): Promise<readonly string[]> {
  return family === 4 ? resolve4(name) : resolve6(name)
}
