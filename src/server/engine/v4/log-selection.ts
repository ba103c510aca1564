import { ipv4 } from '../../../wire/address.js'
import { Option } from '../../../wire/v4/codes.js'
import type { Logger } from '../../log/logger.js'
import {
  subnet4Addr,
  subnet4Iface,
  subnet4Relay,
  subnet4SelectByAddressNoMatch,
  subnet4SelectByInterfaceNoMatch,
  subnet4SelectByRelayAddressNoMatch,
  subnet4SelectNoRaiOptions,
  subnet4SelectNoRelayAddress,
  subnet4SelectNoUsableAddress,
} from '../../subnet/messages.js'
import { prefixOf } from '../log-progress.js'
import type { Step } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import type { Rooms4 } from './rooms4.js'
import { isBroadcast, selectionOf } from './select-subnet.js'

/** Tells by which fact the subnet was selected, or which facts named none. Only when somebody reads it. */
export function logSelection({ log: { dhcpsrv } }: Rooms4): Step<Exchange4> {
  return x => {
    if (dhcpsrv.on(subnet4SelectNoRaiOptions)) explain(dhcpsrv, x)
    return undefined
  }
}

function explain(log: Logger, x: Exchange4): void {
  const { query } = x
  const { giaddr, ciaddr } = query
  if (!query.has(Option.relayAgent)) log.log(subnet4SelectNoRaiOptions)
  const selected = selectionOf(x)
  if (selected !== undefined) explainAddress(log, x, selected)
  else if (giaddr !== 0) explainRelay(log, x, giaddr)
  else {
    log.log(subnet4SelectNoRelayAddress)
    if (!isBroadcast(x) && (ciaddr !== 0 || x.source !== 0)) explainAddress(log, x, ciaddr !== 0 ? ciaddr : x.source)
    else explainLink(log, x)
  }
}

function explainAddress(log: Logger, { plan, classes }: Exchange4, address: number): void {
  const found = plan.selector.byAddress(address, classes)
  if (found === undefined) log.log(subnet4SelectByAddressNoMatch, ipv4.format(address))
  else log.log(subnet4Addr, prefixOf(ipv4, found), ipv4.format(address))
}

function explainRelay(log: Logger, x: Exchange4, giaddr: number): void {
  const found = x.plan.selector.byRelay(giaddr, x.classes)
  if (found !== undefined) {
    log.log(subnet4Relay, prefixOf(ipv4, found), ipv4.format(giaddr))
    return
  }
  log.log(subnet4SelectByRelayAddressNoMatch, ipv4.format(giaddr))
  explainAddress(log, x, giaddr)
}

function explainLink(log: Logger, x: Exchange4): void {
  const { name, localAddress } = x.link
  const found = x.plan.selector.byInterface(name, x.classes)
  if (found !== undefined) {
    log.log(subnet4Iface, prefixOf(ipv4, found), name)
    return
  }
  log.log(subnet4SelectByInterfaceNoMatch, name)
  if (localAddress === undefined) log.log(subnet4SelectNoUsableAddress)
  else explainAddress(log, x, ipv4.read(localAddress, 0))
}
