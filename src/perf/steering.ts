import { attachReuseportFilter } from '../net/sockets.js'
import type { Sys } from '../net/sys.js'
import type { Plan } from './plan.js'

/**
 * Answers reach the thread that asked: all threads share address and port, and the kernel looks for the thread's number in
 * the lowest byte of the transaction id. Behind the relay header of DHCPv6 that has no fixed place, so there the lowest
 * byte of the peer address (RFC 8415 9), which the player fills, tells it.
 */
export function steer(sys: Sys, fd: number, plan: Plan): void {
  const at = plan.family === 4 ? 7 : plan.mode === 'direct' ? 3 : 33
  attachReuseportFilter(sys, fd, at, plan.threads)
}
