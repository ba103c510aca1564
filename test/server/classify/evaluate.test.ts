import { describe, expect, it } from 'vitest'
import { ClassSet } from '../../../src/server/classify/class-set.js'
import { type ClassesOptions, compileClasses } from '../../../src/server/classify/classes.js'
import type { ClassReport } from '../../../src/server/classify/evaluate.js'
import { Frame } from '../../../src/server/classify/frame.js'
import type { PacketView } from '../../../src/server/classify/packet-view.js'
import type { ClientClass } from '../../../src/server/config/decided.js'
import { standardSpaces } from '../../../src/wire/standard-options.js'
import { message4, option4, option6, PlainPacket } from '../../kit/classify-packet.js'

type Written = Partial<Pick<ClientClass, 'test' | 'template' | 'onlyIfRequired'>> & { readonly name: string }

function client(given: Written, line = 1): ClientClass {
  return {
    test: '',
    template: false,
    onlyIfRequired: false,
    options: { bySpace: new Map() },
    boot: { nextServer: undefined, serverHostname: undefined, bootFileName: undefined },
    valid: {},
    position: { file: 'kea.conf', line, column: 9, endColumn: 20 },
    ...given,
  }
}

/** A report that keeps what it is told. */
class Notes implements ClassReport {
  readonly lines: string[] = []
  readonly evaluated = (name: string, matched: boolean): void => void this.lines.push(`${name} ${matched}`)
  failed(name: string, why: string): void {
    this.lines.push(`${name} failed: ${why}`)
  }
  undefinedClass(name: string): void {
    this.lines.push(`${name} undefined`)
  }
  untestableClass(name: string): void {
    this.lines.push(`${name} untestable`)
  }
}

function setUp(written: readonly Written[], packet: PacketView, given: Partial<ClassesOptions> = {}) {
  const report = new Notes()
  const family = given.family ?? 'v4'
  const spaces = standardSpaces(family === 'v4' ? 4 : 6)
  const { evaluator, problems } = compileClasses(
    written.map((each, i) => client(each, i + 1)),
    { family, generation: '2.2', spaces, report, ...given },
  )
  expect(problems).toEqual([])
  const classes = new ClassSet(evaluator.names)
  return { evaluator, frame: new Frame(packet, classes), classes, lines: report.lines }
}

const discover = (...options: Buffer[]): PlainPacket =>
  new PlainPacket('v4', message4({}, option4(53, [1]), ...options))

describe('order of evaluation', () => {
  it('assigns ALL, the vendor class, tests in the order of the file, then KNOWN and what asks for it', () => {
    const { evaluator, frame, classes } = setUp(
      [
        { name: 'late', test: "member('KNOWN')" },
        { name: 'later', test: "member('late')" },
        { name: 'modem', test: "member('VENDOR_CLASS_docsis3.0')" },
        { name: 'never', test: "option[60].hex == 'x'" },
        { name: 'host-only' },
        { name: 'everybody', test: "member('ALL')" },
      ],
      discover(option4(60, 'docsis3.0')),
    )
    evaluator.received(frame)
    expect(classes.list()).toEqual(['ALL', 'VENDOR_CLASS_docsis3.0', 'modem', 'everybody'])
    classes.addName('host-only')
    evaluator.lookedUp(frame, true)
    expect(classes.list()).toEqual([
      'ALL',
      'VENDOR_CLASS_docsis3.0',
      'modem',
      'everybody',
      'host-only',
      'KNOWN',
      'late',
      'later',
    ])
  })

  it('evaluates the early tests again when a host assigned a class', () => {
    const { evaluator, frame, classes } = setUp(
      [{ name: 'gold' }, { name: 'fast', test: "member('gold')" }],
      discover(),
    )
    evaluator.received(frame)
    expect(classes.hasName('fast')).toBe(false)
    classes.addName('gold')
    evaluator.independent(frame)
    evaluator.lookedUp(frame, false)
    expect(classes.list()).toEqual(['ALL', 'gold', 'fast', 'UNKNOWN'])
  })

  it('evaluates an only-if-required class when it is asked for', () => {
    const { evaluator, frame, classes, lines } = setUp(
      [
        { name: 'asked', test: "member('ALL')", onlyIfRequired: true },
        { name: 'bare', onlyIfRequired: true },
      ],
      discover(),
      { mentioned: ['nobody'] },
    )
    evaluator.received(frame)
    evaluator.lookedUp(frame, false)
    expect(classes.hasName('asked')).toBe(false)
    const { names } = evaluator
    evaluator.additional(
      frame,
      ['nobody', 'bare', 'asked'].map(name => names.number(name)),
    )
    expect(classes.list()).toEqual(['ALL', 'UNKNOWN', 'asked'])
    expect(lines).toEqual(['nobody undefined', 'bare untestable', 'asked true'])
  })

  it('assigns an additional class without a test in generation 3', () => {
    const { evaluator, frame, classes } = setUp([{ name: 'bare', onlyIfRequired: true }], discover(), {
      generation: '3',
    })
    evaluator.additional(frame, [evaluator.names.number('bare')])
    expect(classes.list()).toEqual(['bare'])
  })

  it('reports a failing evaluation and does not match', () => {
    const { evaluator, frame, classes, lines } = setUp(
      [{ name: 'odd', test: "not addrtotext(option[61].hex) == 'x'" }],
      discover(option4(61, [1, 2, 3])),
    )
    evaluator.received(frame)
    expect(classes.list()).toEqual(['ALL'])
    expect(lines).toEqual(['odd failed: Can not convert to valid address.'])
  })

  it.each([
    ['cable', ['cable', 'abc']],
    ['docsis3.0', ['cable', 'docsis3.0']],
    ['eRouter1.0', ['cable', 'eRouter1.0']],
    ['docsis3.0:x', ['docsis3.0:x']],
  ])('calls a DHCPv6 client %s that sends the vendor class %j', (name, data) => {
    const length = (text: string): Buffer => Buffer.from([0, text.length])
    const pieces = data.flatMap(text => [length(text), Buffer.from(text)])
    const bytes = Buffer.concat([Buffer.from([1, 0, 0, 1]), option6(16, Buffer.concat([Buffer.alloc(4), ...pieces]))])
    const { evaluator, frame, classes } = setUp([], new PlainPacket('v6', bytes), { family: 'v6' })
    evaluator.received(frame)
    expect(classes.list()).toEqual(['ALL', `VENDOR_CLASS_${name}`])
  })
})

