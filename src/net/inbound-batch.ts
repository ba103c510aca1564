import type { Batch, Inbound, Link } from './link.js'

/**
 * A batch as columns: for each datagram the offsets of its parts in the arena. One Inbound object serves all; at(i)
 * points it at datagram i.
 */
export class InboundBatch implements Batch {
  count = 0
  readonly start: Int32Array
  readonly end: Int32Array
  readonly sourceAt: Int32Array
  readonly sourcePort: Int32Array
  readonly destinationAt: Int32Array
  readonly hardwareAt: Int32Array
  readonly hardwareLength: Int32Array
  readonly #view: View

  constructor(
    readonly arena: Buffer,
    readonly capacity: number,
  ) {
    const column = (): Int32Array => new Int32Array(capacity)
    this.start = column()
    this.end = column()
    this.sourceAt = column()
    this.sourcePort = column()
    this.destinationAt = column()
    this.hardwareAt = column()
    this.hardwareLength = column()
    this.#view = new View(arena)
  }

  /** Forget what was there; what comes now was heard by `link`. */
  begin(link: Link): void {
    this.count = 0
    this.#view.link = link
  }

  at(i: number): Inbound {
    const view = this.#view
    view.start = this.start[i]!
    view.end = this.end[i]!
    view.sourceAt = this.sourceAt[i]!
    view.sourcePort = this.sourcePort[i]!
    view.destinationAt = this.destinationAt[i]!
    view.hardwareAt = this.hardwareAt[i]!
    view.hardwareLength = this.hardwareLength[i]!
    return view
  }

  /** Append a datagram whose sender's hardware and whose destination are not known. */
  add(start: number, end: number, sourceAt: number, sourcePort: number): number {
    const i = this.count++
    this.start[i] = start
    this.end[i] = end
    this.sourceAt[i] = sourceAt
    this.sourcePort[i] = sourcePort
    this.destinationAt[i] = -1
    this.hardwareAt[i] = -1
    this.hardwareLength[i] = 0
    return i
  }
}

class View implements Inbound {
  link!: Link
  start = 0
  end = 0
  sourceAt = 0
  sourcePort = 0
  destinationAt = -1
  hardwareAt = -1
  hardwareLength = 0

  constructor(readonly arena: Buffer) {}
}
