import { nearest } from '../../server/config/schema/nearest.js'
import { PARAMETERS } from '../isc/keywords.js'
import type { Block, Parameter, Permission, Statement } from '../isc/syntax.js'
import { OutMap } from '../output/document.js'
import { ADVICE } from './advice.js'
import { addressesOf, type Context } from './context.js'
import { constantOf } from './expression.js'
import { type Place, readOption } from './read-option.js'
import { Settings, seconds } from './settings.js'
import { everyStatement } from './usage.js'

/** Read the statements of one scope. What has no counterpart is told in the ledger, and kept as a comment. */
export function readSettings(block: Block, place: Place, context: Context): Settings {
  const settings = new Settings()
  for (const statement of block.statements) readStatement(statement, settings, place, context)
  settings.trailing.push(...block.trailing)
  return settings
}

function readStatement(statement: Statement, settings: Settings, place: Place, context: Context): undefined {
  const { ledger } = context
  switch (statement.kind) {
    case 'option':
      return readOption(statement, settings, place, context)
    case 'parameter':
      return readParameter(statement, settings, place, context)
    case 'permission':
      return readPermission(statement, settings, place, context)
    case 'scope':
      settings.scopes.push(statement)
      return
    case 'if':
    case 'switch':
      settings.conditions.push(statement)
      return
    case 'rule':
      if (place === 'class') settings.rules.push(statement)
      else leaveOut(statement, 'match rules belong into classes', settings, context)
      return
    case 'event':
      leaveOut(
        statement,
        'Kea runs nothing of its own here: the run_script hook starts a program for such events',
        settings,
        context,
      )
      for (const inner of everyStatement(statement.body)) ledger.unsupported(inner, 'stands in an event, see there')
      return
    case 'action':
      if (statement.name === 'unknown') leaveOut(statement, unknownWord(statement.target ?? ''), settings, context)
      else
        leaveOut(statement, ADVICE[statement.name] ?? 'Kea has no variables and runs no statements', settings, context)
      return
    default:
      // definitions and spaces are read beforehand
      return
  }
}

function leaveOut(statement: Statement, note: string, settings: Settings, { ledger }: Context): undefined {
  ledger.unsupported(statement, note)
  settings.leftOver.push(...statement.leading, `not converted (${statement.at.line}): ${statement.text}`)
}

function unknownWord(word: string): string {
  const near = nearest(word, PARAMETERS.keys())
  return `dhcpd does not know this word and reads over it${near === undefined ? '' : `; was "${near}" meant?`}`
}

const isOn = (parameter: Parameter): boolean => /^(true|on)$/i.test(first(parameter))

function first({ values, expression }: Parameter): string {
  return values[0]?.[0]?.text ?? (expression && constantOf(expression)?.text) ?? ''
}

type Reader = (parameter: Parameter, settings: Settings, place: Place, context: Context) => undefined

/** Sets a keyword of Kea, where scopes of that kind have it. */
function keyword(
  name: string,
  value: (parameter: Parameter) => string | boolean | number,
  places: readonly Place[],
): Reader {
  return (parameter, settings, place, context) => {
    if (!places.includes(place)) {
      leaveOut(
        parameter,
        `Kea has ${name} in ${places.filter(one => one !== 'group').join(', ')} only`,
        settings,
        context,
      )
      return
    }
    const { leading, remark } = parameter
    settings.keywords.set(name, { value: value(parameter), leading, remark })
    context.ledger.converted(parameter)
  }
}

function lifetime(field: 'standard' | 'least' | 'most' | 'preferred'): Reader {
  return (parameter, settings, place, context) => {
    if (place === 'host' || place === 'branch') {
      leaveOut(
        parameter,
        place === 'host'
          ? 'Kea has no lifetimes of single reservations; a class with "valid-lifetime" has'
          : 'a class that is looked at once the subnet is known cannot set lifetimes: write one for all of the server',
        settings,
        context,
      )
      return
    }
    settings.lifetimes = { ...settings.lifetimes, [field]: seconds(first(parameter)) }
    settings.lifetimeRemarks[field] = parameter
    context.ledger.converted(parameter)
  }
}

/** next-server, filename, server-name: fields of the packet (RFC 2131 2). */
function bootField(name: string): Reader {
  return (parameter, settings, _place, context) => {
    const { leading, remark, expression } = parameter
    if (context.family === 6)
      return leaveOut(parameter, 'DHCPv6 has no such field: use option dhcp6.bootfile-url', settings, context)
    if (expression !== undefined && constantOf(expression) === undefined)
      return leaveOut(
        parameter,
        'Kea cannot work this field out: classes for each value, or option 67 by the flex-option hook',
        settings,
        context,
      )
    let value = first(parameter)
    if (name === 'next-server') {
      const address = addressesOf(value, context)?.[0]
      if (address === undefined) {
        context.ledger.decision(parameter, `no address is known for ${value}: write it, or run with -r perform`)
        settings.leftOver.push(...leading, `needs a decision (${parameter.at.line}): ${parameter.text}`)
        return undefined
      }
      value = address
    }
    const room = name === 'boot-file-name' ? 127 : 63
    if (value.length > room) return leaveOut(parameter, `longer than the ${room} bytes of the field`, settings, context)
    settings.boot.set(name, { value, leading, remark })
    context.ledger.converted(parameter)
  }
}

