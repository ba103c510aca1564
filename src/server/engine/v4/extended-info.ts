import { Option, RelayOption } from '../../../wire/v4/codes.js'
import { subOptionAt } from '../../../wire/v4/relay.js'
import { infoHex, withInfo } from '../extended-info.js'
import { dialects4 } from './dialect4.js'
import type { Exchange4 } from './exchange4.js'

/**
 * store-extended-info: the user context of a lease with the relay's option 82 in it, as Kea writes it; what was in the
 * context before stays. A packet without option 82 (a unicast renewal) leaves it as it is.
 */
export function extendedInfo(x: Exchange4, before: string): string {
  const { query } = x
  if (!x.subnet!.subnet.storeExtendedInfo || !query.find(Option.relayAgent)) return before
  const { optionBytes: bytes, optionStart: start, optionEnd: end } = query
  if (end === start) return before
  const whole = `"0x${infoHex(bytes, start, end)}"`
  const parts = dialects4[x.plan.decided.behaviours.generation].extendedInfoParts
  const info = `"relay-agent-info": ${parts ? agentParts(bytes, start, end, whole) : whole}`
  return withInfo(before, info)
}

/** Kea 3: the identifiers that lease queries ask for stand beside the whole. */
function agentParts(bytes: Buffer, start: number, end: number, whole: string): string {
  const part = (name: string, code: number): string => {
    const at = subOptionAt(bytes, start, end, code)
    return at < 0 ? '' : `"${name}": "${infoHex(bytes, at, at + bytes[at - 1]!)}", `
  }
  return `{ ${part('relay-id', RelayOption.relayId)}${part('remote-id', RelayOption.remoteId)}"sub-options": ${whole} }`
}

/** The option 82 that a lease's user context holds, as either generation writes it; undefined: none. */
export function agentIn(userContext: string): Buffer | undefined {
  if (!userContext.includes('"relay-agent-info"')) return undefined
  let info: unknown
  try {
    info = (JSON.parse(userContext) as { ISC?: { 'relay-agent-info'?: unknown } }).ISC?.['relay-agent-info']
  } catch {
    // a lease file is anybody's to edit
    return undefined
  }
  const text = typeof info === 'string' ? info : (info as { 'sub-options'?: unknown } | undefined)?.['sub-options']
  if (typeof text !== 'string' || !/^0x([0-9a-fA-F]{2})+$/.test(text)) return undefined
  return Buffer.from(text.slice(2), 'hex')
}
