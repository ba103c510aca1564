import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Whether this machine has what a test needs; else one line says what is missing, so that a left-out test is seen.
 * Needs are 'root', 'netns' (network namespaces can be made), 'vlan' (the kernel has VLAN devices), 'pseudo-terminal'
 * (tmux can make one) and names of programs in PATH.
 *
 *   describe.runIf(needs('root', 'netns', 'ip'))('packet link', ...)
 */
export function needs(...what: readonly string[]): boolean {
  const missing = what.filter(one => !has(one))
  if (missing.length === 0) return true
  process.stderr.write(`left out, this machine lacks: ${missing.join(', ')}\n`)
  return false
}

function has(one: string): boolean {
  if (one === 'root') return process.getuid?.() === 0
  if (one === 'netns') return spawnSync('unshare', ['--net', 'true'], { stdio: 'ignore' }).status === 0
  if (one === 'vlan') {
    const script = 'ip link add base0 type veth && ip link add link base0 name base0.5 type vlan id 5'
    return spawnSync('unshare', ['--net', 'sh', '-c', script], { stdio: 'ignore' }).status === 0
  }
  if (one === 'pseudo-terminal') {
    const socket = `keats-gate-${process.pid}`
    return (
      spawnSync('tmux', ['-L', socket, '-f', '/dev/null', 'new-session', '-d', 'true'], { stdio: 'ignore' }).status ===
      0
    )
  }
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].some(folder => {
    try {
      accessSync(join(folder, one), constants.X_OK)
      return folder !== ''
    } catch {
      return false
    }
  })
}
