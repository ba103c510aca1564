import type { Report } from '../../server/config/problem.js'
import type { Position } from '../../server/config/tree.js'
import { parseText } from '../isc/parser.js'
import type { Block, Node, Statement } from '../isc/syntax.js'

/** One line of dnsmasq.conf. */
interface Line {
  readonly at: Position
  /** Without its comment. */
  readonly text: string
  readonly key: string
  readonly words: readonly string[]
  readonly leading: readonly string[]
}

export interface LeftOut {
  readonly at: Position
  readonly text: string
  readonly note: string
}

interface RangeLine {
  readonly line: Line
  readonly first: string
  readonly last: string
  readonly netmask: string
  readonly lifetime: number
  readonly tag: string | undefined
  readonly family: 4 | 6
}

/** Reads dnsmasq.conf (dnsmasq(8)) and says it in the words of dhcpd.conf. */
export class DnsmasqReader {
  readonly leftOut: LeftOut[] = []
  readonly interfaces: string[] = []
  private readonly ranges: RangeLine[] = []
  private readonly hosts: Line[] = []
  private readonly options: Line[] = []
  private readonly classes: Line[] = []
  private readonly globals: Line[] = []

  constructor(
    private readonly report: Report,
    private readonly readFile: (path: string) => string,
    private readonly sources: Map<string, string>,
  ) {}

  /** Take the lines of one file, and of those that it names. */
  read(file: string, text: string, depth = 0): void {
    this.sources.set(file, text)
    let leading: string[] = []
    for (const [i, raw] of text.split('\n').entries()) {
      const trimmed = raw.trim()
      if (trimmed.startsWith('#')) leading.push(trimmed.slice(1).trim())
      else if (trimmed === '') leading = []
      else {
        this.line(file, i + 1, raw, leading, depth)
        leading = []
      }
    }
  }

  /** The family that the ranges are of; 4, if both are. */
  family(): 4 | 6 {
    return this.ranges.length > 0 && this.ranges.every(range => range.family === 6) ? 6 : 4
  }

