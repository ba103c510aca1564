// biome-ignore-all format: a table, one message a line
import * as messages from './engine/messages.js'
import { debug, error, fatal, info, type Message, warn } from './log/logger.js'

/** What a service says of its own life. Kea has the same messages twice, once for each family. */
export interface ServiceMessages {
  readonly starting: Message
  readonly started: Message
  readonly initFail: Message
  readonly configComplete: Message
  readonly configLoadFail: Message
  readonly configSyntaxWarning: Message
  readonly parserFail: Message
  readonly dynamicReconfiguration: Message
  readonly dynamicReconfigurationFail: Message
  readonly dynamicReconfigurationSuccess: Message
  readonly activateInterface: Message
  readonly deactivateInterface: Message
  readonly serverFailed: Message
  readonly shutdown: Message
}

export const serviceMessages4: ServiceMessages = messages

/** Logger "dhcp6". */
export const serviceMessages6: ServiceMessages = {
  starting: info('DHCP6_STARTING', 'Kea DHCPv6 server version %1 (%2) starting'),
  started: info('DHCP6_STARTED', 'Kea DHCPv6 server version %1 started'),
  initFail: error('DHCP6_INIT_FAIL', 'failed to initialize Kea server: %1'),
  configComplete: info('DHCP6_CONFIG_COMPLETE', 'DHCPv6 server has completed configuration: %1'),
  configLoadFail: error('DHCP6_CONFIG_LOAD_FAIL', 'configuration error using file: %1, reason: %2'),
  parserFail: error('DHCP6_PARSER_FAIL', 'failed to create or run parser for configuration element %1: %2'),
  configSyntaxWarning: warn('DHCP6_CONFIG_SYNTAX_WARNING', 'configuration syntax warning: %1'),
  dynamicReconfiguration: info('DHCP6_DYNAMIC_RECONFIGURATION', 'initiate server reconfiguration using file: %1, after receiving SIGHUP signal or config-reload command'),
  dynamicReconfigurationFail: error('DHCP6_DYNAMIC_RECONFIGURATION_FAIL', 'dynamic server reconfiguration failed with file: %1'),
  dynamicReconfigurationSuccess: info('DHCP6_DYNAMIC_RECONFIGURATION_SUCCESS', 'dynamic server reconfiguration succeeded with file: %1'),
  activateInterface: debug(40, 'DHCP6_ACTIVATE_INTERFACE', 'activating interface %1'),
  deactivateInterface: debug(40, 'DHCP6_DEACTIVATE_INTERFACE', 'deactivate interface %1'),
  serverFailed: fatal('DHCP6_SERVER_FAILED', 'server failed: %1'),
  shutdown: info('DHCP6_SHUTDOWN', 'server shutdown'),
}
