// biome-ignore-all format: a table, one message a line
import { debug, error, fatal, info, type Message, warn } from '../log/logger.js'

// Logger "dhcp4": start, configuration, classes, life of the server.
export const activateInterface = debug(40, 'DHCP4_ACTIVATE_INTERFACE', 'activating interface %1')
export const alreadyRunning = fatal('DHCP4_ALREADY_RUNNING', '%1 already running? %2')
export const classAssigned = debug(40, 'DHCP4_CLASS_ASSIGNED', '%1: client packet has been assigned to the following class(es): %2')
export const classUnconfigured = debug(40, 'DHCP4_CLASS_UNCONFIGURED', '%1: client packet belongs to an unconfigured class: %2')
export const classUndefined = debug(40, 'DHCP4_CLASS_UNDEFINED', 'required class %1 has no definition')
export const classUntestable = debug(40, 'DHCP4_CLASS_UNTESTABLE', 'required class %1 has no test expression')
export const clientidIgnoredForLeases = debug(50, 'DHCP4_CLIENTID_IGNORED_FOR_LEASES', '%1: not using client identifier for lease allocation for subnet %2')
export const commandReceived = debug(10, 'DHCP4_COMMAND_RECEIVED', 'received command %1, arguments: %2')
export const configComplete = info('DHCP4_CONFIG_COMPLETE', 'DHCPv4 server has completed configuration: %1')
export const configFetch = info('DHCP4_CONFIG_FETCH', 'Fetching configuration data from config backends.')
export const configLoadFail = error('DHCP4_CONFIG_LOAD_FAIL', 'configuration error using file: %1, reason: %2')
export const configNewSubnet = info('DHCP4_CONFIG_NEW_SUBNET', 'a new subnet has been added to configuration: %1')
export const configOptionDuplicate = warn('DHCP4_CONFIG_OPTION_DUPLICATE', 'multiple options with the code %1 added to the subnet %2')
export const configPacketQueue = info('DHCP4_CONFIG_PACKET_QUEUE', 'DHCPv4 packet queue info after configuration: %1')
export const configReceived = debug(10, 'DHCP4_CONFIG_RECEIVED', 'received configuration %1')
export const configStart = debug(10, 'DHCP4_CONFIG_START', 'DHCPv4 server is processing the following configuration: %1')
export const parserFail = error('DHCP4_PARSER_FAIL', 'failed to create or run parser for configuration element %1: %2')
export const configSyntaxWarning = warn('DHCP4_CONFIG_SYNTAX_WARNING', 'configuration syntax warning: %1')
export const configUnrecoverableError = fatal('DHCP4_CONFIG_UNRECOVERABLE_ERROR', 'DHCPv4 server new configuration failed with an error which cannot be recovered')
export const configUnsupportedObject = error('DHCP4_CONFIG_UNSUPPORTED_OBJECT', 'DHCPv4 server configuration includes an unsupported object: %1')
export const configUpdate = debug(40, 'DHCP4_CONFIG_UPDATE', 'updated configuration received: %1')
export const dbReconnectDisabled = info('DHCP4_DB_RECONNECT_DISABLED', 'database reconnect is disabled: max-reconnect-tries %1, reconnect-wait-time %2')
export const dbReconnectFailed = info('DHCP4_DB_RECONNECT_FAILED', 'maximum number of database reconnect attempts: %1, has been exhausted without success')
export const dbReconnectLostConnection = info('DHCP4_DB_RECONNECT_LOST_CONNECTION', 'database connection lost.')
export const dbReconnectSucceeded = info('DHCP4_DB_RECONNECT_SUCCEEDED', 'database connection recovered.')
export const deactivateInterface = debug(40, 'DHCP4_DEACTIVATE_INTERFACE', 'deactivate interface %1')
export const declineLeaseMismatch = warn('DHCP4_DECLINE_LEASE_MISMATCH', "Received DHCPDECLINE for addr %1 from client %2, but the data doesn't match: received hwaddr: %3, lease hwaddr: %4, received client-id: %5, lease client-id: %6")
export const declineLeaseNotFound = warn('DHCP4_DECLINE_LEASE_NOT_FOUND', 'Received DHCPDECLINE for addr %1 from client %2, but no such lease found.')
export const dynamicReconfiguration = info('DHCP4_DYNAMIC_RECONFIGURATION', 'initiate server reconfiguration using file: %1, after receiving SIGHUP signal or config-reload command')
export const dynamicReconfigurationFail = error('DHCP4_DYNAMIC_RECONFIGURATION_FAIL', 'dynamic server reconfiguration failed with file: %1')
export const dynamicReconfigurationSuccess = info('DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS', 'dynamic server reconfiguration succeeded with file: %1')
export const hooksLibsReloadFail = error('DHCP4_HOOKS_LIBS_RELOAD_FAIL', 'reload of hooks libraries failed')
export const initFail = error('DHCP4_INIT_FAIL', 'failed to initialize Kea server: %1')
export const multiThreadingInfo = warn('DHCP4_MULTI_THREADING_INFO', 'enabled: %1, number of threads: %2, queue size: %3')
export const notRunning = warn('DHCP4_NOT_RUNNING', 'DHCPv4 server is not running')
export const openConfigDb = info('DHCP4_OPEN_CONFIG_DB', 'Opening configuration database: %1')
export const openSocket = debug(0, 'DHCP4_OPEN_SOCKET', 'opening service sockets on port %1')
export const openSocketsFailed = info('DHCP4_OPEN_SOCKETS_FAILED', 'maximum number of open service sockets attempts: %1, has been exhausted without success')
export const packetQueueFull = debug(40, 'DHCP4_PACKET_QUEUE_FULL', 'multi-threading packet queue is full')
export const reclaimExpiredLeasesFail = error('DHCP4_RECLAIM_EXPIRED_LEASES_FAIL', 'failed to reclaim expired leases: %1')
export const reservationsLookupFirstEnabled = warn('DHCP4_RESERVATIONS_LOOKUP_FIRST_ENABLED', 'Multi-threading is enabled and host reservations lookup is always performed first.')
export const serverFailed = fatal('DHCP4_SERVER_FAILED', 'server failed: %1')
export const shutdown = info('DHCP4_SHUTDOWN', 'server shutdown')
export const shutdownRequest = debug(40, 'DHCP4_SHUTDOWN_REQUEST', 'shutdown of server requested')
export const srvConstructError = error('DHCP4_SRV_CONSTRUCT_ERROR', 'error creating Dhcpv4Srv object, reason: %1')
export const srvD2stopError = error('DHCP4_SRV_D2STOP_ERROR', 'error stopping IO with DHCP_DDNS during shutdown: %1')
export const started = info('DHCP4_STARTED', 'Kea DHCPv4 server version %1 started')
export const starting = info('DHCP4_STARTING', 'Kea DHCPv4 server version %1 (%2) starting')
export const startInfo = debug(0, 'DHCP4_START_INFO', 'pid: %1, server port: %2, client port: %3, verbose: %4')
export const testingModeSendToSourceEnabled = warn('DHCP4_TESTING_MODE_SEND_TO_SOURCE_ENABLED', 'All packets will be send to source address of an incoming packet - use only for testing')

