import type { Wanted6 } from '../kit/client6.js'

export const pool = (range: string): { pools: { pool: string }[] } => ({ pools: [{ pool: range }] })

/** The cable's own subnet. */
export const direct = {
  id: 1,
  subnet: '2001:db8:1::/64',
  interface: 'eth0',
  ...pool('2001:db8:1::100 - 2001:db8:1::1ff'),
}

export const behindRelay = { id: 2, subnet: '2001:db8:2::/64', ...pool('2001:db8:2::100 - 2001:db8:2::1ff') }

/** 16 prefixes of 56 bits. */
export const prefixes = { 'pd-pools': [{ prefix: '2001:db8:8000::', 'prefix-len': 52, 'delegated-len': 56 }] }

export const relay = { address: '2001:db8:ffff::2', link: '2001:db8:2::1' }

export const na = (iaid: number, ...hints: string[]): Wanted6 => ({ code: 3, iaid, hints })
export const ta = (iaid: number, ...hints: string[]): Wanted6 => ({ code: 4, iaid, hints })
export const pd = (iaid: number, ...hints: string[]): Wanted6 => ({ code: 25, iaid, hints })

export const dns = { 'option-data': [{ name: 'dns-servers', data: '2001:db8::53, 2001:db8::54' }] }
