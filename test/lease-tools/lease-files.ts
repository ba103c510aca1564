import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { schema4, schema6 } from '../../src/lease-file/schema.js'
import { ProgressBar } from '../../src/lease-tools/progress.js'

/** Kea 2.2's headers. */
export const HEADER4 = schema4.columns.slice(0, 11).join(',')
export const HEADER6 = schema6.columns.slice(0, 17).join(',')

/** No terminal, no bar. */
export const progress = new ProgressBar({ write: () => {} }, () => 0)

/** A directory for the files of one test file. */
export class LeaseFiles {
  readonly directory = mkdtempSync(join(tmpdir(), 'keats-lease-tools-'))

  path(name: string): string {
    return join(this.directory, name)
  }

  /** Make a file of lines, each with its line feed; its path. */
  write(name: string, ...lines: readonly string[]): string {
    const path = this.path(name)
    writeFileSync(path, lines.map(line => `${line}\n`).join(''), 'latin1')
    return path
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }
}