// Logger "packets": what comes in, what goes out, which subnet it belongs to.
export const bufferReceived = debug(40, 'DHCP4_BUFFER_RECEIVED', 'received buffer from %1:%2 to %3:%4 over interface %5')
export const bufferReceiveFail = error('DHCP4_BUFFER_RECEIVE_FAIL', 'error on attempt to receive packet: %1')
export const bufferWaitSignal = debug(50, 'DHCP4_BUFFER_WAIT_SIGNAL', 'signal received while waiting for next packet')
export const flexId = debug(50, 'DHCP4_FLEX_ID', 'flexible identifier generated for incoming packet: %1')
export const hookLeases4ParkingLotFull = debug(15, 'DHCP4_HOOK_LEASES4_PARKING_LOT_FULL', 'The parked-packet-limit %1, has been reached, dropping query: %2')
export const informDirectReply = debug(50, 'DHCP4_INFORM_DIRECT_REPLY', '%1: DHCPACK in reply to the DHCPINFORM will be sent directly to %2 over %3')
export const packetDrop0010 = debug(15, 'DHCP4_PACKET_DROP_0010', "dropped as member of the special class 'DROP': %1")
export const packetDrop0013 = debug(15, 'DHCP4_PACKET_DROP_0013', "dropped as member of the special class 'DROP' after host reservation lookup: %1")
export const packetDrop0014 = debug(15, 'DHCP4_PACKET_DROP_0014', "dropped as member of the special class 'DROP' after early global host reservations lookup: %1")
export const packetProcessException = error('DHCP4_PACKET_PROCESS_EXCEPTION', 'exception occurred during packet processing')
export const packetProcessStdException = error('DHCP4_PACKET_PROCESS_STD_EXCEPTION', 'exception occurred during packet processing: %1')
export const packetReceived = debug(45, 'DHCP4_PACKET_RECEIVED', '%1: %2 (type %3) received from %4 to %5 on interface %6')
export const packetSend = debug(40, 'DHCP4_PACKET_SEND', '%1: trying to send packet %2 (type %3) from %4:%5 to %6:%7 on interface %8')
export const packetSendFail = error('DHCP4_PACKET_SEND_FAIL', '%1: failed to send DHCPv4 packet: %2')
export const queryData = debug(55, 'DHCP4_QUERY_DATA', '%1, packet details: %2')
export const responseData = debug(55, 'DHCP4_RESPONSE_DATA', '%1: responding with packet %2 (type %3), packet details: %4')
export const subnetData = debug(55, 'DHCP4_SUBNET_DATA', '%1: the selected subnet details: %2')
export const subnetDynamicallyChanged = debug(45, 'DHCP4_SUBNET_DYNAMICALLY_CHANGED', '%1: changed selected subnet %2 to subnet %3 from shared network %4 for client assignments')
export const subnetSelected = debug(45, 'DHCP4_SUBNET_SELECTED', '%1: the subnet with ID %2 was selected for client assignments')
export const subnetSelectionFailed = debug(50, 'DHCP4_SUBNET_SELECTION_FAILED', '%1: failed to select subnet for the client')

