/** An expression that is true or false. */
export type BooleanNode =
  | { readonly kind: 'not'; readonly of: BooleanNode }
  /** `strict`: sand and sor, which evaluate both sides whatever the generation. */
  | { readonly kind: 'and' | 'or'; readonly strict: boolean; readonly left: BooleanNode; readonly right: BooleanNode }
  | { readonly kind: 'equal'; readonly left: TextNode; readonly right: TextNode }
  | { readonly kind: 'exists'; readonly path: OptionPath }
  | { readonly kind: 'vendor-exists'; readonly option: VendorOption; readonly enterprise: number }
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'match'; readonly source: string; readonly of: TextNode }

/** An expression whose value is a byte string. */
export type TextNode =
  | { readonly kind: 'literal'; readonly form: LiteralForm; readonly bytes: Buffer }
  | { readonly kind: 'option'; readonly path: OptionPath; readonly as: 'hex' | 'text' }
  | { readonly kind: 'field'; readonly field: FieldName }
  | { readonly kind: 'relay-field'; readonly nest: number; readonly field: 'peeraddr' | 'linkaddr' }
  | { readonly kind: 'enterprise'; readonly option: VendorOption }
  /** `index` undefined: as written without one, which means the first. */
  | { readonly kind: 'vendor-data'; readonly enterprise: number; readonly index: number | undefined }
  | { readonly kind: 'concat'; readonly left: TextNode; readonly right: TextNode }
  /** `length` 'all': to the end. Both are int64 as written; beyond int32 the evaluation fails, as in Kea. */
  | { readonly kind: 'substring'; readonly of: TextNode; readonly start: bigint; readonly length: bigint | 'all' }
  | { readonly kind: 'split'; readonly of: TextNode; readonly delimiters: TextNode; readonly field: bigint }
  | {
      readonly kind: 'ifelse'
      readonly strict: boolean
      readonly test: BooleanNode
      readonly first: TextNode
      readonly second: TextNode
    }
  | { readonly kind: 'hexstring'; readonly of: TextNode; readonly separator: TextNode }
  | { readonly kind: 'call'; readonly name: UnaryName; readonly of: TextNode }

export type Node = BooleanNode | TextNode

/** How a constant was written, kept for printing. */
export type LiteralForm = 'string' | 'hex' | 'address' | 'integer'

/** DHCPv4 options 124 and 125, DHCPv6 16 and 17. */
export type VendorOption = 'vendor' | 'vendor-class'

/** Where an option stands: whose it is, then the code at each level. */
export interface OptionPath {
  readonly root: OptionRoot
  readonly codes: readonly number[]
}
export type OptionRoot =
  | { readonly kind: 'option' }
  | { readonly kind: 'relay4' }
  /** 0: nearest to the server; -1: nearest to the client. */
  | { readonly kind: 'relay6'; readonly nest: number }
  /** 0: any enterprise. */
  | { readonly kind: 'vendor'; readonly enterprise: number }

export const packetFields = ['iface', 'src', 'dst', 'len'] as const
export const fields4 = ['mac', 'hlen', 'htype', 'ciaddr', 'giaddr', 'yiaddr', 'siaddr', 'msgtype', 'transid'] as const
export const fields6 = ['msgtype', 'transid'] as const
export type FieldName =
  | `pkt.${(typeof packetFields)[number]}`
  | `pkt4.${(typeof fields4)[number]}`
  | `pkt6.${(typeof fields6)[number]}`

/** Functions of one value. */
export const unaryNames = [
  'addrtotext',
  'int8totext',
  'int16totext',
  'int32totext',
  'uint8totext',
  'uint16totext',
  'uint32totext',
  'lcase',
  'ucase',
] as const
export type UnaryName = (typeof unaryNames)[number]

export const booleanKinds: ReadonlySet<Node['kind']> = new Set([
  'not',
  'and',
  'or',
  'equal',
  'exists',
  'vendor-exists',
  'member',
  'match',
])

export function isBoolean(node: Node): node is BooleanNode {
  return booleanKinds.has(node.kind)
}
