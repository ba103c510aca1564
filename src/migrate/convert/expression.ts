import { ipv4 } from '../../wire/address.js'
import type { Expression, OptionName } from '../isc/syntax.js'
import type { Target } from '../target.js'
import type { Vocabulary } from './vocabulary.js'

/** Why an expression has no counterpart. */
export class NoCounterpart extends Error {}

/** Turns expressions of dhcpd into tests of Kea. Its methods throw NoCounterpart, with what is in the way. */
export class Translator {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly target: Target,
  ) {}

  /** A test for a client class. */
  test(expression: Expression): string {
    switch (expression.kind) {
      case 'not':
        return `not ${this.inner(expression.of)}`
      case 'exists':
        return `${this.option(expression.option)}.exists`
      case 'binary':
        return this.comparison(expression)
      case 'name':
        if (expression.name === 'known') return "member('KNOWN')"
        if (expression.name === 'static') throw new NoCounterpart('Kea has no test for "static"')
        throw new NoCounterpart(`"${expression.name}" is a variable, which Kea has not`)
      default:
        throw new NoCounterpart('this is a value, not a test')
    }
  }

  private inner(expression: Expression): string {
    const text = this.test(expression)
    return expression.kind === 'exists' || expression.kind === 'name' ? text : `(${text})`
  }

  private comparison(expression: Expression & { readonly kind: 'binary' }): string {
    const { operator, left, right } = expression
    if (operator === 'and' || operator === 'or') {
      const side = (one: Expression): string => {
        const plain = one.kind !== 'binary' || one.operator === operator || !['and', 'or'].includes(one.operator)
        return plain ? this.test(one) : `(${this.test(one)})`
      }
      return `${side(left)} ${operator} ${side(right)}`
    }
    if (operator === '~=' || operator === '~~') {
      if (!this.target.match) throw new NoCounterpart('regular expressions are known to Kea since 3.0 only')
      if (right.kind !== 'text') throw new NoCounterpart('the regular expression is no text')
      if (operator === '~~') throw new NoCounterpart('Kea has no regular expressions that overlook case')
      return `match('${right.text}', ${this.value(left)})`
    }
    if (operator !== '=' && operator !== '!=') throw new NoCounterpart(`Kea cannot calculate with ${operator}`)
    const sign = operator === '=' ? '==' : '!='
    const hardware = this.hardwareComparison(left, right, sign) ?? this.hardwareComparison(right, left, sign)
    if (hardware !== undefined) return hardware
    const padded = withTwoDigits(left, right)
    if (padded !== undefined) return `${this.value(left)} ${sign} ${textLiteral(padded)}`
    const number = this.numberComparison(left, right, sign) ?? this.numberComparison(right, left, sign)
    return number ?? `${this.value(left)} ${sign} ${this.value(right)}`
  }

  /** dhcpd's `hardware` begins with a byte for the type of the hardware; Kea's pkt4.mac has the address only. */
  private hardwareComparison(left: Expression, right: Expression, sign: string): string | undefined {
    if (this.vocabulary.family === 6) return undefined
    const bytes = right.kind === 'bytes' ? Buffer.from(right.bytes) : undefined
    if (left.kind === 'name' && left.name === 'hardware' && bytes !== undefined && bytes.length > 1) {
      const test = `pkt4.mac ${sign} 0x${bytes.subarray(1).toString('hex')}`
      return bytes[0] === 1 ? test : `pkt4.htype ${sign} ${bytes[0]} ${sign === '==' ? 'and' : 'or'} ${test}`
    }
    if (left.kind !== 'call' || left.name !== 'substring') return undefined
    const [of, from, length] = left.args
    if (of?.kind !== 'name' || of.name !== 'hardware' || from?.kind !== 'number' || length?.kind !== 'number')
      return undefined
    if (from.value === 0 && bytes !== undefined && bytes[0] === 1 && bytes.length === length.value)
      return `substring(pkt4.mac, 0, ${length.value - 1}) ${sign} 0x${bytes.subarray(1).toString('hex')}`
    return undefined
  }

  private numberComparison(left: Expression, right: Expression, sign: string): string | undefined {
    if (left.kind !== 'call' || left.name !== 'extract-int' || right.kind !== 'number') return undefined
    const [of, width] = left.args
    if (of === undefined || width?.kind !== 'number') return undefined
    const digits = width.value / 4
    return `substring(${this.value(of)}, 0, ${width.value / 8}) ${sign} 0x${right.value.toString(16).padStart(digits, '0')}`
  }

  /** A value: text in quotes, bytes, an option, or a function of such. */
  value(expression: Expression): string {
    switch (expression.kind) {
      case 'text':
        return textLiteral(expression.text)
      case 'bytes':
        return `0x${Buffer.from(expression.bytes).toString('hex')}`
      case 'number':
        return `0x${expression.value.toString(16).padStart(2, '0')}`
      case 'address':
        return ipv4.parse(expression.text) === undefined ? textLiteral(expression.text) : expression.text
      case 'option':
        if (expression.config) throw new NoCounterpart('config-option is not known to Kea')
        return `${this.option(expression.option)}.hex`
      case 'name':
        return this.named(expression.name)
      case 'call':
        return this.call(expression.name, expression.args)
      default:
        throw new NoCounterpart('this is a test, not a value')
    }
  }

  private named(name: string): string {
    if (this.vocabulary.family === 4 && name === 'hardware') return 'concat(substring(pkt4.htype, 3, 1), pkt4.mac)'
    if (['leased-address', 'lease-time', 'host-decl-name', 'client-state'].includes(name))
      throw new NoCounterpart(`${name} is not known where Kea tests classes`)
    throw new NoCounterpart(`"${name}" is a variable, which Kea has not`)
  }

  private call(name: string, args: readonly Expression[]): string {
    const [first, second, third, fourth] = args
    if (first === undefined) throw new NoCounterpart(`Kea has no function like ${name}`)
    switch (name) {
      case 'substring':
        if (second?.kind !== 'number' || third?.kind !== 'number') break
        // the address without its type byte is what most are after
        if (first.kind === 'name' && first.name === 'hardware' && second.value >= 1 && this.vocabulary.family === 4)
          return second.value === 1 && third.value === 6
            ? 'pkt4.mac'
            : `substring(pkt4.mac, ${second.value - 1}, ${third.value})`
        return `substring(${this.value(first)}, ${second.value}, ${third.value})`
      case 'suffix':
        if (second?.kind === 'number') return `substring(${this.value(first)}, -${second.value}, all)`
        break
      case 'concat':
        return args.map(arg => this.value(arg)).reduceRight((rest, arg) => `concat(${arg}, ${rest})`)
      case 'pick':
      case 'pick-first-value':
        return this.pick(args)
      case 'lcase':
      case 'ucase':
        if (this.target.lowerCase) return `${name}(${this.value(first)})`
        throw new NoCounterpart(`${name} is known to Kea since 2.4 only`)
      case 'binary-to-ascii':
        if (first.kind === 'number' && first.value === 16 && second?.kind === 'number' && second.value === 8)
          if (third?.kind === 'text' && fourth !== undefined) return `hexstring(${this.value(fourth)}, '${third.text}')`
        throw new NoCounterpart('binary-to-ascii has a counterpart for hexadecimal bytes only')
      case 'encode-int':
        if (first.kind === 'number' && second?.kind === 'number')
          return `0x${first.value.toString(16).padStart(second.value / 4, '0')}`
        break
      case 'packet':
        return this.packet(first, second)
      default:
    }
    throw new NoCounterpart(`Kea has no function like ${name}`)
  }

  private pick(args: readonly Expression[]): string {
    const values = args.map(arg => ({ arg, text: this.value(arg) }))
    return values.reduceRight<string | undefined>((rest, { arg, text }) => {
      if (rest === undefined || arg.kind !== 'option') return rest === undefined || arg.kind === 'text' ? text : rest
      return `ifelse(${this.option(arg.option)}.exists, ${text}, ${rest})`
    }, undefined)!
  }

  /** Bytes of the packet itself, where Kea has a name for them (RFC 2131 2). */
  private packet(from: Expression, length: Expression | undefined): string {
    const fields: Readonly<Record<string, string>> = {
      '12,4': 'pkt4.ciaddr',
      '16,4': 'pkt4.yiaddr',
      '20,4': 'pkt4.siaddr',
      '24,4': 'pkt4.giaddr',
      '28,6': 'pkt4.mac',
    }
    const key = from.kind === 'number' && length?.kind === 'number' ? `${from.value},${length.value}` : ''
    const field = fields[key]
    if (field === undefined || this.vocabulary.family === 6)
      throw new NoCounterpart('Kea has a name for some fields of the packet only, not for these bytes')
    return field
  }

  private option(name: OptionName): string {
    if (name.space === 'agent' && this.vocabulary.family === 4) {
      const code = { 'circuit-id': 1, 'remote-id': 2, 'link-selection': 5, 'subscriber-id': 6 }[name.name]
      if (code !== undefined) return `relay4[${code}]`
    }
    const known = this.vocabulary.resolve(name)
    if (known === undefined) throw new NoCounterpart(`option ${name.space}.${name.name} is not known to Kea`)
    const { space, code } = known.definition
    if (space !== `dhcp${this.vocabulary.family}`)
      throw new NoCounterpart(
        `option ${name.space}.${name.name} stands in another option, which Kea's tests do not look into`,
      )
    return `option[${code}]`
  }
}