// Logger "bad-packets": what is dropped or refused, and why.
export const deferredOptionMissing = debug(50, 'DHCP4_DEFERRED_OPTION_MISSING', 'can find deferred option code %1 in the query')
export const deferredOptionUnpackFail = debug(50, 'DHCP4_DEFERRED_OPTION_UNPACK_FAIL', 'An error unpacking the deferred option %1: %2')
export const noLeaseInitReboot = debug(50, 'DHCP4_NO_LEASE_INIT_REBOOT', '%1: no lease for address %2 requested by INIT-REBOOT client')
export const packetDrop0001 = debug(15, 'DHCP4_PACKET_DROP_0001', 'failed to parse packet from %1 to %2, received over interface %3, reason: %4')
export const packetDrop0002 = debug(15, 'DHCP4_PACKET_DROP_0002', '%1, from interface %2: no suitable subnet configured for a direct client')
export const packetDrop0003 = debug(15, 'DHCP4_PACKET_DROP_0003', '%1, from interface %2: it contains a foreign server identifier')
export const packetDrop0004 = debug(15, 'DHCP4_PACKET_DROP_0004', '%1, from interface %2: missing msg-type option')
export const packetDrop0005 = debug(15, 'DHCP4_PACKET_DROP_0005', '%1: unrecognized type %2 in option 53')
export const packetDrop0006 = debug(15, 'DHCP4_PACKET_DROP_0006', '%1: unsupported DHCPv4 message type %2')
export const packetDrop0007 = debug(15, 'DHCP4_PACKET_DROP_0007', '%1: failed to process packet: %2')
export const packetDrop0008 = debug(15, 'DHCP4_PACKET_DROP_0008', '%1: DHCP service is globally disabled')
export const packetDrop0009 = debug(15, 'DHCP4_PACKET_DROP_0009', '%1: Option 53 missing (no DHCP message type), is this a BOOTP packet?')
export const packetDrop0011 = debug(15, 'DHCP4_PACKET_DROP_0011', 'dropped as sent by the same client than a packet being processed by another thread: dropped %1 by thread %2 as duplicate of %3 processed by %4')
export const packetDrop0012 = debug(15, 'DHCP4_PACKET_DROP_0012', 'dropped as sent by the same client than a packet being processed by another thread: dropped %1 by thread %2 as duplicate of %3 processed by %4')
export const packetNak0001 = error('DHCP4_PACKET_NAK_0001', '%1: failed to select a subnet for incoming packet, src %2, type %3')
export const packetNak0002 = debug(50, 'DHCP4_PACKET_NAK_0002', '%1: invalid address %2 requested by INIT-REBOOT')
export const packetNak0003 = debug(50, 'DHCP4_PACKET_NAK_0003', '%1: failed to advertise a lease, client sent ciaddr %2, requested-ip-address %3')
export const packetNak0004 = debug(50, 'DHCP4_PACKET_NAK_0004', '%1: failed to grant a lease, client sent ciaddr %2, requested-ip-address %3')
export const unknownAddressRequested = debug(50, 'DHCP4_UNKNOWN_ADDRESS_REQUESTED', '%1: client requested an unknown address, client sent ciaddr %2, requested-ip-address %3')

