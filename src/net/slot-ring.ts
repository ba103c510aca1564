import type { Out } from './link.js'

const HARDWARE = 16
const ADDRESS = 16

/**
 * Transmit slots in ordinary memory, for links that hand their answers on at flush(): plain, memory, fault and pcap
 * links. Unlike the kernel's ring nothing ever waits, so it grows with the batch and starts again after it.
 */
export class SlotRing {
  /** Posted ones first. */
  readonly #slots: Slot[] = []
  #posted = 0

  /** `room`: bytes of the longest answer. */
  constructor(readonly room = 1984) {}

  slot(): Out {
    const slot = (this.#slots[this.#posted] ??= new Slot(this.room))
    slot.clear()
    return slot
  }

  post(): void {
    this.#posted++
  }

  /**
   * Hand every posted answer that may leave to `send`, which copies what it keeps. How many did not leave. `send` may
   * bring about the next batch of the same link (a test's client answers at once): the slots in hand are taken out.
   */
  flush(durable: boolean, send: (out: Out) => void): number {
    const leaving = this.#slots.splice(0, this.#posted)
    this.#posted = 0
    let dropped = 0
    for (const slot of leaving) {
      if (slot.rests && !durable) dropped++
      else send(slot)
    }
    this.#slots.push(...leaving)
    return dropped
  }
}

class Slot implements Out {
  readonly arena: Buffer
  readonly hardwareAt = 0
  readonly addressAt = HARDWARE
  readonly start = HARDWARE + ADDRESS
  readonly limit: number
  end = this.start
  port = 0
  hardwareLength = 0
  rests = false

  constructor(room: number) {
    this.limit = this.start + room
    this.arena = Buffer.alloc(this.limit)
  }

  clear(): void {
    this.end = this.start
    this.port = 0
    this.hardwareLength = 0
    this.rests = false
  }
}
