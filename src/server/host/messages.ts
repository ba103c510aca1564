// biome-ignore-all format: a table, one message a line
import { debug, info, type Message, warn } from '../log/logger.js'

// Logger "hosts": looking for reservations. HOSTS_CFG: in the configuration; HOSTS_MGR: in host databases.
export const backendsRegistered = info('HOSTS_BACKENDS_REGISTERED', 'the following host backend types are available: %1')
export const backendDeregister = debug(40, 'HOSTS_BACKEND_DEREGISTER', 'deregistered host backend type: %1')
export const backendRegister = debug(40, 'HOSTS_BACKEND_REGISTER', 'registered host backend type: %1')
export const addHost = debug(40, 'HOSTS_CFG_ADD_HOST', 'add the host for reservations: %1')
export const cacheHostDataSource = info('HOSTS_CFG_CACHE_HOST_DATA_SOURCE', 'get host cache data source: %1')
export const closeHostDataSource = debug(40, 'HOSTS_CFG_CLOSE_HOST_DATA_SOURCE', 'Closing host data source: %1')
export const delAllSubnet4 = debug(40, 'HOSTS_CFG_DEL_ALL_SUBNET4', 'deleted all %1 host(s) for subnet id %2')
export const delAllSubnet6 = debug(40, 'HOSTS_CFG_DEL_ALL_SUBNET6', 'deleted all %1 host(s) having %2 IPv6 reservation(s) for subnet id %3')
export const getAll = debug(40, 'HOSTS_CFG_GET_ALL', 'get all hosts with reservations')
export const getAllAddress4 = debug(40, 'HOSTS_CFG_GET_ALL_ADDRESS4', 'get all hosts with reservations for IPv4 address %1')
export const getAllAddress4Count = debug(45, 'HOSTS_CFG_GET_ALL_ADDRESS4_COUNT', 'using address %1, found %2 host(s)')
export const getAllAddress4Host = debug(55, 'HOSTS_CFG_GET_ALL_ADDRESS4_HOST', 'using address %1 found host: %2')
export const getAllAddress6 = debug(40, 'HOSTS_CFG_GET_ALL_ADDRESS6', 'get all hosts with reservations for IPv6 address %1')
export const getAllAddress6Count = debug(45, 'HOSTS_CFG_GET_ALL_ADDRESS6_COUNT', 'using address %1, found %2 host(s)')
export const getAllAddress6Host = debug(55, 'HOSTS_CFG_GET_ALL_ADDRESS6_HOST', 'using address %1 found host: %2')
export const getAllCount = debug(45, 'HOSTS_CFG_GET_ALL_COUNT', 'found %1 host(s)')
export const getAllHost = debug(55, 'HOSTS_CFG_GET_ALL_HOST', 'found host: %1')
export const getAllHostname = debug(40, 'HOSTS_CFG_GET_ALL_HOSTNAME', 'get all hosts with reservations for hostname %1')
export const getAllHostnameCount = debug(45, 'HOSTS_CFG_GET_ALL_HOSTNAME_COUNT', 'using hostname %1, found %2 host(s)')
export const getAllHostnameHost = debug(55, 'HOSTS_CFG_GET_ALL_HOSTNAME_HOST', 'using hostname %1, found host: %2')
export const getAllHostnameSubnetId4 = debug(40, 'HOSTS_CFG_GET_ALL_HOSTNAME_SUBNET_ID4', 'get all hosts with reservations for hostname %1 and IPv4 subnet %2')
export const getAllHostnameSubnetId4Count = debug(45, 'HOSTS_CFG_GET_ALL_HOSTNAME_SUBNET_ID4_COUNT', 'using hostname %1 and IPv4 subnet %2, found %3 host(s)')
export const getAllHostnameSubnetId4Host = debug(55, 'HOSTS_CFG_GET_ALL_HOSTNAME_SUBNET_ID4_HOST', 'using hostname %1 and IPv4 subnet %2, found host: %3')
export const getAllHostnameSubnetId6 = debug(40, 'HOSTS_CFG_GET_ALL_HOSTNAME_SUBNET_ID6', 'get all hosts with reservations for hostname %1 and IPv6 subnet %2')
export const getAllHostnameSubnetId6Count = debug(45, 'HOSTS_CFG_GET_ALL_HOSTNAME_SUBNET_ID6_COUNT', 'using hostname %1 and IPv6 subnet %2, found %3 host(s)')
export const getAllHostnameSubnetId6Host = debug(55, 'HOSTS_CFG_GET_ALL_HOSTNAME_SUBNET_ID6_HOST', 'using hostname %1 and IPv6 subnet %2, found host: %3')
export const getAllIdentifier = debug(40, 'HOSTS_CFG_GET_ALL_IDENTIFIER', 'get all hosts with reservations using identifier: %1')
export const getAllIdentifierCount = debug(45, 'HOSTS_CFG_GET_ALL_IDENTIFIER_COUNT', 'using identifier %1, found %2 host(s)')
export const getAllIdentifierHost = debug(55, 'HOSTS_CFG_GET_ALL_IDENTIFIER_HOST', 'using identifier: %1, found host: %2')
export const getAllSubnetId4 = debug(40, 'HOSTS_CFG_GET_ALL_SUBNET_ID4', 'get all hosts with reservations for IPv4 subnet %1')
export const getAllSubnetId4Count = debug(45, 'HOSTS_CFG_GET_ALL_SUBNET_ID4_COUNT', 'using IPv4 subnet %1, found %2 host(s)')
export const getAllSubnetId4Host = debug(55, 'HOSTS_CFG_GET_ALL_SUBNET_ID4_HOST', 'using IPv4 subnet %1, found host: %2')
export const getAllSubnetId6 = debug(40, 'HOSTS_CFG_GET_ALL_SUBNET_ID6', 'get all hosts with reservations for IPv6 subnet %1')
export const getAllSubnetId6Count = debug(45, 'HOSTS_CFG_GET_ALL_SUBNET_ID6_COUNT', 'using IPv6 subnet %1, found %2 host(s)')
export const getAllSubnetId6Host = debug(55, 'HOSTS_CFG_GET_ALL_SUBNET_ID6_HOST', 'using IPv6 subnet %1, found host: %2')
export const getAllSubnetIdAddress4 = debug(40, 'HOSTS_CFG_GET_ALL_SUBNET_ID_ADDRESS4', 'get all hosts with reservations for subnet id %1 and IPv4 address %2')
export const getAllSubnetIdAddress4Count = debug(45, 'HOSTS_CFG_GET_ALL_SUBNET_ID_ADDRESS4_COUNT', 'using IPv4 subnet %1 and IPv4 address %2, found %3 host(s)')
export const getAllSubnetIdAddress4Host = debug(55, 'HOSTS_CFG_GET_ALL_SUBNET_ID_ADDRESS4_HOST', 'using IPv4 subnet %1 and IPv4 address %2, found host: %3')
export const getAllSubnetIdAddress6 = debug(40, 'HOSTS_CFG_GET_ALL_SUBNET_ID_ADDRESS6', 'get all hosts with reservations for subnet id %1 and IPv6 address %2')
export const getAllSubnetIdAddress6Count = debug(45, 'HOSTS_CFG_GET_ALL_SUBNET_ID_ADDRESS6_COUNT', 'using subnet id %1 and address %2, found %3 host(s)')
export const getAllSubnetIdAddress6Host = debug(55, 'HOSTS_CFG_GET_ALL_SUBNET_ID_ADDRESS6_HOST', 'using subnet id %1 and address %2, found host: %3')
export const getOnePrefix = debug(40, 'HOSTS_CFG_GET_ONE_PREFIX', 'get one host with reservation for prefix %1/%2')
export const getOnePrefixHost = debug(55, 'HOSTS_CFG_GET_ONE_PREFIX_HOST', 'using prefix %1/%2, found host: %3')
export const getOnePrefixNull = debug(45, 'HOSTS_CFG_GET_ONE_PREFIX_NULL', 'host not found using prefix %1/%2')
export const getOneSubnetIdAddress4 = debug(40, 'HOSTS_CFG_GET_ONE_SUBNET_ID_ADDRESS4', 'get one host with reservation for subnet id %1 and IPv4 address %2')
export const getOneSubnetIdAddress4Host = debug(45, 'HOSTS_CFG_GET_ONE_SUBNET_ID_ADDRESS4_HOST', 'using subnet id %1 and address %2, found host: %3')
export const getOneSubnetIdAddress4Null = debug(45, 'HOSTS_CFG_GET_ONE_SUBNET_ID_ADDRESS4_NULL', 'host not found using subnet id %1 and address %2')
export const getOneSubnetIdAddress6 = debug(40, 'HOSTS_CFG_GET_ONE_SUBNET_ID_ADDRESS6', 'get one host with reservation for subnet id %1 and having IPv6 address %2')
export const getOneSubnetIdAddress6Host = debug(45, 'HOSTS_CFG_GET_ONE_SUBNET_ID_ADDRESS6_HOST', 'using subnet id %1 and address %2, found host: %3')
export const getOneSubnetIdAddress6Null = debug(45, 'HOSTS_CFG_GET_ONE_SUBNET_ID_ADDRESS6_NULL', 'host not found using subnet id %1 and address %2')
export const getOneSubnetIdIdentifier = debug(40, 'HOSTS_CFG_GET_ONE_SUBNET_ID_IDENTIFIER', 'get one host with %1 reservation for subnet id %2, identified by %3')
export const getOneSubnetIdIdentifierHost = debug(45, 'HOSTS_CFG_GET_ONE_SUBNET_ID_IDENTIFIER_HOST', 'using subnet id %1 and identifier %2, found host: %3')
export const getOneSubnetIdIdentifierNull = debug(45, 'HOSTS_CFG_GET_ONE_SUBNET_ID_IDENTIFIER_NULL', 'host not found using subnet id %1 and identifier %2')
export const mgrAlternateGet4SubnetIdAddress4 = debug(40, 'HOSTS_MGR_ALTERNATE_GET4_SUBNET_ID_ADDRESS4', 'trying alternate sources for host using subnet id %1 and address %2')
export const mgrAlternateGet4SubnetIdIdentifier = debug(40, 'HOSTS_MGR_ALTERNATE_GET4_SUBNET_ID_IDENTIFIER', 'get one host with IPv4 reservation for subnet id %1, identified by %2')
export const mgrAlternateGet4SubnetIdIdentifierHost = debug(45, 'HOSTS_MGR_ALTERNATE_GET4_SUBNET_ID_IDENTIFIER_HOST', 'using subnet id %1 and identifier %2, found in %3 host: %4')
export const mgrAlternateGet4SubnetIdIdentifierNull = debug(45, 'HOSTS_MGR_ALTERNATE_GET4_SUBNET_ID_IDENTIFIER_NULL', 'host not found using subnet id %1 and identifier %2')
export const mgrAlternateGet6Prefix = debug(40, 'HOSTS_MGR_ALTERNATE_GET6_PREFIX', 'trying alternate sources for host using prefix %1/%2')
export const mgrAlternateGet6SubnetIdAddress6 = debug(40, 'HOSTS_MGR_ALTERNATE_GET6_SUBNET_ID_ADDRESS6', 'trying alternate sources for host using subnet id %1 and IPv6 address %2')
export const mgrAlternateGet6SubnetIdIdentifier = debug(40, 'HOSTS_MGR_ALTERNATE_GET6_SUBNET_ID_IDENTIFIER', 'get one host with IPv6 reservation for subnet id %1, identified by %2')
export const mgrAlternateGet6SubnetIdIdentifierHost = debug(45, 'HOSTS_MGR_ALTERNATE_GET6_SUBNET_ID_IDENTIFIER_HOST', 'using subnet id %1 and identifier %2, found in %3 host: %4')
export const mgrAlternateGet6SubnetIdIdentifierNull = debug(45, 'HOSTS_MGR_ALTERNATE_GET6_SUBNET_ID_IDENTIFIER_NULL', 'host not found using subnet id %1 and identifier %2')
export const mgrAlternateGetAllSubnetIdAddress4 = debug(40, 'HOSTS_MGR_ALTERNATE_GET_ALL_SUBNET_ID_ADDRESS4', 'trying alternate sources for hosts using subnet id %1 and address %2')
export const mgrAlternateGetAllSubnetIdAddress6 = debug(40, 'HOSTS_MGR_ALTERNATE_GET_ALL_SUBNET_ID_ADDRESS6', 'trying alternate sources for hosts using subnet id %1 and address %2')
export const mgrNonUniqueIpUnsupported = warn('HOSTS_MGR_NON_UNIQUE_IP_UNSUPPORTED', 'host data source %1 does not support the mode in which IP reservations are non-unique')