// Logger "options": parsing and packing.
export const bufferUnpack = debug(50, 'DHCP4_BUFFER_UNPACK', 'parsing buffer received from %1 to %2 over interface %3')
export const packetOptionsSkipped = debug(50, 'DHCP4_PACKET_OPTIONS_SKIPPED', 'An error unpacking an option, caused subsequent options to be skipped: %1')
export const packetOptionUnpackFail = debug(50, 'DHCP4_PACKET_OPTION_UNPACK_FAIL', 'An error unpacking the option %1: %2')
export const optionsLeftOut = warn('KEATS_OPTIONS_LEFT_OUT', '%1: not all options fit into the message; the longest were left out')
export const packetPack = debug(50, 'DHCP4_PACKET_PACK', '%1: preparing on-wire format of the packet to be sent')
export const packetPackFail = error('DHCP4_PACKET_PACK_FAIL', '%1: preparing on-wire-format of the packet to be sent failed %2')

// Logger "leases": what clients got, gave back or declined.
export const declineFail = error('DHCP4_DECLINE_FAIL', '%1: error on decline lease for address %2: %3')
export const declineLease = info('DHCP4_DECLINE_LEASE', 'Received DHCPDECLINE for addr %1 from client %2. The lease will be unavailable for %3 seconds.')
export const initReboot = info('DHCP4_INIT_REBOOT', '%1: client is in INIT-REBOOT state and requests address %2')
export const leaseAdvert = info('DHCP4_LEASE_ADVERT', '%1: lease %2 will be advertised')
export const leaseAlloc = info('DHCP4_LEASE_ALLOC', '%1: lease %2 has been allocated for %3 seconds')
export const leaseOffer = info('DHCP4_LEASE_OFFER', '%1: lease %2 will be offered')
export const leaseReuse = info('DHCP4_LEASE_REUSE', '%1: lease %2 has been reused for %3 seconds')
export const release = info('DHCP4_RELEASE', '%1: address %2 was released properly.')
export const releaseException = error('DHCP4_RELEASE_EXCEPTION', '%1: while trying to release address %2 an exception occurred: %3')
export const releaseFail = error('DHCP4_RELEASE_FAIL', '%1: failed to remove lease for address %2')
export const releaseFailNoLease = debug(50, 'DHCP4_RELEASE_FAIL_NO_LEASE', '%1: client is trying to release non-existing lease %2')
export const releaseFailWrongClient = debug(50, 'DHCP4_RELEASE_FAIL_WRONG_CLIENT', '%1: client is trying to release the lease %2 which belongs to a different client')

