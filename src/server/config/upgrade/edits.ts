/** Text that takes the place of [start, end) of a file; an insertion where both are equal. */
interface Edit {
  readonly file: string
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Changes of texts, gathered first and made all at once, so that offsets stay true. */
export class Edits {
  private readonly edits: Edit[] = []

  replace(file: string, start: number, end: number, text: string): void {
    const again = this.edits.some(e => e.file === file && e.start === start && e.end === end && e.text === text)
    if (!again) this.edits.push({ file, start, end, text })
  }

  insert(file: string, at: number, text: string): void {
    this.replace(file, at, at, text)
  }

  /** Takes [start, end) out, and with it the line when nothing else stands there. */
  remove(file: string, start: number, end: number, source: string): void {
    const lineStart = source.lastIndexOf('\n', start - 1) + 1
    const lineEnd = source.indexOf('\n', end)
    const alone =
      source.slice(lineStart, start).trim() === '' && source.slice(end, lineEnd < 0 ? undefined : lineEnd).trim() === ''
    if (alone && lineEnd >= 0) this.replace(file, lineStart, lineEnd + 1, '')
    else {
      let stop = end
      while (source[stop] === ' ') stop++
      this.replace(file, start, stop, '')
    }
  }

  /** Names of the files that change. */
  get files(): ReadonlySet<string> {
    return new Set(this.edits.map(({ file }) => file))
  }

  apply(file: string, source: string): string {
    // stable: of several insertions at one place the first stays the first
    const own = this.edits.filter(edit => edit.file === file).sort((a, b) => a.start - b.start || a.end - b.end)
    let text = ''
    let at = 0
    for (const edit of own) {
      text += source.slice(at, Math.max(at, edit.start)) + edit.text
      at = Math.max(at, edit.end)
    }
    return text + source.slice(at)
  }
}
