import { ipv4, ipv6 } from '../../wire/address.js'
import type { ListTree, MapTree, Tree } from '../config/tree.js'
import type { ArgumentMap } from './arguments.js'

/** Why a value is not what is wanted. */
export class Unfit {
  constructor(
    /** 'type': another kind of JSON value. 'value': the right kind, but not one that can be. */
    readonly what: 'type' | 'value',
    /** What is wrong with the value, in Kea's words; absent: the wording of the argument. */
    readonly text?: string,
  ) {}
}

/** A kind of argument: how it is read, and what people and completion are told of it. */
export interface ArgumentType<T> {
  /** For people, e.g. "IPv4 address". */
  readonly name: string
  /** JSON Schema of what is written, for the machine-readable description. */
  readonly schema: Readonly<Record<string, unknown>>
  /** The texts there are, if there are few: completion offers them. */
  readonly choices?: readonly string[]
  /** The arguments inside of a map. */
  readonly inside?: ArgumentMap
  read(tree: Tree): T | Unfit
}

export const text: ArgumentType<string> = {
  name: 'text',
  schema: { type: 'string' },
  read: tree => (tree.kind === 'string' ? tree.value : new Unfit('type')),
}

export const flag: ArgumentType<boolean> = {
  name: 'true or false',
  schema: { type: 'boolean' },
  read: tree => (tree.kind === 'boolean' ? tree.value : new Unfit('type')),
}

export const real: ArgumentType<number> = {
  name: 'number',
  schema: { type: 'number' },
  read: tree => (tree.kind === 'integer' || tree.kind === 'real' ? tree.value : new Unfit('type')),
}

/** A whole number, both ends included; at most 2^53. */
export function whole(min: number, max: number): ArgumentType<number> {
  return {
    name: `whole number ${min} to ${max}`,
    schema: { type: 'integer', minimum: min, maximum: max },
    read(tree) {
      if (tree.kind !== 'integer') return new Unfit('type')
      return tree.exact === undefined && tree.value >= min && tree.value <= max ? tree.value : new Unfit('value')
    },
  }
}

/** 0 to 2^32-1: identifiers of subnets, lifetimes in seconds. */
export const uint32 = whole(0, 0xffffffff)

/** A whole number of any size, exactly. */
export const big: ArgumentType<bigint> = {
  name: 'whole number',
  schema: { type: 'integer' },
  read: tree => (tree.kind === 'integer' ? (tree.exact ?? BigInt(tree.value)) : new Unfit('type')),
}

/** One of these texts. */
export function oneOf<const T extends string>(...choices: readonly T[]): ArgumentType<T> {
  return {
    name: choices.map(choice => `"${choice}"`).join(' or '),
    schema: { enum: choices },
    choices,
    read(tree) {
      if (tree.kind !== 'string') return new Unfit('type')
      return choices.find(choice => choice === tree.value) ?? new Unfit('value')
    },
  }
}

const badAddress = (written: string): string => `Failed to convert string to address '${written}': Invalid argument`

/** An IPv4 address as a number, host order. */
export const address4: ArgumentType<number> = {
  name: 'IPv4 address',
  schema: { type: 'string', format: 'ipv4' },
  read(tree) {
    if (tree.kind !== 'string') return new Unfit('type')
    const address = ipv4.parse(tree.value)
    if (address !== undefined) return address
    const foreign = ipv6.parse(tree.value) !== undefined
    return new Unfit('value', foreign ? `Non-IPv4 address specified: ${tree.value}` : badAddress(tree.value))
  },
}

/** An IPv6 address. */
export const address6: ArgumentType<bigint> = {
  name: 'IPv6 address',
  schema: { type: 'string', format: 'ipv6' },
  read(tree) {
    if (tree.kind !== 'string') return new Unfit('type')
    const address = ipv6.parse(tree.value)
    if (address !== undefined) return address
    const foreign = ipv4.parse(tree.value) !== undefined
    return new Unfit('value', foreign ? `Non-IPv6 address specified: ${tree.value}` : badAddress(tree.value))
  },
}

/** A list whose items are all of one type. */
export function listOf<T>(item: ArgumentType<T>): ArgumentType<readonly T[]> {
  return {
    name: `list of ${item.name}`,
    schema: { type: 'array', items: item.schema },
    ...(item.choices === undefined ? {} : { choices: item.choices }),
    ...(item.inside === undefined ? {} : { inside: item.inside }),
    read(tree) {
      if (tree.kind !== 'list') return new Unfit('type')
      const values: T[] = []
      for (const written of tree.items) {
        const value = item.read(written)
        if (value instanceof Unfit) return value
        values.push(value)
      }
      return values
    },
  }
}

/** A map as it is written, with places: configuration that the config room reads. */
export const anyMap: ArgumentType<MapTree> = {
  name: 'map',
  schema: { type: 'object' },
  read: tree => (tree.kind === 'map' ? tree : new Unfit('type')),
}

/** Anything, as it is written. */
export const anyValue: ArgumentType<Tree> = { name: 'anything', schema: {}, read: tree => tree }

/** A list as it is written, with places. */
export const anyList: ArgumentType<ListTree> = {
  name: 'list',
  schema: { type: 'array' },
  read: tree => (tree.kind === 'list' ? tree : new Unfit('type')),
}

/** A text that is read further: `parse` gives what it means, or what is wrong with it in Kea's words. */
export function parsed<T>(name: string, parse: (written: string) => T | Unfit): ArgumentType<T> {
  return {
    name,
    schema: { type: 'string' },
    read: tree => (tree.kind === 'string' ? parse(tree.value) : new Unfit('type')),
  }
}
