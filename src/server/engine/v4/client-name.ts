import { ipv4 } from '../../../wire/address.js'
import { MessageType, Option } from '../../../wire/v4/codes.js'
import { FqdnFlag, fqdnPayload, readFqdn } from '../../../wire/v4/fqdn.js'
import type { DdnsConfig } from '../../config/decided.js'
import { askNames } from '../ask-names.js'
import {
  clientFqdnProcess,
  clientHostnameData,
  clientHostnameMalformed,
  clientHostnameProcess,
  emptyHostname,
  hookDdnsUpdate,
  reservedHostnameAssigned,
  responseFqdnData,
  responseHostnameData,
  responseHostnameGenerate,
} from '../messages.js'
import { fullNameOf, generatedName, qualify, replaces, sanitize, updateDuty } from '../names.js'
import type { Step } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/** RFC 1035 2.3.4 */
const LONGEST_NAME = 255
const LONGEST_LABEL = 63

/**
 * The client's name: option 81 where the client sent it, else option 12. A reserved host name stands over both. What the
 * answer says, and what the lease will say, is settled here, once the address is known.
 */
export function nameClient(rooms: Rooms4): Step<Exchange4> {
  const { ddnsUpdate } = rooms.points
  const ask = askNames<number, Exchange4>(rooms, hookDdnsUpdate, rename)
  return x => {
    if ((x.outcome !== 'extend' && x.outcome !== 'take') || x.subnet === undefined) return undefined
    const { type } = x.query
    if (type !== MessageType.discover && type !== MessageType.request) return undefined
    if (x.query.has(Option.fqdn)) answerFqdn(rooms, x)
    else answerHostName(rooms, x)
    return ddnsUpdate.heard ? ask(x) : undefined
  }
}

function answerFqdn({ log }: Rooms4, x: Exchange4): void {
  if (log.ddns.on(clientFqdnProcess)) log.ddns.log(clientFqdnProcess, labelOf(x))
  const sent = readFqdn(x.query)
  if (sent === undefined) return
  const { ddns } = x.subnet!.subnet
  const clientServer = (sent.flags & FqdnFlag.server) !== 0
  const duty = updateDuty(ddns, clientServer, (sent.flags & FqdnFlag.noUpdate) !== 0)
  if (duty === undefined) return
  // RFC 4702 2.1: E as the client has it, O where the server does not do as it was asked
  let flags = sent.flags & FqdnFlag.encoded
  if (duty.server) flags |= FqdnFlag.server
  if (duty.none) flags |= FqdnFlag.noUpdate
  if (duty.override) flags |= FqdnFlag.override
  const name =
    fullNameOf(x.host?.hostname ?? '', ddns, sent.name, sent.partial) ??
    generatedName(ipv4, x.granted, ddns, true).toLowerCase()
  const payload = fqdnPayload(flags, name, sent.rcode)
  if (payload === undefined || !x.options.copy(Option.fqdn, payload)) return
  x.answersFqdn = true
  x.hostname = name
  x.fqdnForward = duty.forward
  x.fqdnReverse = duty.reverse
  if (log.ddns.on(responseFqdnData)) log.ddns.log(responseFqdnData, labelOf(x), name)
}

function answerHostName({ log }: Rooms4, x: Exchange4): void {
  const { ddns } = x.subnet!.subnet
  if (log.ddns.on(clientHostnameProcess)) log.ddns.log(clientHostnameProcess, labelOf(x))
  const reserved = x.host?.hostname ?? ''
  let name: string
  if (reserved !== '') {
    name = qualify(reserved.toLowerCase(), ddns, false)
    if (log.ddns.on(reservedHostnameAssigned)) log.ddns.log(reservedHostnameAssigned, labelOf(x), name)
  } else {
    const wanted = hostNameFor(x, ddns, log)
    if (wanted === undefined) return
    name = wanted
  }
  if (!x.options.copy(Option.hostName, Buffer.from(name, 'latin1'))) return
  x.hostname = name.toLowerCase()
  const updates = ddns.enableUpdates && ddns.sendUpdates
  x.fqdnForward = updates
  x.fqdnReverse = updates
  if (log.ddns.on(responseHostnameData)) log.ddns.log(responseHostnameData, labelOf(x), name)
}

/** Undefined: the answer carries no host name. */
function hostNameFor(x: Exchange4, ddns: DdnsConfig, log: Rooms4['log']): string | undefined {
  const { query } = x
  if (!query.find(Option.hostName)) return replaces(ddns, false) ? generate(x, ddns, log) : undefined
  // some clients count the terminating NUL in (RFC 2132 2)
  const sent = query.optionBytes.toString('latin1', query.optionStart, query.optionEnd).replace(/\0+$/, '').trim()
  if (log.ddns.on(clientHostnameData)) log.ddns.log(clientHostnameData, labelOf(x), sent)
  if (sent === '') {
    if (log.ddns.on(emptyHostname)) log.ddns.log(emptyHostname, labelOf(x))
    return undefined
  }
  const labels = (sent.endsWith('.') ? sent.slice(0, -1) : sent).split('.')
  if (sent !== '.' && (sent.length > LONGEST_NAME || labels.some(l => l === '' || l.length > LONGEST_LABEL))) {
    if (log.ddns.on(clientHostnameMalformed))
      log.ddns.log(clientHostnameMalformed, labelOf(x), 'a label is empty or too long')
    return undefined
  }
  if (sent === '.' || replaces(ddns, true)) return generate(x, ddns, log)
  const clean = sanitize(sent.toLowerCase(), ddns)
  // one label: a bare host name; more: the client knows its domain
  return labels.length === 1 && !sent.endsWith('.') ? qualify(clean, ddns, false) : clean
}

function generate(x: Exchange4, ddns: DdnsConfig, log: Rooms4['log']): string {
  const name = generatedName(ipv4, x.granted, ddns, false)
  if (log.ddns.on(responseHostnameGenerate)) log.ddns.log(responseHostnameGenerate, labelOf(x), name)
  return name
}

/** A listener gave the client another name: the answer carries it where it carried one, or may carry a host name. */
function rename(x: Exchange4, name: string): boolean {
  const { options } = x
  const fqdn = options.payload(Option.fqdn)
  if (fqdn !== undefined) {
    const renamed = fqdnPayload(fqdn[0]!, name, fqdn[1]!)
    return renamed !== undefined && options.copy(Option.fqdn, renamed)
  }
  if (name !== '') return options.copy(Option.hostName, Buffer.from(name, 'latin1'))
  options.remove(Option.hostName)
  return true
}
