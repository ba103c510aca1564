import { readFileSync } from 'node:fs'

/** Interfaces that carry a default route, as the kernel lists them. Empty where it does not. */
export function defaultRouteInterfaces(read: (path: string) => string = path => readFileSync(path, 'utf8')): string[] {
  const rows = (path: string): string[][] => {
    try {
      return read(path)
        .split('\n')
        .map(line => line.trim().split(/\s+/))
    } catch {
      return []
    }
  }
  // /proc/net/route: interface, destination, ...; /proc/net/ipv6_route: destination, its length, ..., interface
  const four = rows('/proc/net/route').filter(row => row[1] === '00000000' && row[7] === '00000000')
  const six = rows('/proc/net/ipv6_route').filter(row => row[1] === '00' && /^0{32}$/.test(row[0]!) && row[9] !== 'lo')
  return [...new Set([...four.map(row => row[0]!), ...six.map(row => row[9]!)])]
}