// Logger "ddns": host names and name change requests.
export const clientFqdnData = debug(55, 'DHCP4_CLIENT_FQDN_DATA', '%1: Client sent FQDN option: %2')
export const clientFqdnProcess = debug(50, 'DHCP4_CLIENT_FQDN_PROCESS', '%1: processing Client FQDN option')
export const clientHostnameData = debug(55, 'DHCP4_CLIENT_HOSTNAME_DATA', '%1: client sent Hostname option: %2')
export const clientHostnameMalformed = debug(50, 'DHCP4_CLIENT_HOSTNAME_MALFORMED', '%1: client hostname option malformed: %2')
export const clientHostnameProcess = debug(50, 'DHCP4_CLIENT_HOSTNAME_PROCESS', "%1: processing client's Hostname option")
export const clientNameProcFail = debug(55, 'DHCP4_CLIENT_NAME_PROC_FAIL', '%1: failed to process the fqdn or hostname sent by a client: %2')
export const ddnsRequestSendFailed = error('DHCP4_DDNS_REQUEST_SEND_FAILED', 'failed sending a request to kea-dhcp-ddns, error: %1,  ncr: %2')
export const emptyHostname = debug(50, 'DHCP4_EMPTY_HOSTNAME', '%1: received empty hostname from the client, skipping processing of this option')
export const generateFqdn = debug(55, 'DHCP4_GENERATE_FQDN', '%1: client did not send a FQDN or hostname; FQDN will be generated for the client')
export const ncrCreationFailed = error('DHCP4_NCR_CREATION_FAILED', '%1: failed to generate name change requests for DNS: %2')
export const postAllocationNameUpdateFail = error('DHCP4_POST_ALLOCATION_NAME_UPDATE_FAIL', '%1: failed to update hostname %2 in a lease after address allocation: %3')
export const reservedHostnameAssigned = debug(55, 'DHCP4_RESERVED_HOSTNAME_ASSIGNED', '%1: server assigned reserved hostname %2')
export const responseFqdnData = debug(55, 'DHCP4_RESPONSE_FQDN_DATA', "%1: including FQDN option in the server's response: %2")
export const responseHostnameData = debug(55, 'DHCP4_RESPONSE_HOSTNAME_DATA', "%1: including Hostname option in the server's response: %2")
export const responseHostnameGenerate = debug(55, 'DHCP4_RESPONSE_HOSTNAME_GENERATE', '%1: server has generated hostname %2 for the client')

// Logger "hooks": verdicts of listeners.
export const hookBufferRcvdDrop = debug(15, 'DHCP4_HOOK_BUFFER_RCVD_DROP', 'received buffer from %1 to %2 over interface %3 was dropped because a callout set the drop flag')
export const hookBufferRcvdSkip = debug(40, 'DHCP4_HOOK_BUFFER_RCVD_SKIP', 'received buffer from %1 to %2 over interface %3 is not parsed because a callout set the next step to SKIP.')
export const hookBufferSendSkip = debug(40, 'DHCP4_HOOK_BUFFER_SEND_SKIP', '%1: prepared response is dropped because a callout set the next step to SKIP.')
export const hookDdnsUpdate = debug(15, 'DHCP4_HOOK_DDNS_UPDATE', 'A hook has updated the DDNS parameters: hostname %1=>%2, forward update %3=>%4, reverse update %5=>%6')
export const hookDeclineSkip = debug(15, 'DHCP4_HOOK_DECLINE_SKIP', 'Decline4 hook callouts set status to DROP, ignoring packet.')
export const hookLease4ReleaseSkip = debug(40, 'DHCP4_HOOK_LEASE4_RELEASE_SKIP', '%1: lease was not released because a callout set the next step to SKIP')
export const hookLeases4CommittedDrop = debug(15, 'DHCP4_HOOK_LEASES4_COMMITTED_DROP', '%1: packet is dropped, because a callout set the next step to DROP')
export const hookLeases4CommittedPark = debug(40, 'DHCP4_HOOK_LEASES4_COMMITTED_PARK', '%1: packet is parked, because a callout set the next step to PARK')
export const hookPacketRcvdSkip = debug(40, 'DHCP4_HOOK_PACKET_RCVD_SKIP', '%1: packet is dropped, because a callout set the next step to SKIP')
export const hookPacketSendDrop = debug(15, 'DHCP4_HOOK_PACKET_SEND_DROP', '%1: prepared DHCPv4 response was not sent because a callout set the next ste to DROP')
export const hookPacketSendSkip = debug(40, 'DHCP4_HOOK_PACKET_SEND_SKIP', '%1: prepared response is not sent, because a callout set the next stp to SKIP')
export const hookSubnet4SelectDrop = debug(40, 'DHCP4_HOOK_SUBNET4_SELECT_DROP', "%1: packet was dropped, because a callout set the next step to 'drop'")
export const hookSubnet4SelectSkip = debug(40, 'DHCP4_HOOK_SUBNET4_SELECT_SKIP', '%1: no subnet was selected, because a callout set the next skip flag')