describe('a failing operand', () => {
  const test = "option[53].exists or int8totext(option[61].hex) == '1'"

  it('spoils the whole expression in 2.2, which evaluates every operand', () => {
    const { evaluator, frame, classes } = setUp([{ name: 'x', test }], discover(option4(61, [1, 2])))
    evaluator.received(frame)
    expect(classes.hasName('x')).toBe(false)
  })

  it('is not looked at in 3 when the result is decided', () => {
    const { evaluator, frame, classes } = setUp([{ name: 'x', test }], discover(option4(61, [1, 2])), {
      generation: '3',
    })
    evaluator.received(frame)
    expect(classes.hasName('x')).toBe(true)
  })

  it('spoils sor in 3 too', () => {
    const { evaluator, frame, classes } = setUp(
      [{ name: 'x', test: test.replace(' or ', ' sor ') }],
      discover(option4(61, [1, 2])),
      { generation: '3' },
    )
    evaluator.received(frame)
    expect(classes.hasName('x')).toBe(false)
  })
})

describe('template classes', () => {
  const template: Written = { name: 'site', test: 'substring(option[61].hex, 0, 3)', template: true }

  it('bring the packet into the spawned class first and then into the template', () => {
    const { evaluator, frame, classes } = setUp(
      [{ name: 'SPAWN_site_abc' }, template],
      discover(option4(61, 'abcdef')),
      { generation: '3' },
    )
    evaluator.received(frame)
    expect(classes.list()).toEqual(['ALL', 'SPAWN_site_abc', 'site'])
    expect(classes.has(evaluator.names.find('SPAWN_site_abc'))).toBe(true)
  })

  it('spawn a class that nobody defined', () => {
    const { evaluator, frame, classes } = setUp([template], discover(option4(61, 'xyz')), { generation: '3' })
    evaluator.received(frame)
    expect(classes.list()).toEqual(['ALL', 'SPAWN_site_xyz', 'site'])
  })

  it('spell unusual characters as %XX in 3, and recognise a definition that is spelled so', () => {
    const { evaluator, frame, classes } = setUp(
      [{ name: 'SPAWN_site_a%20%FF' }, template],
      discover(option4(61, [0x61, 0x20, 0xff])),
      { generation: '3' },
    )
    evaluator.received(frame)
    expect(classes.list()).toEqual(['ALL', 'SPAWN_site_a%20%FF', 'site'])
    expect(classes.has(evaluator.names.find('SPAWN_site_a%20%FF'))).toBe(true)
  })

  it('do nothing for an empty value', () => {
    const { evaluator, frame, classes } = setUp([template], discover(), { generation: '3' })
    evaluator.received(frame)
    expect(classes.list()).toEqual(['ALL'])
  })
})

describe('problems', () => {
  it('lists every bad test at its place, in the words of Kea', () => {
    const { problems } = compileClasses(
      [
        client({ name: 'a', test: 'option[1].hexx == 1' }, 3),
        client({ name: 'b', test: "member('nope')" }, 4),
        client({ name: 'c', test: "member('a') and member('ALL')" }, 5),
      ],
      { family: 'v4', generation: '2.2', spaces: standardSpaces(4), report: new Notes() },
    )
    expect(problems.map(({ at, code, text }) => [at.line, code, text])).toEqual([
      [3, 'bad-expression', 'expression: [option[1].hexx == 1] error: <string>:1.14: Invalid character: x'],
      [4, 'bad-expression', "expression: [member('nope')] error: <string>:1.8-13: Not defined client class 'nope'"],
    ])
  })
})
