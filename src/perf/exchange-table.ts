/** Places that are passed over at a time: more than a few wait only when all do. */
const MOST_PASSED = 1024

/** What became of a message that was sent. */
export const State = { free: 0, waiting: 1, lost: 2, answered: 3 } as const
/** Why a message is lost, as far as is known when its time is over. */
export const Cause = { never: 0, malformed: 1, rejected: 2, late: 3 } as const
export const causeNames = ['never', 'malformed', 'rejected', 'late'] as const

/** Ids of DHCPv6 have 24 bits; those of DHCPv4 are kept to as many. */
const IDS = 0x1000000

/**
 * Messages that wait for an answer, in columns. Transaction ids count up in steps of the number of threads, each beginning
 * with its own, so that the lowest bits of an id say whose it is. An entry is remembered after its end, until its place is
 * needed again: so a late answer is told from one that nobody asked for.
 */
export class ExchangeTable {
  readonly client: Uint32Array
  readonly kind: Uint8Array
  readonly state: Uint8Array
  readonly cause: Uint8Array
  /** Milliseconds: when it should have been sent, when it was, and when its exchange should have begun. */
  readonly intended: Float64Array
  readonly sent: Float64Array
  readonly begun: Float64Array
  readonly #xids: Uint32Array
  readonly #mask: number
  readonly #queues: readonly [Fifo, Fifo]
  #next = 0
  waiting = 0

  /** `room`: messages that may wait at once; `thread` of `threads` (a power of two). */
  constructor(
    room: number,
    readonly thread = 0,
    readonly threads = 1,
  ) {
    const capacity = Math.min(2 ** Math.ceil(Math.log2(Math.max(room, 1024))), IDS / threads)
    this.#mask = capacity - 1
    this.client = new Uint32Array(capacity)
    this.kind = new Uint8Array(capacity)
    this.state = new Uint8Array(capacity)
    this.cause = new Uint8Array(capacity)
    this.intended = new Float64Array(capacity)
    this.sent = new Float64Array(capacity)
    this.begun = new Float64Array(capacity)
    this.#xids = new Uint32Array(capacity)
    this.#queues = [new Fifo(capacity), new Fifo(capacity)]
  }

  /**
   * Make sure that the place open() takes next is free; those whose message still waits are passed over. False: there are
   * none but such for a long way.
   */
  makeRoom(): boolean {
    for (let tries = 0; tries < MOST_PASSED; tries++) {
      if (this.state[this.#next & this.#mask] !== State.waiting) return true
      this.#next = (this.#next + 1) % (IDS / this.threads)
    }
    return false
  }

  /** Note a message. Returns its transaction id. */
  open(kind: number, client: number, intended: number, begun: number, now: number): number {
    const place = this.#next & this.#mask
    const xid = (this.#next * this.threads + this.thread) % IDS
    this.#next = (this.#next + 1) % (IDS / this.threads)
    if (this.state[place] === State.waiting) this.waiting--
    this.client[place] = client
    this.kind[place] = kind
    this.state[place] = State.waiting
    this.cause[place] = Cause.never
    this.intended[place] = intended
    this.sent[place] = now
    this.begun[place] = begun
    this.#xids[place] = xid
    this.#queues[kind === 0 ? 0 : 1].push(place)
    this.waiting++
    return xid
  }

  /** The place of a transaction id; -1: nobody asked so, or it is long ago. */
  find(xid: number): number {
    if (xid >= IDS || xid % this.threads !== this.thread) return -1
    const place = Math.floor(xid / this.threads) & this.#mask
    return this.state[place] !== State.free && this.#xids[place] === xid ? place : -1
  }

  close(place: number, state: number): void {
    if (this.state[place] === State.waiting) this.waiting--
    this.state[place] = state
  }

  /**
   * The next message sent before `before` that still waits: its place. -1: there is none. `group`: 0 for first messages, 1
   * for all others, which may have another time to wait.
   */
  overdue(group: 0 | 1, before: number): number {
    const queue = this.#queues[group]
    for (;;) {
      const place = queue.peek()
      if (place < 0) return -1
      if (this.state[place] === State.waiting && this.sent[place]! >= before) return -1
      queue.shift()
      if (this.state[place] === State.waiting) return place
    }
  }

  /** When the oldest waiting message of a group was sent; Infinity: there is none. */
  oldest(group: 0 | 1): number {
    const queue = this.#queues[group]
    for (;;) {
      const place = queue.peek()
      if (place < 0) return Number.POSITIVE_INFINITY
      if (this.state[place] === State.waiting) return this.sent[place]!
      queue.shift()
    }
  }
}

/** Numbers in the order they came; a full one forgets the oldest. */
class Fifo {
  readonly #values: Uint32Array
  #head = 0
  #tail = 0

  constructor(capacity: number) {
    this.#values = new Uint32Array(capacity * 2)
  }

  push(value: number): void {
    const { length } = this.#values
    this.#values[this.#tail % length] = value
    this.#tail++
    if (this.#tail - this.#head > length) this.#head++
  }

  peek(): number {
    return this.#head === this.#tail ? -1 : this.#values[this.#head % this.#values.length]!
  }

  shift(): void {
    this.#head++
  }
}
