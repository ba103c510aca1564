import { OptionDataError, parseOptionData } from '../../../wire/option-data.js'
import type { Exchange } from '../../engine/exchange.js'
import type { Address } from '../../lease/lease.js'
import type { Logger } from '../../log/logger.js'
import { type Feature, feature, listening } from '../feature.js'
import { type Container, closeContainer, emptyContainer, openContainer, vendorOf } from './container.js'
import type { FlexFamily, OptionCoding } from './dialect.js'
import * as say from './messages.js'
import { type Action, decideEntries, type FlexEntry, type Guard, type SubAction } from './parameters.js'

/** Options and sub-options of answers that are added, put in place of others or taken out by expressions. */
export function flexOption<A extends Address, X extends Exchange<A>>(family: FlexFamily<X>): Feature<A, X> {
  return feature<A, X, readonly FlexEntry[]>({
    library: 'libdhcp_flex_option.so',
    decide: (library, site) => decideEntries(library, site, family),
    open({ points, plan, logger }, entries) {
      const log = logger('flex-option-hooks')
      return listening([
        points.pktSend.add(x => {
          if (x.plan !== plan) return undefined
          try {
            for (const entry of entries) process(entry, x, family, log)
          } catch (error) {
            // a value that is none of its type: what was done so far holds, the answer goes out
            if (!(error instanceof OptionDataError)) throw error
            log.log(say.failed, family.label(x), error.message)
          }
          return undefined
        }),
      ])
    },
  })
}

/** What these need of an exchange of either family. */
type Traveller = Pick<Exchange<Address>, 'options' | 'frame' | 'classes'>

function process(entry: FlexEntry, x: Traveller, coding: OptionCoding, log: Logger): void {
  const { action, code, guard, subActions } = entry
  if (!admits(guard, x)) {
    if (log.on(say.skippedByClass)) log.log(say.skippedByClass, code, guard!.name)
    return
  }
  if (action === undefined) for (const sub of subActions) processSub(sub, entry, x, coding, log)
  else if (action.kind === 'remove') {
    if (!x.options.has(code) || !action.expression.test(x.frame)) return
    x.options.remove(code)
    if (log.on(say.removed)) log.log(say.removed, code)
  } else {
    if (action.kind === 'add' && x.options.has(code)) return
    const value = madeBy(action, x, coding)
    if (value === undefined || !x.options.copy(code, value)) return
    const message = action.kind === 'add' ? say.added : say.superseded
    if (log.on(message)) log.log(message, code, shown(value))
  }
}

function processSub(
  sub: SubAction,
  { code, definition }: FlexEntry,
  x: Traveller,
  coding: OptionCoding,
  log: Logger,
): void {
  const { guard, kind, vendor } = sub
  if (!admits(guard, x)) {
    if (log.on(say.subSkippedByClass)) log.log(say.subSkippedByClass, sub.code, code, guard!.name)
    return
  }
  const payload = x.options.payload(code)
  if (payload !== undefined && vendor !== undefined && vendorOf(payload) !== vendor) {
    if (log.on(say.otherVendor)) log.log(say.otherVendor, code, vendorOf(payload) ?? 0, vendor)
    return
  }
  const enterprise = code === coding.vendorOptions ? vendor : undefined
  const container = payload && openContainer(coding, payload, definition, enterprise)
  if (kind === 'remove') removeSub(sub, code, container, enterprise, x, coding, log)
  else putSub(sub, code, container, enterprise, x, coding, log)
}

function removeSub(
  sub: SubAction,
  code: number,
  container: Container | undefined,
  vendor: number | undefined,
  x: Traveller,
  coding: OptionCoding,
  log: Logger,
): void {
  const at = container?.parts.findIndex(part => part.code === sub.code) ?? -1
  if (container === undefined || at < 0 || !sub.expression.test(x.frame)) return
  container.parts.splice(at, 1)
  if (container.parts.length === 0 && sub.containerRemove) x.options.remove(code)
  else x.options.copy(code, closeContainer(coding, container, vendor))
  if (log.on(say.subRemoved)) log.log(say.subRemoved, sub.code, code)
}

function putSub(
  sub: SubAction,
  code: number,
  present: Container | undefined,
  vendor: number | undefined,
  x: Traveller,
  coding: OptionCoding,
  log: Logger,
): void {
  if (present === undefined && !sub.containerAdd) return
  const container = present ?? emptyContainer(coding, vendor)
  const at = container.parts.findIndex(part => part.code === sub.code)
  if (at >= 0 && sub.kind === 'add') return
  const payload = madeBy(sub, x, coding)
  if (payload === undefined) return
  if (at >= 0) container.parts.splice(at, 1)
  container.parts.push({ code: sub.code, payload })
  if (!x.options.copy(code, closeContainer(coding, container, vendor))) return
  const message = sub.kind === 'add' ? say.subAdded : say.subSuperseded
  if (log.on(message)) log.log(message, sub.code, code, shown(payload))
}

/** The payload that the expression makes; undefined: nothing, which leaves things as they are. */
function madeBy({ expression, csv }: Action, x: Traveller, { family }: OptionCoding): Buffer | undefined {
  const { bytes, start, end } = expression.value(x.frame)
  if (end === start) return undefined
  const value = Buffer.from(bytes.subarray(start, end))
  return csv === undefined ? value : parseOptionData(csv, value.toString('utf8'), true, family)
}

function admits(guard: Guard | undefined, x: Traveller): boolean {
  return guard === undefined || x.classes.has(guard.id)
}

/** As Kea's log has it: text between quotes, else hexadecimal digits. */
function shown(value: Buffer): string {
  const text = value.toString('latin1')
  return /^[ -~]*$/.test(text) ? `'${text}'` : `0x${value.toString('hex').toUpperCase()}`
}