  private line(file: string, number: number, raw: string, leading: readonly string[], depth: number): void {
    const column = raw.search(/\S/) + 1
    const text = raw.trim().replace(/\s+#.*$/, '')
    const at: Position = { file, line: number, column, endColumn: column + text.length - 1 }
    const [, key = '', value = ''] = /^([\w-]+)\s*(?:=\s*(.*))?$/.exec(text) ?? []
    if (key === '') {
      this.report.error('syntax', at, 'a keyword of dnsmasq is expected')
      return
    }
    const line: Line = { at, text, key, leading, words: value.split(',').map(word => word.trim()) }
    if (key === 'conf-file') this.include(line, value, depth)
    else if (key === 'dhcp-range') this.range(line)
    else if (key === 'dhcp-host') this.hosts.push(line)
    else if (key === 'dhcp-option' || key === 'dhcp-option-force' || key === 'dhcp-boot') this.options.push(line)
    else if (/^dhcp-(vendorclass|userclass|mac|match|circuitid|remoteid)$/.test(key)) this.classes.push(line)
    else if (key === 'interface') this.interfaces.push(value)
    else if (key === 'dhcp-authoritative' || key === 'domain') this.globals.push(line)
    else if (
      key.startsWith('dhcp') ||
      key.startsWith('pxe') ||
      key === 'enable-ra' ||
      key.startsWith('tftp') ||
      key === 'enable-tftp'
    )
      this.leftOut.push({ at, text, note: 'Kea has no counterpart' })
  }

  private include(line: Line, path: string, depth: number): void {
    try {
      if (depth > 16) throw new Error('files include one another')
      this.read(path, this.readFile(path), depth + 1)
    } catch (error) {
      this.report.error(
        'syntax',
        line.at,
        `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }

  /** dhcp-range=[tag:t,][set:t,]first,last[,netmask[,broadcast]][,lifetime] */
  private range(line: Line): void {
    const tag = line.words.find(word => word.startsWith('set:'))?.slice(4)
    const words = line.words.filter(word => !/^(tag|set|interface):/.test(word))
    const [first = '', last = '', third = '', fourth = '', fifth = ''] = words
    const six = first.includes(':')
    if (!six && !/^\d+(\.\d+){3}$/.test(first)) {
      this.report.error('syntax', line.at, 'dhcp-range begins with an address')
      return
    }
    if (!/^[\d.]+$|:/.test(last)) {
      this.leftOut.push({
        at: line.at,
        text: line.text,
        note: `"${last}" means no addresses are given out: nothing to convert`,
      })
      return
    }
    const netmask = six ? (/^\d+$/.test(third) ? third : '64') : third.startsWith('255.') ? third : '255.255.255.0'
    const time = [third, fourth, fifth].find(word => /^(\d+[smhdw]|infinite|\d{3,})$/.test(word)) ?? '1h'
    this.ranges.push({ line, first, last, netmask, lifetime: secondsOf(time), tag, family: six ? 6 : 4 })
  }

  /** The whole in the syntax of dhcpd.conf. Positions and texts are those of the lines it comes from. */
  block(family: 4 | 6): Block {
    const made: Statement[] = []
    for (const line of this.globals) {
      if (line.key === 'domain')
        made.push(
          ...this.say(
            line,
            family === 4 ? `option domain-name "${line.words[0]}";` : `option dhcp6.domain-search "${line.words[0]}";`,
          ),
        )
      else made.push(...this.say(line, 'authoritative;'))
    }
    const bodies = new Map<string, string[]>()
    for (const line of this.classes) {
      const [tag, test] = classOf(line)
      if (tag === '' || test === undefined) this.leave(line, 'Kea cannot test for this')
      else bodies.set(tag, [`match if ${test};`])
    }
    const perTag = new Map<string, Statement[]>()
    const plain: [Line, string][] = []
    for (const line of this.options) this.option(line, family, perTag, plain)
    for (const [line, text] of plain) made.push(...this.say(line, text))
    for (const [tag, body] of bodies) {
      const line = this.classes.find(one => classOf(one)[0] === tag)!
      made.push(...this.say(line, `class "${tag}" { ${body.join(' ')} }`, perTag.get(tag)))
      perTag.delete(tag)
    }
    for (const range of this.ranges) {
      const body = range.tag === undefined ? [] : (perTag.get(range.tag) ?? [])
      if (range.family !== family)
        this.leave(range.line, 'it is of the other family: convert the file once more with -4 or -6')
      else made.push(...this.say(range.line, rangeText(range), body))
      if (range.tag !== undefined) perTag.delete(range.tag)
    }
    for (const line of this.options)
      if (line.words.some(word => word.startsWith('tag:') && perTag.has(word.slice(4))))
        this.leave(line, 'no line sets its tag')
    for (const line of this.hosts) {
      const text = hostText(line, family)
      if (text === undefined) this.leave(line, 'nothing here that Kea knows a client by')
      else made.push(...this.say(line, text))
    }
    return { statements: made, trailing: [] }
  }

  private leave({ at, text }: Line, note: string): void {
    if (!this.leftOut.some(one => one.at === at)) this.leftOut.push({ at, text, note })
  }

  private option(line: Line, family: 4 | 6, perTag: Map<string, Statement[]>, plain: [Line, string][]): void {
    const tag = line.words.find(word => word.startsWith('tag:'))?.slice(4)
    const words = line.words.filter(word => !/^(tag|vendor|encap):/.test(word))
    if (line.words.some(word => /^(vendor|encap):/.test(word))) {
      this.leave(line, 'options in options: define them as Kea wants them')
      return
    }
    const text = line.key === 'dhcp-boot' ? bootText(words) : optionText(words, family)
    if (text === undefined) this.leave(line, 'this option is not known, or of the other family')
    else if (tag === undefined) plain.push([line, text])
    else perTag.set(tag, [...(perTag.get(tag) ?? []), ...this.say(line, text)])
  }

  /** Statements of a text, in the place of a line; what other lines say of it stands inside. */
  private say(line: Line, text: string, inside: readonly Statement[] = []): Statement[] {
    const block = parseText(line.at.file, text, this.report, path => ({ file: path, text: '' }), new Map())
    const place = (statement: Statement): Statement => {
      const whole: Node = { at: line.at, leading: line.leading, remark: undefined, text: line.text }
      Object.defineProperties(statement, {
        at: { value: whole.at },
        text: { value: whole.text },
        leading: { value: whole.leading },
      })
      if (statement.kind !== 'scope') return statement
      const own = statement.body.statements
      for (const inner of own)
        Object.defineProperties(inner, {
          at: { value: whole.at },
          text: { value: whole.text },
          leading: { value: [] },
        })
      return { ...statement, ...whole, body: { statements: [...own, ...inside], trailing: [] } }
    }
    return block.statements.map(place)
  }
}

function rangeText({ first, last, netmask, lifetime, family }: RangeLine): string {
  const inner = `default-lease-time ${lifetime}; max-lease-time ${lifetime};`
  if (family === 6) return `subnet6 ${first}/${netmask} { range6 ${first} ${last}; ${inner} }`
  return `subnet ${networkOf(first, netmask)} netmask ${netmask} { range ${first} ${last}; ${inner} }`
}

function networkOf(address: string, netmask: string): string {
  const mask = netmask.split('.').map(Number)
  return address
    .split('.')
    .map((octet, i) => Number(octet) & (mask[i] ?? 0))
    .join('.')
}

function secondsOf(text: string): number {
  if (text === 'infinite') return 4294967295
  const unit = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 }[text.at(-1) ?? ''] ?? 1
  return Number.parseInt(text, 10) * unit
}

/** dhcp-vendorclass=set:tag,text and its like: the tag, and dhcpd's test for it. */
function classOf({ key, words }: Line): readonly [string, string | undefined] {
  const [first = '', value = ''] = words
  const tag = first.replace(/^set:/, '')
  const text = value.replace(/^enterprise:\d+$/, '')
  switch (key) {
    case 'dhcp-vendorclass':
      return [tag, text === '' ? undefined : `substring(option vendor-class-identifier, 0, ${text.length}) = "${text}"`]
    case 'dhcp-userclass':
      return [tag, `option user-class = "${text}"`]
    case 'dhcp-mac': {
      const octets = text.split(':').filter(octet => octet !== '*')
      return [tag, `substring(hardware, 1, ${octets.length}) = ${octets.join(':')}`]
    }
    case 'dhcp-match': {
      const code = /^(?:option:)?([\w-]+)$/.exec(value)?.[1]
      const name = code === undefined ? undefined : /^\d+$/.test(code) ? `option-${code}` : (MATCHES[code] ?? code)
      const wanted = words[2]
      if (name === undefined) return [tag, undefined]
      if (wanted === undefined || wanted === '') return [tag, `exists ${name}`]
      const bytes = /^\d+$/.test(wanted) ? `00:${Number(wanted).toString(16).padStart(2, '0')}` : `"${wanted}"`
      return [tag, `option ${name} = ${bytes}`]
    }
    default:
      return [tag, undefined]
  }
}

const MATCHES: Readonly<Record<string, string>> = { 'client-arch': 'pxe-system-type', 'ipxe-encap': 'option-175' }

/** Names of dnsmasq that are not those of dhcpd. */
const NAMES: Readonly<Record<string, string>> = {
  router: 'routers',
  'dns-server': 'domain-name-servers',
  'ntp-server': 'ntp-servers',
  netmask: 'subnet-mask',
  broadcast: 'broadcast-address',
  'netbios-ns': 'netbios-name-servers',
  'netbios-nodetype': 'netbios-node-type',
  'log-server': 'log-servers',
  'lpr-server': 'lpr-servers',
  'tftp-server': 'tftp-server-name',
  mtu: 'interface-mtu',
  'static-route': 'static-routes',
  'classless-static-route': 'option-121',
  'vendor-class': 'vendor-class-identifier',
}

function optionText(words: readonly string[], family: 4 | 6): string | undefined {
  const [first = '', ...values] = words
  const six = first.startsWith('option6:')
  if (six !== (family === 6)) return undefined
  const name = first.replace(/^option6?:/, '')
  const bare = values.map(value => value.replace(/^\[(.*)\]$/, '$1'))
  const data = bare.every(value => /^([\d.]+|[\da-f:]*:[\da-f:]*)$/i.test(value))
    ? bare.join(', ')
    : bare.map(value => `"${value}"`).join(', ')
  if (six)
    return `option dhcp6.${/^\d+$/.test(name) ? `option-${name}` : name === 'dns-server' ? 'name-servers' : name} ${data};`
  return `option ${/^\d+$/.test(name) ? `option-${name}` : (NAMES[name] ?? name)} ${data};`
}

/** dhcp-boot=file[,server name[,address]] */
function bootText([file = '', name = '', address = '']: readonly string[]): string {
  return `filename "${file}"; ${name === '' ? '' : `server-name "${name}";`} ${address === '' ? '' : `next-server ${address};`}`
}

/** dhcp-host=[mac][,id:client][,address][,name][,lifetime] */
function hostText(line: Line, family: 4 | 6): string | undefined {
  const words = line.words.filter(word => word !== '' && !/^(set|tag):/.test(word))
  const mac = words.find(word => /^([\da-f]{2}:){5}[\da-f]{2}$/i.test(word))
  const id = words.find(word => word.startsWith('id:'))?.slice(3)
  const four = words.find(word => /^\d+(\.\d+){3}$/.test(word))
  const six = words.find(word => /^\[.*\]$/.test(word))?.slice(1, -1)
  const name = words.find(word => /^[a-z][\w-]*$/i.test(word) && word !== 'ignore' && word !== 'infinite')
  const address = family === 4 ? four : six
  if (words.includes('ignore') || (mac === undefined && id === undefined)) return undefined
  const parts: string[] = []
  if (mac !== undefined) parts.push(`hardware ethernet ${mac};`)
  else if (family === 6) parts.push(`host-identifier option dhcp6.client-id ${id};`)
  else parts.push(`option dhcp-client-identifier ${/^[\da-f:]+$/i.test(id!) ? id : `"${id}"`};`)
  if (address !== undefined) parts.push(family === 4 ? `fixed-address ${address};` : `fixed-address6 ${address};`)
  if (name !== undefined) parts.push(`option host-name "${name}";`)
  return `host ${name ?? `line-${line.at.line}`} { ${parts.join(' ')} }`
}