const EVERYWHERE: readonly Place[] = ['global', 'network', 'subnet', 'group']

function authority(value: boolean): Reader {
  const read = keyword('authoritative', () => value, EVERYWHERE)
  return (parameter, settings, place, context) => {
    if (context.family === 4) read(parameter, settings, place, context)
    else context.ledger.converted(parameter, 'has no meaning in DHCPv6')
  }
}

const ownOfHost: Reader = (parameter, settings, place, context) => {
  if (place === 'host') settings.own.push(parameter)
  else leaveOut(parameter, 'belongs into a host', settings, context)
}

const range: Reader = (parameter, settings) => {
  settings.ranges.push(parameter)
}

const READERS: Readonly<Record<string, Reader>> = {
  'default-lease-time': lifetime('standard'),
  'min-lease-time': lifetime('least'),
  'max-lease-time': lifetime('most'),
  'preferred-lifetime': lifetime('preferred'),
  filename: bootField('boot-file-name'),
  'server-name': bootField('server-hostname'),
  'next-server': bootField('next-server'),
  range,
  range6: range,
  prefix6: range,
  hardware: ownOfHost,
  'fixed-address': ownOfHost,
  'fixed-address6': ownOfHost,
  'fixed-prefix6': ownOfHost,
  'host-identifier': ownOfHost,
  uid: ownOfHost,
  interface: keyword('interface', first, ['network', 'subnet']),
  authoritative: authority(true),
  'not authoritative': authority(false),
  'ddns-updates': keyword('ddns-send-updates', isOn, EVERYWHERE),
  'ddns-domainname': keyword('ddns-qualifying-suffix', first, EVERYWHERE),
  'ddns-hostname': (parameter, settings, place, context) => {
    if (place === 'host' && parameter.expression === undefined)
      return keyword('hostname', first, ['host'])(parameter, settings, place, context)
    return leaveOut(parameter, 'Kea makes names of "ddns-generated-prefix" and the address', settings, context)
  },
  'update-conflict-detection': (parameter, settings, place, context) => {
    const mode = context.target.generation === '2.2'
    const name = mode ? 'ddns-use-conflict-resolution' : 'ddns-conflict-resolution-mode'
    const value = (one: Parameter): string | boolean =>
      mode ? isOn(one) : isOn(one) ? 'check-with-dhcid' : 'no-check-with-dhcid'
    keyword(name, value, EVERYWHERE)(parameter, settings, place, context)
  },
  'ddns-update-style': (parameter, settings, place, context) => {
    if (first(parameter).toLowerCase() === 'none') {
      const { leading, remark } = parameter
      settings.neverUpdates = true
      settings.keywords.set('ddns-send-updates', { value: false, leading, remark })
      context.ledger.converted(parameter)
    } else if (place === 'global')
      context.ledger.converted(parameter, 'names are updated by the server of kea-dhcp-ddns.conf')
    else leaveOut(parameter, 'Kea has one style of updates', settings, context)
  },
  'use-host-decl-names': (parameter, settings, _place, { ledger }) => {
    settings.hostNames = isOn(parameter)
    ledger.converted(parameter)
  },
  'boot-unknown-clients': (parameter, settings, _place, { ledger }) => {
    settings.unknownDenied = !isOn(parameter)
    ledger.converted(parameter)
  },
  'vendor-option-space': (parameter, settings, place, context) => {
    const space = first(parameter)
    const { vocabulary, ledger } = context
    if (vocabulary.vendorSpace === space) ledger.converted(parameter)
    else if (place === 'class' && context.family === 4) {
      const { definition, data } = vocabulary.ownVendorSpace(space)
      settings.definitions.push(definition)
      settings.options.set('dhcp4.43', { key: 'dhcp4.43', map: data })
      ledger.converted(parameter)
    } else
      leaveOut(
        parameter,
        `option 43 carries ${vocabulary.vendorSpace ?? 'nothing'}; Kea needs a class with an option-def for each other vendor`,
        settings,
        context,
      )
  },
  'server-identifier': (parameter, settings, _place, context) => {
    const address = addressesOf(first(parameter), context)?.[0]
    if (address === undefined || context.family === 6)
      return leaveOut(parameter, 'no address is known for it', settings, context)
    const { leading, remark } = parameter
    const key = 'dhcp4.54'
    const map = new OutMap({ name: 'dhcp-server-identifier', data: address })
    map.leading.push(...leading, ...(remark === undefined ? [] : [remark]))
    settings.options.set(key, { key, map })
    context.ledger.converted(parameter)
  },
  'ddns-rev-domainname': (parameter, settings, _place, context) => {
    if (/^(in-addr|ip6)\.arpa\.?$/i.test(first(parameter))) context.ledger.converted(parameter, 'this is what Kea does')
    else leaveOut(parameter, ADVICE['ddns-rev-domainname']!, settings, context)
  },
  'do-forward-updates': (parameter, settings, _place, context) => {
    if (isOn(parameter)) context.ledger.converted(parameter, 'this is what Kea does')
    else leaveOut(parameter, ADVICE['do-forward-updates']!, settings, context)
  },
  'always-broadcast': (parameter, settings, _place, context) => {
    if (isOn(parameter)) leaveOut(parameter, ADVICE['always-broadcast']!, settings, context)
    else context.ledger.converted(parameter, 'this is what Kea does')
  },
  'server-duid': (parameter, settings, place, context) => {
    const id = serverId(parameter)
    if (id === undefined || place !== 'global') {
      leaveOut(parameter, 'write it as "server-id" by hand', settings, context)
      return undefined
    }
    settings.keywords.set('server-id', { value: id, leading: parameter.leading, remark: parameter.remark })
    context.ledger.converted(parameter)
  },
}

