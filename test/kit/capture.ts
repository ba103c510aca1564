import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Lab, Namespace } from './namespace.js'
import { pause, type Running } from './running.js'

/** A packet capture of one interface, taken while a test runs. */
export class Capture {
  readonly path: string
  readonly #running: Running
  #stopped = false

  private constructor(path: string, running: Running) {
    this.path = path
    this.#running = running
  }

  /** Starts to capture DHCP of both families (and ARP); resolves when packets are seen. */
  static async start(lab: Lab, namespace: Namespace, device: string): Promise<Capture> {
    const path = join(lab.directory, `${namespace.name}-${device}.pcap`)
    const filter = 'udp port 67 or udp port 68 or arp or udp port 546 or udp port 547'
    const running = namespace.spawn(['tshark', '-q', '-i', device, '-F', 'pcap', '-w', path, '-f', filter])
    await running.line(/Capture started|Capturing on/)
    // tshark says so when the capture process was told to start, not when its socket is open
    await running.line('Capture started', 1000).catch(() => pause(300))
    return new Capture(path, running)
  }

  /** Ends the capture and checks it with assertNoMalformed(). Idempotent. */
  async stop(): Promise<void> {
    if (this.#stopped) return
    this.#stopped = true
    // What is under way in the kernel's ring is written at the next wake-up
    await pause(300)
    this.#running.signal('SIGINT')
    await this.#running.ended()
    assertNoMalformed(this.path)
  }
}

/** Throws when the decoder of another project finds anything malformed in a capture, with the packets it means. */
export function assertNoMalformed(pcap: string): void {
  // 0x00800000 is the severity "error": bad lengths and the like. Checksums, which offloading leaves empty, are not checked
  const filter = '_ws.malformed or _ws.short or dhcp.end_option_missing or _ws.expert.severity == 0x00800000'
  const found = tshark(pcap, ['-Y', filter, '-T', 'fields', '-e', 'frame.number', '-e', '_ws.col.Info'])
  if (found !== '') throw new Error(`malformed packets in ${pcap}:\n${found}`)
}

/** One row a packet with the values of these fields (tshark's names), '' where it has none. */
export function readFields(pcap: string, fields: readonly string[], filter = 'dhcp'): string[][] {
  const asked = fields.flatMap(field => ['-e', field])
  const text = tshark(pcap, ['-Y', filter, '-T', 'fields', '-E', 'separator=/t', ...asked])
  return text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map(line => line.split('\t'))
}

function tshark(pcap: string, argv: readonly string[]): string {
  const done = spawnSync('tshark', ['-n', '-r', pcap, ...argv], { encoding: 'utf8', maxBuffer: 256 << 20 })
  if (done.status !== 0) throw new Error(`tshark ${argv.join(' ')}: ${done.stderr}`)
  return done.stdout
}
