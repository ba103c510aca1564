import { ipv6 } from '../../../wire/address.js'
import { MessageType, Option } from '../../../wire/v6/codes.js'
import { type ClientFqdn, FqdnFlag, fqdnPayload, readFqdn } from '../../../wire/v6/fqdn.js'
import { optionDump } from '../../../wire/v6/option-dump.js'
import type { DdnsConfig } from '../../config/decided.js'
import { askNames } from '../ask-names.js'
import { fullNameOf, generatedName, replaces, updateDuty } from '../names.js'
import type { Step } from '../walk.js'
import { fqdnGenerated, generateFqdn, hookDdnsUpdate, receiveFqdn, responseFqdn } from './answer-messages.js'
import type { Exchange6 } from './exchange6.js'
import { labelOf } from './label.js'
import type { Rooms6 } from './rooms6.js'

/** What a client is taken to have sent that is named without having asked for it. */
const UNASKED: ClientFqdn = { flags: FqdnFlag.server, name: '', partial: true }

/**
 * The client's name (option 39, RFC 4704): what the answer says, and what the leases will say, once the addresses are
 * known. It is answered where the client sent it, or is to have a name anyway.
 */
export function nameClient(rooms: Rooms6): Step<Exchange6> {
  const { ddnsUpdate } = rooms.points
  const ask = askNames<bigint, Exchange6>(rooms, hookDdnsUpdate, rename)
  return x => {
    if (x.replyType === 0 || !carriesName(x.query.type)) return undefined
    answerFqdn(rooms, x)
    return ddnsUpdate.heard && x.subnet !== undefined ? ask(x) : undefined
  }
}

/** RFC 4704 5: SOLICIT, REQUEST, RENEW and REBIND carry it, and what answers them; RFC 9686 4.2: so do registrations. */
function carriesName(type: number): boolean {
  return (
    type === MessageType.solicit ||
    type === MessageType.request ||
    type === MessageType.renew ||
    type === MessageType.rebind ||
    type === MessageType.addressRegistrationInform
  )
}

function answerFqdn({ log }: Rooms6, x: Exchange6): void {
  if (x.subnet === undefined && !x.query.has(Option.fqdn)) return
  const ddns = ddnsOf(x)
  const sent = readFqdn(x.query) ?? madeUp(x, ddns)
  if (sent === undefined) return
  if (log.ddns.on(receiveFqdn)) {
    if (sent === UNASKED) log.ddns.log(generateFqdn, labelOf(x))
    else log.ddns.log(receiveFqdn, labelOf(x), dumpOf(x, sent.flags, sent.name))
  }
  const duty = updateDuty(ddns, (sent.flags & FqdnFlag.server) !== 0, (sent.flags & FqdnFlag.noUpdate) !== 0)
  if (duty === undefined) return
  let flags = 0
  if (duty.server) flags |= FqdnFlag.server
  if (duty.override) flags |= FqdnFlag.override
  if (duty.none) flags |= FqdnFlag.noUpdate
  const reserved = x.host?.hostname ?? ''
  const name = fullNameOf(reserved, ddns, sent.name, sent.partial) ?? generated(x, ddns)
  const payload = fqdnPayload(flags, name)
  if (payload === undefined || !x.options.copy(Option.fqdn, payload)) return
  x.hostname = name
  // a client that has no name yet has none to update
  x.fqdnForward = duty.forward && name !== ''
  x.fqdnReverse = duty.reverse && name !== ''
  if (log.ddns.on(responseFqdn)) log.ddns.log(responseFqdn, labelOf(x), dumpOf(x, flags, name))
  if (name !== '' && reserved === '' && log.ddns.on(fqdnGenerated) && isGenerated(ddns, sent))
    log.ddns.log(fqdnGenerated, labelOf(x), name)
}

/** The rules for names. A client without a subnet is given none. */
function ddnsOf(x: Exchange6): DdnsConfig {
  if (x.subnet !== undefined) return x.subnet.subnet.ddns
  return { ...x.plan.decided.global.ddns, enableUpdates: false, replaceClientName: 'never', qualifyingSuffix: '' }
}

function madeUp(x: Exchange6, ddns: DdnsConfig): ClientFqdn | undefined {
  if (x.query.has(Option.fqdn)) return undefined
  return ddns.enableUpdates && replaces(ddns, false) ? UNASKED : undefined
}

function isGenerated(ddns: DdnsConfig, { name }: ClientFqdn): boolean {
  return name === '' || replaces(ddns, true)
}

/**
 * A name made of the first address that the client is given. An ADVERTISE gives nothing yet, and prefixes name nobody:
 * '' then.
 */
function generated(x: Exchange6, ddns: DdnsConfig): string {
  if (x.replyType === MessageType.advertise) return ''
  for (let i = 0; i < x.associationCount; i++) {
    const { code, grants, grantCount } = x.associations[i]!
    if (code !== Option.iaNa) continue
    for (let j = 0; j < grantCount; j++)
      if (grants[j]!.valid > 0 || grants[j]!.subnet !== undefined)
        return generatedName(ipv6, grants[j]!.address, ddns, true).toLowerCase()
  }
  return ''
}

/** A listener gave the client another name: the answer carries it where it carried one. */
function rename(x: Exchange6, name: string): boolean {
  const fqdn = x.options.payload(Option.fqdn)
  if (fqdn === undefined) return true
  const renamed = fqdnPayload(fqdn[0]!, name)
  return renamed !== undefined && x.options.copy(Option.fqdn, renamed)
}

function dumpOf(x: Exchange6, flags: number, name: string): string {
  const payload = fqdnPayload(flags, name) ?? Buffer.of(flags)
  return optionDump(payload, Option.fqdn, 0, payload.length, 'dhcp6', x.plan.decided.spaces)?.text ?? ''
}
