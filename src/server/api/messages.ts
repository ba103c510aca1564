// biome-ignore-all format: a table, one message a line
import { debug, error, info, type Message, warn } from '../log/logger.js'

// Logger "commands".
export const commandReceived = info('COMMAND_RECEIVED', "Received command '%1'")
export const commandProcessError1 = warn('COMMAND_PROCESS_ERROR1', 'Error while processing command: %1')
export const commandProcessError2 = error('COMMAND_PROCESS_ERROR2', 'Error while processing command: %1')
export const commandResponseError = error('COMMAND_RESPONSE_ERROR', 'Server failed to generate response for command: %1')
export const acceptorStart = info('COMMAND_ACCEPTOR_START', 'Starting to accept connections via unix domain socket bound to %1')
export const acceptFail = error('COMMAND_SOCKET_ACCEPT_FAIL', 'Failed to accept incoming connection on command socket %1: %2')
export const connectionOpened = debug(10, 'COMMAND_SOCKET_CONNECTION_OPENED', 'Opened socket %1 for incoming command connection')
export const connectionClosed = debug(10, 'COMMAND_SOCKET_CONNECTION_CLOSED', 'Closed socket %1 for existing command connection')
export const closedByForeignHost = info('COMMAND_SOCKET_CLOSED_BY_FOREIGN_HOST', 'Closed command socket %1 by foreign host, %2')
export const connectionTimeout = info('COMMAND_SOCKET_CONNECTION_TIMEOUT', 'Timeout occurred for connection over socket %1')
export const socketRead = debug(55, 'COMMAND_SOCKET_READ', 'Received %1 bytes over command socket %2')
export const socketReadFail = error('COMMAND_SOCKET_READ_FAIL', 'Encountered error %1 while reading from command socket %2')
export const listenerStarted = debug(10, 'COMMAND_HTTP_LISTENER_STARTED', 'Command HTTP listener started with %1 threads, listening on %2:%3, use TLS: %4')
export const listenerStopped = debug(10, 'COMMAND_HTTP_LISTENER_STOPPED', 'Command HTTP listener for %1:%2 stopped.')
export const commandRejected = debug(10, 'COMMAND_HTTP_LISTENER_COMMAND_REJECTED', "Command HTTP listener rejected command '%1' from '%2'")
export const unsecuredListener = warn('KEATS_HTTP_UNSECURED', 'anybody who reaches %1 port %2 may send commands: there is neither TLS nor authentication')
export const certificatesReloaded = info('KEATS_CERTIFICATES_RELOADED', 'certificates of %1 port %2 have changed and are in use')
export const certificatesBad = error('KEATS_CERTIFICATES_BAD', 'certificates of %1 port %2 have changed but cannot be used, the old ones stay: %3')
export const socketUnsafe = warn('KEATS_SOCKET_UNSAFE', 'control socket %1: %2')

// Logger "http".
export const requestReceived = debug(40, 'HTTP_CLIENT_REQUEST_RECEIVED', 'received HTTP request from %1')
export const badRequest = debug(40, 'HTTP_BAD_CLIENT_REQUEST_RECEIVED', 'bad request received from %1: %2')
export const responseSend = debug(40, 'HTTP_SERVER_RESPONSE_SEND', 'sending HTTP response %1 to %2')
export const requestTimeout = debug(40, 'HTTP_CLIENT_REQUEST_TIMEOUT_OCCURRED', 'HTTP request timeout occurred when communicating with %1')
export const handshakeFailed = info('HTTP_CONNECTION_HANDSHAKE_FAILED', 'TLS handshake with %1 failed with %2')

// Logger "auth".
export const authorized = info('HTTP_CLIENT_REQUEST_AUTHORIZED', "received HTTP request authorized for '%1'")
export const notAuthorized = info('HTTP_CLIENT_REQUEST_NOT_AUTHORIZED', 'received HTTP request with not matching authentication header')
export const badAuthHeader = info('HTTP_CLIENT_REQUEST_BAD_AUTH_HEADER', 'received HTTP request with malformed authentication header: %1')

// Logger "ctrl-agent".
export const agentCommandReceived = info('CTRL_AGENT_COMMAND_RECEIVED', 'command %1 received from remote address %2')
export const agentForwarded = info('CTRL_AGENT_COMMAND_FORWARDED', 'command %1 successfully forwarded to the service %2 from remote address %3')
export const agentForwardBegin = debug(10, 'CTRL_AGENT_COMMAND_FORWARD_BEGIN', 'begin forwarding command %1 to service %2')
export const agentForwardFailed = debug(10, 'CTRL_AGENT_COMMAND_FORWARD_FAILED', 'failed forwarding command %1: %2')
export const agentHttpStarted = info('CTRL_AGENT_HTTP_SERVICE_STARTED', 'HTTP service bound to address %1:%2')
export const agentHttpsStarted = info('CTRL_AGENT_HTTPS_SERVICE_STARTED', 'HTTPS service bound to address %1:%2')

/** Every message of this room, by the name of the logger that says it. */
export const messages = {
  commands: [
    commandReceived, commandProcessError1, commandProcessError2, commandResponseError, acceptorStart, acceptFail,
    connectionOpened, connectionClosed, closedByForeignHost, connectionTimeout, socketRead, socketReadFail,
    listenerStarted, listenerStopped, commandRejected, unsecuredListener, certificatesReloaded, certificatesBad,
    socketUnsafe,
  ],
  http: [requestReceived, badRequest, responseSend, requestTimeout, handshakeFailed],
  auth: [authorized, notAuthorized, badAuthHeader],
  'ctrl-agent': [
    agentCommandReceived, agentForwarded, agentForwardBegin, agentForwardFailed, agentHttpStarted, agentHttpsStarted,
  ],
} as const satisfies Readonly<Record<string, readonly Message[]>>
