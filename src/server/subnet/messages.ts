// biome-ignore-all format: a table, one message a line
import { debug, info, type Message } from '../log/logger.js'

// Logger "dhcpsrv": the subnets there are, and how one is selected for a packet.
export const addSubnet4 = debug(40, 'DHCPSRV_CFGMGR_ADD_SUBNET4', 'adding subnet %1')
export const delSubnet4 = debug(40, 'DHCPSRV_CFGMGR_DEL_SUBNET4', 'IPv4 subnet %1 removed')
export const newSubnet4 = info('DHCPSRV_CFGMGR_NEW_SUBNET4', 'a new subnet has been added to configuration: %1')
export const noSubnet4 = debug(40, 'DHCPSRV_CFGMGR_NO_SUBNET4', 'no suitable subnet is defined for address hint %1')
export const onlySubnet4 = debug(40, 'DHCPSRV_CFGMGR_ONLY_SUBNET4', 'retrieved subnet %1 for address hint %2')
export const subnet4 = debug(40, 'DHCPSRV_CFGMGR_SUBNET4', 'retrieved subnet %1 for address hint %2')
export const subnet4Addr = debug(40, 'DHCPSRV_CFGMGR_SUBNET4_ADDR', 'selected subnet %1 for packet received by matching address %2')
export const subnet4Iface = debug(40, 'DHCPSRV_CFGMGR_SUBNET4_IFACE', 'selected subnet %1 for packet received over interface %2')
export const subnet4Relay = debug(40, 'DHCPSRV_CFGMGR_SUBNET4_RELAY', 'selected subnet %1, because of matching relay addr %2')
export const updateSubnet4 = debug(40, 'DHCPSRV_CFGMGR_UPDATE_SUBNET4', 'updating subnet %1 (result %2)')
export const subnet4SelectByAddressNoMatch = debug(40, 'DHCPSRV_SUBNET4_SELECT_BY_ADDRESS_NO_MATCH', 'No subnet matches address: %1')
export const subnet4SelectByInterfaceNoMatch = debug(40, 'DHCPSRV_SUBNET4_SELECT_BY_INTERFACE_NO_MATCH', 'No subnet matches interface: %1')
export const subnet4SelectByRelayAddressNoMatch = debug(40, 'DHCPSRV_SUBNET4_SELECT_BY_RELAY_ADDRESS_NO_MATCH', 'No subnet matches relay address: %1')
export const subnet4SelectNoRaiOptions = debug(40, 'DHCPSRV_SUBNET4_SELECT_NO_RAI_OPTIONS', 'No RAI options found to use for subnet selection.')
export const subnet4SelectNoRelayAddress = debug(40, 'DHCPSRV_SUBNET4_SELECT_NO_RELAY_ADDRESS', 'Relay address (giaddr) in client packet is empty.')
export const subnet4SelectNoUsableAddress = debug(50, 'DHCPSRV_SUBNET4_SELECT_NO_USABLE_ADDRESS', 'No subnet selected because no suitable address to use for subnet selection was found.')

/** Every message of this room, by the name of the logger that says it. */
export const messages = {
  dhcpsrv: [
    addSubnet4, delSubnet4, newSubnet4, noSubnet4, onlySubnet4, subnet4, subnet4Addr, subnet4Iface, subnet4Relay,
    updateSubnet4, subnet4SelectByAddressNoMatch, subnet4SelectByInterfaceNoMatch,
    subnet4SelectByRelayAddressNoMatch, subnet4SelectNoRaiOptions, subnet4SelectNoRelayAddress,
    subnet4SelectNoUsableAddress,
  ],
} as const satisfies Readonly<Record<string, readonly Message[]>>
