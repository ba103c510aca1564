/**
 * Which client holds which address (4 bytes), IPv6 address (16) or prefix (17, its length last), and until when. Columns by
 * client, and an open hash from the bytes to the client: so an address with two owners at a time is found whatever
 * the order in which they got it.
 */
export class Holdings {
  readonly bytes: Buffer
  /** Milliseconds of the run; 0: holds nothing. */
  readonly until: Float64Array
  readonly #hashes: Uint32Array
  #table: Uint32Array
  #used = 0

  constructor(
    readonly clients: number,
    readonly width: number,
  ) {
    this.bytes = Buffer.alloc(clients * width)
    this.until = new Float64Array(clients)
    this.#hashes = new Uint32Array(clients)
    this.#table = new Uint32Array(1024)
  }

  /** Whether the client's bytes, held or only offered, are those at bytes[at]. */
  same(client: number, bytes: Uint8Array, at: number): boolean {
    const { width } = this
    const own = client * width
    for (let i = 0; i < width; i++) if (this.bytes[own + i] !== bytes[at + i]) return false
    return true
  }

  /** Remember what a client is offered: it does not hold it. */
  offer(client: number, bytes: Uint8Array, at: number): void {
    const own = client * this.width
    for (let i = 0; i < this.width; i++) this.bytes[own + i] = bytes[at + i]!
    this.until[client] = 0
  }

  /** The client holds bytes[at, at + width) until then. Returns who else holds it now, -1 for nobody. */
  take(client: number, bytes: Uint8Array, at: number, now: number, until: number): number {
    if (this.#used * 2 >= this.#table.length) this.#rebuild(now)
    const hash = hashOf(bytes, at, this.width)
    const own = client * this.width
    for (let i = 0; i < this.width; i++) this.bytes[own + i] = bytes[at + i]!
    this.#hashes[client] = hash
    this.until[client] = until
    return this.#enter(client, hash, now)
  }

  drop(client: number): void {
    this.until[client] = 0
  }

  holds(client: number, now: number): boolean {
    return this.until[client]! > now
  }

  #enter(client: number, hash: number, now: number): number {
    const table = this.#table
    const mask = table.length - 1
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const entry = table[i]!
      if (entry === 0) {
        table[i] = client + 1
        this.#used++
        return -1
      }
      const other = entry - 1
      if (other === client && this.#hashes[client] === hash) return -1
      // an entry whose client has something else by now is left where it is, until the table is rebuilt
      if (this.#hashes[other] !== hash || !this.same(other, this.bytes, client * this.width)) continue
      table[i] = client + 1
      return this.until[other]! > now ? other : -1
    }
  }

  #rebuild(now: number): void {
    let held = 0
    for (let i = 0; i < this.clients; i++) if (this.until[i]! > now) held++
    this.#table = new Uint32Array(Math.max(1024, 2 ** Math.ceil(Math.log2(held * 4 + 1))))
    this.#used = 0
    for (let i = 0; i < this.clients; i++) if (this.until[i]! > now) this.#enter(i, this.#hashes[i]!, now)
  }
}

/** FNV-1a over the bytes. */
function hashOf(bytes: Uint8Array, at: number, width: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < width; i++) hash = Math.imul(hash ^ bytes[at + i]!, 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}
