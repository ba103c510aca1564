import { MemoryIo } from './memory-io.js'

type File = { bytes: Buffer }

/**
 * A disk in memory whose power can be cut: what was not synced is gone. Of a file, the bytes of its last sync are left
 * and whatever `kept` says of the rest; of the names in the folder, those of its last sync and the first few changes
 * since: file systems with a journal keep the order of names.
 */
export class PowerCutIo extends MemoryIo {
  /** Syncs of files so far. */
  syncs = 0
  private readonly durable = new WeakMap<File, Buffer>()
  private names = new Map<string, File>()
  private readonly since: Map<string, File>[] = []

  /**
   * The disk after the power cut, for the next server. `kept` is asked for numbers from 0 to what it is told: how many
   * changes of names, and how many blocks that were not synced, were on the disk nevertheless.
   */
  cutPower(kept: (atMost: number) => number): MemoryIo {
    const left = new MemoryIo()
    const changes = kept(this.since.length)
    const names = changes === 0 ? this.names : this.since[changes - 1]!
    for (const [path, file] of names) left.files.set(path, { bytes: this.leftOf(file, kept) })
    return left
  }

  override open(path: string, mode: 'read' | 'update' | 'create'): number {
    const fd = super.open(path, mode)
    if (mode !== 'read') this.renamed()
    return fd
  }

  override sync(fd: number): void {
    super.sync(fd)
    this.syncs++
    const file = this.of(fd)
    this.durable.set(file, Buffer.from(file.bytes))
  }

  override syncFolder(path: string): void {
    super.syncFolder(path)
    this.names = new Map(this.files)
    this.since.length = 0
  }

  override rename(from: string, to: string): void {
    super.rename(from, to)
    this.renamed()
  }

  override remove(path: string): void {
    super.remove(path)
    this.renamed()
  }

  override writeText(path: string, text: string): void {
    super.writeText(path, text)
    this.renamed()
  }

  private renamed(): void {
    this.since.push(new Map(this.files))
  }

  private leftOf(file: File, kept: (atMost: number) => number): Buffer {
    const synced = this.durable.get(file) ?? Buffer.alloc(0)
    if (file.bytes.length <= synced.length) return synced
    return Buffer.concat([
      synced,
      file.bytes.subarray(synced.length, synced.length + kept(file.bytes.length - synced.length)),
    ])
  }
}
