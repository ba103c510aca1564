import { type AddressKind, ipv4, ipv6 } from '../wire/address.js'

/** Prefixes that addresses must be in. */
export class Subnets<A extends number | bigint> {
  readonly #prefixes: readonly { readonly prefix: A; readonly length: number }[]
  readonly #kind: AddressKind<A>

  /** Throws RangeError for what is no prefix. */
  constructor(texts: readonly string[], kind: AddressKind<A>) {
    this.#kind = kind
    this.#prefixes = texts.map(text => {
      const parts = text.split('/')
      const prefix = kind.parse(parts[0]!)
      const length = parts.length === 2 && /^\d{1,3}$/.test(parts[1]!) ? Number(parts[1]) : -1
      if (prefix === undefined || length < 0 || length > kind.bits)
        throw new RangeError(`${text} is no subnet; ADDRESS/LENGTH is expected`)
      return { prefix, length }
    })
  }

  get any(): boolean {
    return this.#prefixes.length === 0
  }

  hold(address: A): boolean {
    for (const { prefix, length } of this.#prefixes) if (this.#kind.contains(prefix, length, address)) return true
    return this.any
  }
}

export const subnets4 = (texts: readonly string[]): Subnets<number> => new Subnets(texts, ipv4)
export const subnets6 = (texts: readonly string[]): Subnets<bigint> => new Subnets(texts, ipv6)