// Logger "dhcpsrv": interfaces and sockets, name change requests.
export const addIface = info('DHCPSRV_CFGMGR_ADD_IFACE', 'listening on interface %1')
export const allIfacesActive = debug(40, 'DHCPSRV_CFGMGR_ALL_IFACES_ACTIVE', 'enabling listening on all interfaces')
export const cfgDhcpDdns = debug(40, 'DHCPSRV_CFGMGR_CFG_DHCP_DDNS', 'Setting DHCP-DDNS configuration to: %1')
export const clearActiveIfaces = debug(40, 'DHCPSRV_CFGMGR_CLEAR_ACTIVE_IFACES', 'stop listening on all interfaces')
export const socketTypeDefault = info('DHCPSRV_CFGMGR_SOCKET_TYPE_DEFAULT', '"dhcp-socket-type" not specified , using default socket type %1')
export const socketTypeSelect = info('DHCPSRV_CFGMGR_SOCKET_TYPE_SELECT', 'using socket type %1')
export const useAddress = info('DHCPSRV_CFGMGR_USE_ADDRESS', 'listening on address %1, on interface %2')
export const dhcpDdnsNcrRejected = error('DHCPSRV_DHCP_DDNS_NCR_REJECTED', 'NameChangeRequest rejected by the sender: %1, ncr: %2')
export const dhcpDdnsNcrSent = debug(50, 'DHCPSRV_DHCP_DDNS_NCR_SENT', 'NameChangeRequest sent to kea-dhcp-ddns: %1')
export const dhcpDdnsSenderStarted = info('DHCPSRV_DHCP_DDNS_SENDER_STARTED', 'NameChangeRequest sender has been started: %1')
export const dhcpDdnsSenderStopped = info('DHCPSRV_DHCP_DDNS_SENDER_STOPPED', 'NameChangeRequest sender has been stopped.')
export const dhcpDdnsSuspendUpdates = warn('DHCPSRV_DHCP_DDNS_SUSPEND_UPDATES', 'DHCP_DDNS updates are being suspended.')
export const multipleRawSocketsPerIface = warn('DHCPSRV_MULTIPLE_RAW_SOCKETS_PER_IFACE', 'current configuration will result in opening multiple broadcast capable sockets on some interfaces and some DHCP messages may be duplicated')
export const noSocketsOpen = warn('DHCPSRV_NO_SOCKETS_OPEN', 'no interface configured to listen to DHCP traffic')
export const openSocketFail = warn('DHCPSRV_OPEN_SOCKET_FAIL', 'failed to open socket: %1')
export const queueNcr = debug(55, 'DHCPSRV_QUEUE_NCR', '%1: Name change request to %2 DNS entry queued: %3')
export const queueNcrFailed = error('DHCPSRV_QUEUE_NCR_FAILED', '%1: queuing %2 name change request failed for lease %3: %4')
export const queueNcrSkip = debug(50, 'DHCPSRV_QUEUE_NCR_SKIP', '%1: skip queuing name change request for lease: %2')

