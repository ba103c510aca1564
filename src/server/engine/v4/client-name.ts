import { ipv4 } from '../../../wire/address.js'
import { MessageType, Option } from '../../../wire/v4/codes.js'
import { FqdnFlag, fqdnPayload, readFqdn } from '../../../wire/v4/fqdn.js'
import type { DdnsConfig } from '../../config/decided.js'
import {
  clientFqdnProcess,
  clientHostnameData,
  clientHostnameMalformed,
  clientHostnameProcess,
  emptyHostname,
  reservedHostnameAssigned,
  responseFqdnData,
  responseHostnameData,
  responseHostnameGenerate,
} from '../messages.js'
import { generatedName, qualify, replaces, sanitize, updateDuty } from '../names.js'
import type { Step } from '../walk.js'
import { askNames } from './ask-names.js'
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
  const ask = askNames(rooms)
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
  if (duty.server !== clientServer) flags |= FqdnFlag.override
  // names in option 81 are compared without regard to case (RFC 4702 3): one form for the answer and the lease
  const name = fullName(x, ddns, sent.name, sent.partial).toLowerCase()
  const payload = fqdnPayload(flags, name, sent.rcode)
  if (payload === undefined || !x.options.copy(Option.fqdn, payload)) return
  x.answersFqdn = true
  x.hostname = name
  const updates = ddns.enableUpdates && ddns.sendUpdates && !duty.none
  x.fqdnForward = updates && duty.server
  x.fqdnReverse = updates
  if (log.ddns.on(responseFqdnData)) log.ddns.log(responseFqdnData, labelOf(x), name)
}

/** The name in the answer's option 81: reserved, generated, or the client's, made fully qualified. */
function fullName(x: Exchange4, ddns: DdnsConfig, name: string, partial: boolean): string {
  const reserved = x.host?.hostname ?? ''
  if (reserved !== '') return qualify(reserved, ddns, true)
  if (name === '' || replaces(ddns, true)) return generatedName(ipv4, x.granted, ddns, true)
  const clean = sanitize(name, ddns)
  return partial ? qualify(clean, ddns, true) : clean
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
