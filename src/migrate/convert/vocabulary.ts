import type { OptionDefinition, OptionSpaces, OptionType } from '../../wire/option-space.js'
import { standardSpaces } from '../../wire/standard-options.js'
import type { Definition, FieldType, OptionName, SpaceDefinition } from '../isc/syntax.js'
import type { Ledger } from '../ledger.js'
import { OutMap } from '../output/document.js'
import { NAMES4, NAMES6, YOUNG4, YOUNG6 } from './option-names.js'
import { keyOf, type Usage } from './usage.js'

/** An option of the input, as Kea knows it. */
export interface KnownOption {
  readonly definition: OptionDefinition
  /** dhcpd's type where the input defines one, else none. */
  readonly fields: readonly FieldType[]
  /** Not all generations of Kea know the option: code and bytes are written instead of name and text. */
  readonly asBytes: boolean
}

/** The options of one input: standard ones, and those that it defines. */
export class Vocabulary {
  private readonly standard: OptionSpaces
  private readonly top: 'dhcp4' | 'dhcp6'
  private readonly own = new Map<string, KnownOption>()
  /** Kea's name of each space of the input. */
  private readonly spaces = new Map<string, string>()
  /** The option that carries the options of a space, and its data. */
  private readonly carriers = new Map<string, { readonly option: KnownOption; readonly data: string }>()
  private readonly definitions: OutMap[] = []
  private readonly defined = new Set<string>()
  /** The one space that option 43 carries, wherever it is set. */
  vendorSpace: string | undefined
  /** All spaces that option 43 carries somewhere. */
  private readonly vendorSpaces = new Set<string>()

  constructor(
    readonly family: 4 | 6,
    private readonly usage: Usage,
    private readonly ledger: Ledger,
  ) {
    this.standard = standardSpaces(family)
    this.top = family === 4 ? 'dhcp4' : 'dhcp6'
  }

  /** The `option-def` of the configuration, in the order of the input. */
  get optionDefs(): readonly OutMap[] {
    return this.definitions
  }

  space(statement: SpaceDefinition): void {
    if (statement.codeWidth <= (this.family === 4 ? 1 : 2) || statement.name === 'vendor')
      this.ledger.converted(statement)
    else
      this.ledger.changed(
        statement,
        'Kea has spaces of one width only; option spaces of vendors are named vendor-NUMBER',
      )
  }

  define(statement: Definition): void {
    const { option, code, fields } = statement
    const vendor = this.vendorNumber(option, code)
    const [only] = fields
    if (vendor !== undefined && only?.type === 'encapsulate') {
      this.defineVendor(statement, only.space ?? '', code)
      return
    }
    const space = this.spaceOf(option.space)
    if (space === undefined) {
      this.ledger.unsupported(statement, `there is no option space "${option.space}" in DHCPv${this.family}`)
      return
    }
    if (code < 1 || code > (this.family === 4 ? (space === this.top ? 254 : 255) : 65535)) {
      this.ledger.unsupported(statement, `Kea has no option with the code ${code}`)
      return
    }
    const key = keyOf(option)
    const standard = this.standard.byCode(space, code)
    if (standard !== undefined && (space === this.top || this.standard.of(space).length > 0)) {
      this.own.set(key, { definition: standard, fields, asBytes: this.isYoung(code, space) })
      if (only?.type === 'encapsulate' && only.space !== undefined)
        this.encapsulateStandard(statement, only.space, standard)
      else this.ledger.converted(statement, `Kea defines option ${code} itself, as ${standard.name}`)
      return
    }
    const name = this.freeName(space, option.name, code)
    const definition = this.keaDefinition(statement, space, name)
    const known = { definition, fields, asBytes: false }
    if (!this.own.has(key)) this.own.set(key, known)
    if (definition.encapsulates !== '') this.carriers.set(only?.space ?? '', { option: known, data: '' })
    if (this.defined.has(`${space}.${code}`) || this.defined.has(`${space}.${name}`)) {
      this.ledger.changed(statement, `option ${code} or its name is defined twice; the first definition counts in Kea`)
      return
    }
    this.defined.add(`${space}.${code}`)
    this.defined.add(`${space}.${name}`)
    this.write(definition, statement)
    if (statement.array && fields.length > 1)
      this.ledger.changed(statement, 'Kea has no arrays of records; values are written as bytes')
    else this.ledger.converted(statement, name === option.name ? undefined : `the name is ${name} in Kea`)
  }

