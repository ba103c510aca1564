import type { Scope } from '../isc/syntax.js'
import { OutList, OutMap } from '../output/document.js'
import { addressesOf, type Context } from './context.js'
import type { Plan } from './plan.js'
import type { Settings } from './settings.js'

const ALGORITHMS: Readonly<Record<string, string>> = {
  'hmac-md5': 'HMAC-MD5',
  'hmac-md5.sig-alg.reg.int': 'HMAC-MD5',
  'hmac-sha1': 'HMAC-SHA1',
  'hmac-sha224': 'HMAC-SHA224',
  'hmac-sha256': 'HMAC-SHA256',
  'hmac-sha384': 'HMAC-SHA384',
  'hmac-sha512': 'HMAC-SHA512',
}

/** True: dhcpd was to update names. */
export function updatesNames(plan: Plan): boolean {
  const { global, zones, subnets, networks } = plan
  if (zones.length === 0 || global.neverUpdates) return false
  if (global.keywords.get('ddns-send-updates')?.value !== false) return true
  return [...subnets, ...networks].some(({ settings }) => settings.keywords.get('ddns-send-updates')?.value === true)
}

/** Without ddns-domainname, dhcpd takes the option domain-name of each scope; Kea wants to be told. */
export function nameDomains(plan: Plan): void {
  if (!updatesNames(plan) || plan.global.keywords.has(SUFFIX)) return
  for (const { settings } of plan.networks) nameDomain(settings)
  for (const { settings, network } of plan.subnets)
    if (network?.settings.keywords.has(SUFFIX) !== true || settings.options.has(DOMAIN)) nameDomain(settings)
}

function nameDomain({ keywords, options }: Settings): void {
  const domain = options.get(DOMAIN)?.map.get('data')
  if (keywords.has(SUFFIX) || typeof domain !== 'string') return
  keywords.set(SUFFIX, { value: domain, leading: [], remark: undefined })
}

const SUFFIX = 'ddns-qualifying-suffix'
const DOMAIN = 'dhcp4.15'

/** The configuration of the server that updates names, from keys and zones. Undefined: there are none. */
export function convertDdns({ keys, zones }: Plan, context: Context): OutMap | undefined {
  const { ledger } = context
  if (zones.length === 0) {
    for (const key of keys) {
      valuesOf(key, context)
      ledger.changed(key, 'left out: no zone is updated with it')
    }
    return undefined
  }
  const map = new OutMap({ 'ip-address': '127.0.0.1', port: 53001 })
  const tsig = map.list('tsig-keys')
  const known = new Set<string>()
  for (const key of keys) {
    const { algorithm = 'hmac-md5', secret } = valuesOf(key, context)
    const name = key.names[0]?.text ?? ''
    const kea = ALGORITHMS[algorithm.toLowerCase()]
    if (kea === undefined || secret === undefined || secret === '') {
      ledger.unsupported(key, `Kea has no keys of ${algorithm}, or there is no secret`)
      continue
    }
    const item = new OutMap({ name, algorithm: kea, secret })
    item.leading.push(...key.leading)
    tsig.push(item)
    known.add(name)
    ledger.converted(key)
  }
  const forward = new OutList()
  const reverse = new OutList()
  for (const zone of zones) {
    const item = zoneMap(zone, known, context)
    if (item === undefined) continue
    const isReverse = /\.(in-addr|ip6)\.arpa\.$/i.test(item.get('name') as string)
    ;(isReverse ? reverse : forward).push(item)
  }
  if (forward.items.length > 0) map.map('forward-ddns').set('ddns-domains', forward)
  if (reverse.items.length > 0) map.map('reverse-ddns').set('ddns-domains', reverse)
  return map
}

function zoneMap(zone: Scope, keys: ReadonlySet<string>, context: Context): OutMap | undefined {
  const { ledger } = context
  const { primary, key } = valuesOf(zone, context)
  const text = zone.names[0]?.text ?? ''
  const name = text.endsWith('.') ? text : `${text}.`
  const address =
    primary === undefined
      ? undefined
      : (/^[0-9a-f:]*:[0-9a-f:.]*$/i.test(primary) ? [primary] : addressesOf(primary, { ...context, family: 4 }))?.[0]
  if (address === undefined) {
    ledger.decision(
      zone,
      primary === undefined
        ? 'it names no server'
        : `no address is known for ${primary}: write it, or run with -r perform`,
    )
    return undefined
  }
  const map = new OutMap({ name })
  if (key !== undefined && keys.has(key)) map.set('key-name', key)
  else if (key !== undefined) ledger.decision(zone, `key ${key} is not declared: updates are not signed`)
  map.list('dns-servers').push(new OutMap({ 'ip-address': address }))
  map.leading.push(...zone.leading)
  ledger.converted(zone)
  return map
}

function valuesOf(scope: Scope, { ledger }: Context): Partial<Record<string, string>> {
  const values: Partial<Record<string, string>> = {}
  for (const statement of scope.body.statements) {
    if (statement.kind !== 'parameter') continue
    if (['algorithm', 'secret', 'primary', 'primary6', 'key'].includes(statement.name)) ledger.converted(statement)
    else ledger.changed(statement, 'left out: the first server is asked')
    values[statement.name.replace('6', '')] ??= statement.values.flat()[0]?.text
  }
  return values
}