/** Every message of this room, by the name of the logger that says it. */
export const messages = {
  hosts: [
    backendsRegistered, backendDeregister, backendRegister, addHost, cacheHostDataSource, closeHostDataSource,
    delAllSubnet4, delAllSubnet6, getAll, getAllAddress4, getAllAddress4Count, getAllAddress4Host, getAllAddress6,
    getAllAddress6Count, getAllAddress6Host, getAllCount, getAllHost, getAllHostname, getAllHostnameCount,
    getAllHostnameHost, getAllHostnameSubnetId4, getAllHostnameSubnetId4Count, getAllHostnameSubnetId4Host,
    getAllHostnameSubnetId6, getAllHostnameSubnetId6Count, getAllHostnameSubnetId6Host, getAllIdentifier,
    getAllIdentifierCount, getAllIdentifierHost, getAllSubnetId4, getAllSubnetId4Count, getAllSubnetId4Host,
    getAllSubnetId6, getAllSubnetId6Count, getAllSubnetId6Host, getAllSubnetIdAddress4, getAllSubnetIdAddress4Count,
    getAllSubnetIdAddress4Host, getAllSubnetIdAddress6, getAllSubnetIdAddress6Count, getAllSubnetIdAddress6Host,
    getOnePrefix, getOnePrefixHost, getOnePrefixNull, getOneSubnetIdAddress4, getOneSubnetIdAddress4Host,
    getOneSubnetIdAddress4Null, getOneSubnetIdAddress6, getOneSubnetIdAddress6Host, getOneSubnetIdAddress6Null,
    getOneSubnetIdIdentifier, getOneSubnetIdIdentifierHost, getOneSubnetIdIdentifierNull,
    mgrAlternateGet4SubnetIdAddress4, mgrAlternateGet4SubnetIdIdentifier, mgrAlternateGet4SubnetIdIdentifierHost,
    mgrAlternateGet4SubnetIdIdentifierNull, mgrAlternateGet6Prefix, mgrAlternateGet6SubnetIdAddress6,
    mgrAlternateGet6SubnetIdIdentifier, mgrAlternateGet6SubnetIdIdentifierHost,
    mgrAlternateGet6SubnetIdIdentifierNull, mgrAlternateGetAllSubnetIdAddress4, mgrAlternateGetAllSubnetIdAddress6,
    mgrNonUniqueIpUnsupported,
  ],
} as const satisfies Readonly<Record<string, readonly Message[]>>
