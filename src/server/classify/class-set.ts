/** The class names that a configuration mentions, numbered from 0, so that membership is one bit. */
export class ClassNames {
  readonly #ids = new Map<string, number>()
  readonly #names: string[] = []

  get size(): number {
    return this.#names.length
  }

  /** The number of this name, given now if it has none yet. Configuration time only. */
  number(name: string): number {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const id = this.#names.length
    this.#names.push(name)
    this.#ids.set(name, id)
    return id
  }

  /** -1: the configuration does not mention it. */
  find(name: string): number {
    return this.#ids.get(name) ?? -1
  }

  /** The name with this number. */
  at(id: number): string {
    return this.#names[id]!
  }

  /** All names, in the order of their numbers. */
  all(): readonly string[] {
    return this.#names
  }
}

/**
 * The classes that one packet is in, in the order in which it came into them: their options apply in that order.
 * Names that the configuration does not mention (VENDOR_CLASS_x, EXTERNAL_x of a hook) are kept too, in a small table.
 */
export class ClassSet {
  readonly #names: ClassNames
  #bits: Uint32Array
  /** Numbers of known classes; a negative entry -1 - i is stranger i. */
  #order: Int32Array = new Int32Array(32)
  #count = 0
  readonly #strangers: string[] = []

  constructor(names: ClassNames) {
    this.#names = names
    this.#bits = new Uint32Array(words(names.size))
  }

  /** Out of all classes, for the next packet. */
  clear(): void {
    this.#count = 0
    if (this.#strangers.length > 0) this.#strangers.length = 0
    if (this.#bits.length < words(this.#names.size)) this.#bits = new Uint32Array(words(this.#names.size))
    else for (let i = 0; i < this.#bits.length; i++) this.#bits[i] = 0
  }

  /** How many classes. */
  get count(): number {
    return this.#count
  }

  /** Into the class with this number; nothing changes when the packet is in it already. */
  add(id: number): void {
    if (this.has(id)) return
    this.#reach(id)
    this.#bits[id >>> 5] = this.#bits[id >>> 5]! | (1 << (id & 31))
    this.#append(id)
  }

  /** Out of the class with this number; nothing changes when the packet is not in it. */
  remove(id: number): void {
    if (!this.has(id)) return
    this.#bits[id >>> 5] = this.#bits[id >>> 5]! & ~(1 << (id & 31))
    this.#order.copyWithin(this.#order.indexOf(id), this.#order.indexOf(id) + 1, this.#count--)
  }

  has(id: number): boolean {
    return ((this.#bits[id >>> 5] ?? 0) & (1 << (id & 31))) !== 0
  }

  /** Into a class by name, for hooks, hosts and commands; also one that the configuration does not mention. */
  addName(name: string): void {
    const id = this.#names.find(name)
    if (id >= 0) {
      this.add(id)
      return
    }
    if (this.#strangers.includes(name)) return
    this.#strangers.push(name)
    this.#append(-this.#strangers.length)
  }

  hasName(name: string): boolean {
    const id = this.#names.find(name)
    return id >= 0 ? this.has(id) : this.#strangers.includes(name)
  }

  /** The number of the i-th class in order of assignment; negative for one that the configuration does not mention. */
  idAt(i: number): number {
    return this.#order[i]!
  }

  /** The name of the i-th class in order of assignment. */
  nameAt(i: number): string {
    const id = this.#order[i]!
    return id >= 0 ? this.#names.at(id) : this.#strangers[-1 - id]!
  }

  /** The names in order of assignment, for logs and replies. */
  list(): string[] {
    return Array.from({ length: this.#count }, (_, i) => this.nameAt(i))
  }

  /** Into exactly the classes of another set over the same names; for a packet that leaves its first exchange. */
  copy(other: ClassSet): void {
    this.clear()
    for (let i = 0; i < other.#count; i++) {
      const id = other.#order[i]!
      if (id >= 0) this.add(id)
      else this.addName(other.nameAt(i))
    }
  }

  /** Is the packet in one of these classes? An empty list lets everybody in. */
  passes(guards: readonly number[]): boolean {
    if (guards.length === 0) return true
    for (let i = 0; i < guards.length; i++) if (this.has(guards[i]!)) return true
    return false
  }

  #append(id: number): void {
    if (this.#count === this.#order.length) {
      const longer = new Int32Array(this.#order.length * 2)
      longer.set(this.#order)
      this.#order = longer
    }
    this.#order[this.#count++] = id
  }

  /** Names may be numbered after this set was made. */
  #reach(id: number): void {
    if (id >>> 5 < this.#bits.length) return
    const longer = new Uint32Array(words(Math.max(this.#names.size, id + 1)))
    longer.set(this.#bits)
    this.#bits = longer
  }
}

function words(size: number): number {
  return Math.max(1, (size + 31) >>> 5)
}