/** Every message of this room, by the name of the logger that says it. */
export const messages = {
  dhcp4: [
    activateInterface, alreadyRunning, classAssigned, classUnconfigured, classUndefined, classUntestable,
    clientidIgnoredForLeases, commandReceived, configComplete, configFetch, configLoadFail, configNewSubnet,
    configOptionDuplicate, configPacketQueue, configReceived, configStart, parserFail, configSyntaxWarning,
    configUnrecoverableError, configUnsupportedObject, configUpdate, dbReconnectDisabled, dbReconnectFailed,
    dbReconnectLostConnection, dbReconnectSucceeded, deactivateInterface, declineLeaseMismatch,
    declineLeaseNotFound, dynamicReconfiguration, dynamicReconfigurationFail, dynamicReconfigurationSuccess,
    hooksLibsReloadFail, initFail, multiThreadingInfo, notRunning, openConfigDb, openSocket, openSocketsFailed,
    packetQueueFull, reclaimExpiredLeasesFail, reservationsLookupFirstEnabled, serverFailed, shutdown,
    shutdownRequest, srvConstructError, srvD2stopError, started, starting, startInfo,
    testingModeSendToSourceEnabled,
  ],
  packets: [
    bufferReceived, bufferReceiveFail, bufferWaitSignal, flexId, hookLeases4ParkingLotFull, informDirectReply,
    packetDrop0010, packetDrop0013, packetDrop0014, packetProcessException, packetProcessStdException,
    packetReceived, packetSend, packetSendFail, queryData, responseData, subnetData, subnetDynamicallyChanged,
    subnetSelected, subnetSelectionFailed,
  ],
  'bad-packets': [
    deferredOptionMissing, deferredOptionUnpackFail, noLeaseInitReboot, packetDrop0001, packetDrop0002,
    packetDrop0003, packetDrop0004, packetDrop0005, packetDrop0006, packetDrop0007, packetDrop0008, packetDrop0009,
    packetDrop0011, packetDrop0012, packetNak0001, packetNak0002, packetNak0003, packetNak0004,
    unknownAddressRequested,
  ],
  options: [bufferUnpack, optionsLeftOut, packetOptionsSkipped, packetOptionUnpackFail, packetPack, packetPackFail],
  leases: [
    declineFail, declineLease, initReboot, leaseAdvert, leaseAlloc, leaseOffer, leaseReuse, release,
    releaseException, releaseFail, releaseFailNoLease, releaseFailWrongClient,
  ],
  ddns: [
    clientFqdnData, clientFqdnProcess, clientHostnameData, clientHostnameMalformed, clientHostnameProcess,
    clientNameProcFail, ddnsRequestSendFailed, emptyHostname, generateFqdn, ncrCreationFailed,
    postAllocationNameUpdateFail, reservedHostnameAssigned, responseFqdnData, responseHostnameData,
    responseHostnameGenerate,
  ],
  hooks: [
    hookBufferRcvdDrop, hookBufferRcvdSkip, hookBufferSendSkip, hookDdnsUpdate, hookDeclineSkip,
    hookLease4ReleaseSkip, hookLeases4CommittedDrop, hookLeases4CommittedPark, hookPacketRcvdSkip,
    hookPacketSendDrop, hookPacketSendSkip, hookSubnet4SelectDrop, hookSubnet4SelectSkip,
  ],
  dhcpsrv: [
    addIface, allIfacesActive, cfgDhcpDdns, clearActiveIfaces, socketTypeDefault, socketTypeSelect, useAddress,
    dhcpDdnsNcrRejected, dhcpDdnsNcrSent, dhcpDdnsSenderStarted, dhcpDdnsSenderStopped, dhcpDdnsSuspendUpdates,
    multipleRawSocketsPerIface, noSocketsOpen, openSocketFail, queueNcr, queueNcrFailed, queueNcrSkip,
  ],
} as const satisfies Readonly<Record<string, readonly Message[]>>