  /** What an option of the input is in Kea. Undefined: nothing. */
  resolve(option: OptionName): KnownOption | undefined {
    const own = this.own.get(keyOf(option))
    if (own !== undefined) return own
    const { space } = option
    const name = option.name.toLowerCase()
    const kea = this.spaceOf(space)
    if (kea === undefined) return undefined
    const names = this.family === 4 ? NAMES4 : NAMES6
    const byNumber = /^(?:unknown|option)-(\d+)$/.exec(name)
    const code = kea === this.top ? (names[name] ?? (byNumber && Number(byNumber[1]))) : undefined
    const definition = code ? this.standard.byCode(kea, code) : this.standard.byName(kea, name)
    if (definition !== undefined) return { definition, fields: [], asBytes: this.isYoung(definition.code, kea) }
    if (!code) return undefined
    const bare = {
      space: kea,
      code,
      name: '',
      type: 'binary',
      array: false,
      recordTypes: [],
      encapsulates: '',
    } as const
    return { definition: bare, fields: [], asBytes: true }
  }

  /** The keys of all options that carry others. */
  get carrierKeys(): readonly string[] {
    return [...this.carriers.values()].map(({ option: { definition } }) => `${definition.space}.${definition.code}`)
  }

  /** Something sends the options of this space (of the input). */
  isSent(space: string): boolean {
    return space === 'dhcp' || space === 'dhcp6' || this.carriers.has(space) || this.vendorSpaces.has(space)
  }

  /** The option that must stand beside options of this space (of the input) for them to be sent. */
  carrier(space: string): { readonly option: KnownOption; readonly data: string } | undefined {
    return this.carriers.get(space)
  }

  /** Let option 43 carry the options of a space, everywhere. */
  useVendorSpace(space: string, input: { readonly leading: readonly string[] }): void {
    this.vendorSpaces.add(space)
    if (this.vendorSpace !== undefined || this.family === 6) return
    this.vendorSpace = space
    const standard = this.standard.byCode('dhcp4', 43)!
    const kea = this.spaceOf(space) ?? space
    const definition = { ...standard, type: 'empty' as const, encapsulates: kea }
    this.carriers.set(space, { option: { definition, fields: [], asBytes: false }, data: '' })
    this.write(definition, input)
  }

  /** An option 43 for one class only, that carries this space; the data that lets it be sent. */
  ownVendorSpace(space: string): { readonly definition: OutMap; readonly data: OutMap } {
    const { name, code } = this.standard.byCode('dhcp4', 43)!
    const encapsulate = this.spaceOf(space) ?? space
    return { definition: new OutMap({ name, code, type: 'empty', encapsulate }), data: new OutMap({ name }) }
  }

  private encapsulateStandard(statement: Definition, space: string, standard: OptionDefinition): void {
    if (this.family === 4 && standard.code === 43) {
      if (this.vendorSpace !== undefined && this.vendorSpace !== space)
        this.ledger.decision(
          statement,
          `option 43 carries ${this.vendorSpace} already; Kea needs a class for each other vendor`,
        )
      else this.ledger.converted(statement)
      this.useVendorSpace(space, statement)
    } else if (this.family === 4 && standard.code === 125) this.ledger.converted(statement)
    else this.ledger.unsupported(statement, `option ${standard.code} cannot carry a space of your own in Kea`)
  }

