import type { Out } from '../../../net/link.js'
import { ipv6 } from '../../../wire/address.js'
import { statusCodeNames } from '../../../wire/v6/codes.js'
import { Message6 } from '../../../wire/v6/message.js'
import { messageText, messageTypeName } from '../../../wire/v6/text.js'
import { addGlobalStatus, addStatusForIa, packetSend, responseData } from './answer-messages.js'
import type { Exchange6 } from './exchange6.js'
import { labelOf } from './label.js'
import type { Rooms6 } from './rooms6.js'

/** What status the answer tells, of the message and of its associations. */
export function logStatuses({ log: { options } }: Rooms6, x: Exchange6): void {
  if (!options.on(addStatusForIa)) return
  for (let i = 0; i < x.associationCount; i++) {
    const { sentIaid, status, statusText, silent } = x.associations[i]!
    if (status >= 0 && !silent) options.log(addStatusForIa, labelOf(x), sentIaid, textOf(status, statusText))
  }
  if (x.status >= 0) options.log(addGlobalStatus, labelOf(x), textOf(x.status, x.statusText))
}

function textOf(status: number, text: string): string {
  return `${statusCodeNames[status] ?? ''}(${status}) ${text === '' ? '(no status message)' : `"${text}"`}`
}

/** The answer is on its way; at the highest level of detail, what it says. */
export function logSend({ log: { packets }, ports }: Rooms6, x: Exchange6, out: Out): void {
  if (!packets.on(packetSend)) return
  const { destination, link } = x
  const from = ipv6.format(destination ?? (link.localAddress === undefined ? 0n : ipv6.read(link.localAddress, 0)))
  const to = ipv6.format(ipv6.read(out.arena, out.addressAt))
  const type = messageTypeName(x.replyType)
  packets.log(packetSend, labelOf(x), type, x.replyType, from, ports.server, to, out.port, link.name)
  if (!packets.on(responseData)) return
  const answer = new Message6()
  if (answer.read(out.arena, out.start, out.end) !== undefined) return
  const text = messageText(answer, x.plan.decided.spaces, `[${from}]:${ports.server}`, `[${to}]:${out.port}`)
  packets.log(responseData, x.replyType, text)
}
