import type { Decided } from './config/decided.js'
import type { MapTree } from './config/tree.js'
import type { Address } from './lease/lease.js'

/** The configuration in force, in both forms. */
export interface Running<A extends Address> {
  /** As written: the map under "Dhcp4" or "Dhcp6", with places. */
  readonly tree: MapTree
  readonly decided: Decided<A>
  /** The file that the service reads; undefined: none. */
  readonly file: string | undefined
  /** Other services stand in that file, too. */
  readonly fileIsShared: boolean
}

/** What commands that change the configuration are given of a service. */
export interface ConfigurationRoom<A extends Address> {
  /** "Dhcp4" or "Dhcp6". */
  readonly keyword: string
  readonly running: Running<A>
  /**
   * Judge a configuration without any effect. Resolves with what is wrong, in Kea's words with places.
   *
   * @param tree the map under "Dhcp4" or "Dhcp6"
   */
  test(tree: MapTree): Promise<string | undefined>
  /** Put it in force. Resolves with what is wrong or in the way; the one before is in force then. */
  replace(tree: MapTree): Promise<string | undefined>
  /** Read the file again and put that in force. */
  reload(): Promise<string | undefined>
}