/** dhcpd writes 4 as "4", Kea's hexstring as "04". Undefined: this is no comparison of such a text. */
function withTwoDigits(left: Expression, right: Expression): string | undefined {
  if (left.kind !== 'call' || left.name !== 'binary-to-ascii' || right.kind !== 'text') return undefined
  const separator = left.args[2]
  if (separator?.kind !== 'text' || separator.text === '') return undefined
  return right.text
    .split(separator.text)
    .map(digits => digits.padStart(2, '0'))
    .join(separator.text)
}

/** Kea's texts have no escapes: what needs some is written as bytes. */
function textLiteral(text: string): string {
  if (/^[ -&(-~]*$/.test(text)) return `'${text}'`
  return `0x${Buffer.from(text, 'latin1').toString('hex')}`
}

/** The bytes of an expression that is the same for everybody. Undefined: it is not. */
export function constantOf(
  expression: Expression,
): { readonly kind: 'word' | 'string'; readonly text: string } | undefined {
  switch (expression.kind) {
    case 'text':
      return { kind: 'string', text: expression.text }
    case 'number':
      return { kind: 'word', text: String(expression.value) }
    case 'address':
      return { kind: 'word', text: expression.text }
    case 'bytes':
      return {
        kind: 'word',
        text: Buffer.from(expression.bytes)
          .toString('hex')
          .replaceAll(/(..)(?=.)/g, '$1:'),
      }
    case 'call': {
      if (expression.name === 'encode-int' && expression.args[0]?.kind === 'number')
        return constantOf(expression.args[0])
      if (expression.name !== 'concat') return undefined
      const parts = expression.args.map(constantOf)
      if (!parts.every(part => part?.kind === 'string')) return undefined
      return { kind: 'string', text: parts.map(part => part?.text).join('') }
    }
    default:
      return undefined
  }
}