  private defineVendor(statement: Definition, space: string, enterprise: number): void {
    const definition = this.standard.byCode(this.top, this.family === 4 ? 125 : 17)!
    this.spaces.set(space, `vendor-${enterprise}`)
    this.carriers.set(space, { option: { definition, fields: [], asBytes: false }, data: String(enterprise) })
    this.ledger.converted(statement, `the space ${space} is vendor-${enterprise} in Kea`)
  }

  private vendorNumber({ space }: OptionName, code: number): number | undefined {
    return space === (this.family === 4 ? 'vendor' : 'vsio') ? code : undefined
  }

  private spaceOf(space: string): string | undefined {
    if (this.family === 4) {
      if (space === 'dhcp') return 'dhcp4'
      if (space === 'dhcp6') return undefined
    } else if (space === 'dhcp6') return 'dhcp6'
    else if (space === 'dhcp') return undefined
    if (['agent', 'server', 'fqdn', 'nwip', 'vendor', 'vivso', 'vivco', 'vsio', 'vendor-class', 'isc'].includes(space))
      return undefined
    return this.spaces.get(space) ?? space.replaceAll(/[^\w-]/g, '-')
  }

  private isYoung(code: number, space: string): boolean {
    return space === this.top && (this.family === 4 ? YOUNG4 : YOUNG6).has(code)
  }

  /** A name that no other option of the space has. */
  private freeName(space: string, name: string, code: number): string {
    const taken = this.standard.byName(space, name)
    return taken !== undefined && taken.code !== code ? `${name}-${code}` : name
  }

  private keaDefinition({ option, code, fields, array }: Definition, space: string, name: string): OptionDefinition {
    const types = fields.map(field => this.keaType(field, option))
    const base = { space, code, name, recordTypes: [] as OptionType[], encapsulates: '', array: false }
    const [only] = fields
    if (only?.type === 'encapsulate')
      return { ...base, type: 'empty', encapsulates: this.spaceOf(only.space ?? '') ?? '' }
    if (fields.length === 1) {
      const many = array || only?.array === true || only?.type === 'domain-list'
      // an array of texts cannot be told apart on the wire
      const bytes = many && (types[0] === 'string' || types[0] === 'binary')
      return { ...base, type: bytes ? 'binary' : types[0]!, array: many && !bytes }
    }
    const inner = fields.slice(0, -1).some(field => field.array || field.type === 'text' || field.type === 'string')
    if (array || inner || fields.at(-1)?.type === 'domain-list') return { ...base, type: 'binary' }
    return { ...base, type: 'record', recordTypes: types, array: fields.at(-1)?.array === true }
  }

  private keaType(field: FieldType, option: OptionName): OptionType {
    switch (field.type) {
      case 'integer': {
        // a bare `integer 8` is signed for dhcpd, but takes 0 to 255 all the same
        const signed = field.signed === true && !this.usage.exceeds(option, field.width ?? 8)
        return `${signed ? '' : 'u'}int${field.width ?? 8}`
      }
      case 'boolean':
        return 'boolean'
      case 'ip-address':
        return 'ipv4-address'
      case 'ip6-address':
        return 'ipv6-address'
      case 'text':
        return 'string'
      case 'string':
        return this.usage.isText(option) ? 'string' : 'binary'
      case 'domain-name':
      case 'domain-list':
        return 'fqdn'
      default:
        return 'empty'
    }
  }

  private write(definition: OptionDefinition, { leading }: { readonly leading: readonly string[] }): void {
    const { name, code, space, type, array, recordTypes, encapsulates } = definition
    const map = new OutMap({
      name,
      code,
      ...(space === this.top ? {} : { space }),
      type,
      ...(recordTypes.length === 0 ? {} : { 'record-types': recordTypes.join(', ') }),
      ...(array ? { array } : {}),
      ...(encapsulates === '' ? {} : { encapsulate: encapsulates }),
    })
    map.leading.push(...leading)
    this.definitions.push(map)
  }
}
