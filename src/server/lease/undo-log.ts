/** What happened to a row; undone in the opposite order. */
export const Undo = { inserted: 0, updated: 1, removed: 2 } as const

/**
 * The rows that the open batch has changed, as they were: {slot, what happened, image of the row}. Grows to the size of
 * the biggest batch and stays there.
 */
export class UndoLog {
  private readonly stride: number
  private words: Uint32Array
  /** Entries. */
  length = 0

  constructor(stride: number) {
    this.stride = stride
    this.words = new Uint32Array((stride + 2) * 64)
  }

  push(what: number, slot: number, page: Uint32Array, row: number): void {
    const { stride } = this
    const at = this.length * (stride + 2)
    if (at + stride + 2 > this.words.length) {
      const bigger = new Uint32Array(this.words.length * 2)
      bigger.set(this.words)
      this.words = bigger
    }
    const { words } = this
    words[at] = what
    words[at + 1] = slot
    // What stood in a row before its lease did is nobody's: there is nothing to go back to
    if (what !== Undo.inserted) for (let i = 0; i < stride; i++) words[at + 2 + i] = page[row + i]!
    this.length++
  }

  what(entry: number): number {
    return this.words[entry * (this.stride + 2)]!
  }

  slot(entry: number): number {
    return this.words[entry * (this.stride + 2) + 1]!
  }

  /** One word of the row as it was. */
  word(entry: number, field: number): number {
    return this.words[entry * (this.stride + 2) + 2 + field]!
  }
}
