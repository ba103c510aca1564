const PAGE = 1 << 22

/** Rows of text by key; only the last row of a key is kept. They stand in pages, so that millions cost little more than their bytes. */
export class LastRows {
  private readonly pages: Buffer[] = []
  private used = PAGE
  /** Where the last row of each key stands; -1: it was removed. */
  private readonly places = new Map<number | string, number>()
  private readonly lengths = new Map<number, number>()
  private readonly marks = new Set<number | string>()

  /** Keys that were ever named. */
  get addresses(): number {
    return this.places.size
  }

  /** Rows that are there. */
  get count(): number {
    return this.lengths.size
  }

  /** Rows that were put with a mark. */
  get marked(): number {
    return this.marks.size
  }

  /** `write` puts the row at out[at ...] and returns the offset after it; it takes no more than `bound` bytes. */
  put(key: number | string, bound: number, write: (out: Buffer, at: number) => number, mark: boolean): void {
    this.remove(key)
    if (this.used + bound > PAGE) {
      this.pages.push(Buffer.allocUnsafeSlow(Math.max(PAGE, bound)))
      this.used = 0
    }
    const page = this.pages.length - 1
    const end = write(this.pages[page]!, this.used)
    const place = page * PAGE + this.used
    this.places.set(key, place)
    this.lengths.set(place, end - this.used)
    if (mark) this.marks.add(key)
    this.used = end
  }

  remove(key: number | string): void {
    const place = this.places.get(key)
    if (place !== undefined && place >= 0) this.lengths.delete(place)
    this.marks.delete(key)
    this.places.set(key, -1)
  }

  /** All rows in the order in which they were put; returns how many. */
  writeTo(sink: (bytes: Uint8Array) => void): number {
    const out = Buffer.allocUnsafeSlow(PAGE)
    let filled = 0
    let count = 0
    for (const [place, length] of this.lengths) {
      const page = this.pages[Math.floor(place / PAGE)]!
      if (filled + length > PAGE) {
        sink(out.subarray(0, filled))
        filled = 0
      }
      const at = place % PAGE
      page.copy(out, filled, at, at + length)
      filled += length
      count++
    }
    if (filled > 0) sink(out.subarray(0, filled))
    return count
  }
}
