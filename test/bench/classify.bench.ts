// Claim: 40 classes with a test each cost about 1 us a packet and allocate nothing: npx tsx test/bench/classify.bench.ts
import { bench, do_not_optimize, run } from 'mitata'
import { ClassSet } from '../../src/server/classify/class-set.js'
import { compileClasses } from '../../src/server/classify/classes.js'
import { Frame } from '../../src/server/classify/frame.js'
import { noPacket } from '../../src/server/classify/no-packet.js'
import type { PacketView, Span } from '../../src/server/classify/packet-view.js'
import type { ClientClass } from '../../src/server/config/decided.js'
import { standardSpaces } from '../../src/wire/standard-options.js'
import { Message4 } from '../../src/wire/v4/message.js'
import { message4, option4 } from '../kit/classify-packet.js'

/** The engine's view, without the engine. */
class MessageView implements PacketView {
  readonly relayCount = 0
  readonly messageLength = 0
  readonly interfaceName = noPacket.interfaceName
  readonly source = noPacket.source
  readonly destination = noPacket.destination
  readonly relayHeader = noPacket.relayHeader
  readonly relayOption = noPacket.relayOption
  readonly #message: Message4

  constructor(message: Message4) {
    this.#message = message
  }

  header(into: Span): boolean {
    const { arena, start } = this.#message
    into.bytes = arena
    into.start = start
    into.end = start + 44
    return true
  }

  option(code: number, into: Span): boolean {
    const message = this.#message
    if (!message.find(code)) return false
    into.bytes = message.optionBytes
    into.start = message.optionStart
    into.end = message.optionEnd
    return true
  }
}

function client(name: string, test: string): ClientClass {
  return {
    name,
    test,
    template: false,
    onlyIfRequired: false,
    options: { bySpace: new Map() },
    boot: { nextServer: undefined, serverHostname: undefined, bootFileName: undefined },
    valid: {},
    position: { file: '', line: 1, column: 1, endColumn: 1 },
  }
}

const nobody = (): void => {}
const report = { failed: nobody, undefinedClass: nobody, untestableClass: nobody }

function evaluation(tests: readonly string[]): () => void {
  const { evaluator, problems } = compileClasses(
    tests.map((test, i) => client(`class${i}`, test)),
    { family: 'v4', generation: '2.2', spaces: standardSpaces(4), report },
  )
  if (problems.length > 0) throw new Error(problems[0]!.text)
  const bytes = message4(
    { hardware: [2, 0xbb, 0, 0, 1, 2] },
    option4(53, [1]),
    option4(61, [1, 2, 0xbb, 0xbb, 0x11, 5, 6]),
    option4(55, [1, 3, 6, 15, 12, 51, 54]),
    option4(50, [10, 1, 2, 3]),
  )
  const message = new Message4()
  message.read(bytes, 0, bytes.length)
  const frame = new Frame(new MessageView(message), new ClassSet(evaluator.names))
  return () => {
    frame.classes.clear()
    evaluator.received(frame)
    evaluator.lookedUp(frame, false)
    do_not_optimize(frame.classes.count)
  }
}

/** The classes of the comparison with Kea (v4-rich): 39 that look at two bytes of the client identifier, one that asks for others. */
const rich = Array.from(
  { length: 39 },
  (_, i) => `substring(option[61].hex, 3, 2) == 0xbb${i.toString(16).padStart(2, '0')}`,
)
rich.push("member('class0') or not member('class1')")

/** 40 of many kinds, none of which is the short way. */
const mixed = Array.from({ length: 8 }, (_, i) => [
  `pkt4.msgtype == 1 and substring(pkt4.mac, ${i % 5}, 2) == 0xbb0${i}`,
  `not option[60].exists or option[60].text == 'vendor ${i}'`,
  `relay4[1].hex == 'port${i}' or option[82].option[2].hex == 0x0${i}`,
  `hexstring(substring(option[61].hex, ${i % 5}, 2), ':') == 'bb:1${i}'`,
  `ifelse(option[50].exists, option[50].hex, 0x00) == 10.1.2.${i}`,
]).flat()

bench('40 classes as in v4-rich', evaluation(rich)).gc('inner')
bench('40 classes of many kinds', evaluation(mixed)).gc('inner')
await run()
