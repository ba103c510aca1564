import type { Position } from '../../server/config/tree.js'

/** What every statement carries. */
export interface Node {
  readonly at: Position
  /** Comments that stand before it, without their signs. */
  readonly leading: readonly string[]
  /** The comment behind it on its last line. */
  remark: string | undefined
  /** The statement in short, as it was written. */
  readonly text: string
}

export interface Value {
  readonly kind: 'word' | 'string'
  readonly text: string
  readonly at: Position
}

/** The name of an option: `routers` is { space: 'dhcp', name: 'routers' }. */
export interface OptionName {
  readonly space: string
  readonly name: string
  readonly at: Position
}

export type BinaryOperator = '=' | '!=' | '~=' | '~~' | 'and' | 'or' | '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^'

/** An expression: its calls are substring, concat, pick-first-value, binary-to-ascii, ... by name. */
export type Expression = { readonly at: Position } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'address'; readonly text: string }
  | { readonly kind: 'option'; readonly option: OptionName; readonly config: boolean }
  | { readonly kind: 'exists'; readonly option: OptionName }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  /** hardware, known, static, leased-address, ..., or a variable that `set` made. */
  | { readonly kind: 'name'; readonly name: string }
)

/** Declarations with a body in which other statements stand. */
export type ScopeType =
  | 'subnet'
  | 'subnet6'
  | 'shared-network'
  | 'group'
  | 'pool'
  | 'pool6'
  | 'host'
  | 'class'
  | 'subclass'
  | 'failover'
  | 'key'
  | 'zone'

export interface Block {
  readonly statements: readonly Statement[]
  /** Comments after the last statement. */
  readonly trailing: readonly string[]
  /** What a file says about itself at its beginning. */
  readonly header?: readonly string[]
}

export interface Scope extends Node {
  readonly kind: 'scope'
  readonly type: ScopeType
  /** What stands between keyword and brace: name, address and netmask, class name and data of a subclass. */
  readonly names: readonly Value[]
  readonly body: Block
}

/** `option routers 1.2.3.4, 1.2.3.5;` and, with `=`, an expression. */
export interface OptionStatement extends Node {
  readonly kind: 'option'
  readonly verb: 'option' | 'supersede' | 'default' | 'append' | 'prepend' | 'send'
  readonly option: OptionName
  /** Lists of values, split at commas. */
  readonly values: readonly (readonly Value[])[]
  readonly expression: Expression | undefined
}

/** A keyword of the server and what it is set to. */
export interface Parameter extends Node {
  readonly kind: 'parameter'
  /** Lower case. */
  readonly name: string
  readonly values: readonly (readonly Value[])[]
  readonly expression: Expression | undefined
}

/** `allow unknown-clients;`, `deny members of "x";` */
export interface Permission extends Node {
  readonly kind: 'permission'
  readonly verb: 'allow' | 'deny' | 'ignore'
  /** unknown-clients, known-clients, members, dynamic-bootp-clients, all-clients, after, booting, ... */
  readonly what: string
  readonly name: string | undefined
}

/** One field of an option's type; `width` in bits, of integers. */
export interface FieldType {
  readonly type:
    | 'integer'
    | 'boolean'
    | 'ip-address'
    | 'ip6-address'
    | 'text'
    | 'string'
    | 'domain-name'
    | 'domain-list'
    | 'encapsulate'
  readonly width?: 8 | 16 | 32
  readonly signed?: boolean
  readonly compressed?: boolean
  readonly space?: string
  readonly array?: boolean
}

export interface Definition extends Node {
  readonly kind: 'definition'
  readonly option: OptionName
  readonly code: number
  readonly fields: readonly FieldType[]
  readonly array: boolean
}

export interface SpaceDefinition extends Node {
  readonly kind: 'space'
  readonly name: string
  readonly codeWidth: number
  readonly lengthWidth: number
}

export interface Branch {
  readonly at: Position
  /** Undefined: else. */
  readonly test: Expression | undefined
  readonly body: Block
}

export interface Condition extends Node {
  readonly kind: 'if'
  readonly branches: readonly Branch[]
}

export interface Switch extends Node {
  readonly kind: 'switch'
  readonly subject: Expression
  /** What `break` would end is one branch each; several values share one. */
  readonly cases: readonly {
    readonly values: readonly Expression[]
    readonly otherwise: boolean
    readonly body: Block
  }[]
}

/** `match if ...`, `match ...`, `spawn with ...`, `lease limit n`. */
export interface ClassRule extends Node {
  readonly kind: 'rule'
  readonly rule: 'match-if' | 'match' | 'spawn' | 'limit'
  readonly expression: Expression | undefined
  readonly limit: number
}

/** `on commit { ... }`. */
export interface EventStatement extends Node {
  readonly kind: 'event'
  readonly events: readonly string[]
  readonly body: Block
}

/** set, unset, define, log, execute, eval, return, break, add: what only runs. */
export interface Action extends Node {
  readonly kind: 'action'
  readonly name: string
  readonly target: string | undefined
}

export type Statement =
  | Scope
  | OptionStatement
  | Parameter
  | Permission
  | Definition
  | SpaceDefinition
  | Condition
  | Switch
  | ClassRule
  | EventStatement
  | Action