/** RFC 8415 11: by time, by enterprise number, or by address. */
function serverId({ values }: Parameter): OutMap | undefined {
  const [type, second, third, fourth] = (values[0] ?? []).map(value => value.text)
  const digits = (text = ''): string =>
    text
      .split(':')
      .map(group => group.padStart(2, '0'))
      .join('')
      .toUpperCase()
  switch (type?.toUpperCase()) {
    case 'EN':
    case '2':
      return third === undefined
        ? undefined
        : new OutMap({ type: 'EN', 'enterprise-id': Number(second), identifier: digits(third), persist: false })
    case 'LLT':
      if (fourth === undefined) return new OutMap({ type: 'LLT' })
      return new OutMap({
        type: 'LLT',
        htype: second === 'ethernet' ? 1 : Number(second) || 1,
        time: Number(third),
        identifier: digits(fourth),
        persist: false,
      })
    case 'LL':
      if (third === undefined) return new OutMap({ type: 'LL' })
      return new OutMap({ type: 'LL', htype: 1, identifier: digits(third), persist: false })
    default:
      return undefined
  }
}

function readParameter(parameter: Parameter, settings: Settings, place: Place, context: Context): undefined {
  const reader = Object.hasOwn(READERS, parameter.name) ? READERS[parameter.name] : undefined
  if (reader !== undefined) reader(parameter, settings, place, context)
  else if (parameter.name === 'failover peer')
    context.ledger.converted(parameter, 'high availability serves all pools of a server')
  else if (parameter.name === 'one-lease-per-client' || parameter.name === 'ignore-client-uids') {
    if (
      parameter.name === 'ignore-client-uids' &&
      isOn(parameter) &&
      place !== 'pool' &&
      place !== 'host' &&
      place !== 'class'
    ) {
      settings.keywords.set('match-client-id', { value: false, leading: parameter.leading, remark: parameter.remark })
      context.ledger.converted(parameter)
    } else if (isOn(parameter))
      context.ledger.changed(parameter, 'a client has one lease in a subnet of Kea, whatever else it asks for')
    else context.ledger.converted(parameter, 'this is what Kea does')
  } else leaveOut(parameter, ADVICE[parameter.name] ?? 'Kea has no counterpart', settings, context)
}

function readPermission(permission: Permission, settings: Settings, place: Place, context: Context): undefined {
  const { ledger, hooks, family } = context
  const { what, verb } = permission
  const allowed = verb === 'allow'
  if (place === 'pool') {
    settings.permissions.push(permission)
    return
  }
  if (what === 'booting' && place === 'host' && !allowed) {
    settings.barred = true
    ledger.converted(permission, 'the class DROP: the client is not answered')
  } else if (what === 'unknown-clients') {
    settings.unknownDenied = !allowed
    ledger.converted(permission, allowed ? undefined : 'pools are for clients with a reservation')
  } else if (what === 'bootp') {
    if (allowed && family === 4) hooks.set('bootp', 'answers BOOTP clients')
    ledger.converted(permission, allowed ? 'by the bootp hook' : 'Kea answers BOOTP clients with its bootp hook only')
  } else if (what === 'client-updates') {
    const { leading, remark } = permission
    settings.keywords.set('ddns-override-client-update', { value: !allowed, leading, remark })
    ledger.converted(permission)
  } else if (allowed && ['booting', 'duplicates', 'declines'].includes(what))
    ledger.converted(permission, 'this is what Kea does')
  else leaveOut(permission, ADVICE[`${verb} ${what}`] ?? ADVICE[what] ?? 'Kea has no counterpart', settings, context)
}
