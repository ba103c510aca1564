import { ipv4 } from '../address.js'
import { OptionDataError } from './field-type.js'
import type { InternalType } from './internal-types.js'

/** Routes of option 121 (RFC 3442): text "10.0.0.0/8 - 192.0.2.1, 0.0.0.0/0 - 192.0.2.254". */
export const classlessRoutes: InternalType = {
  parse(text) {
    const bytes: number[] = []
    for (const route of text.split(',')) {
      const words = route.split(' - ').map(word => word.trim())
      const [destination, gateway] = words
      if (words.length !== 2 || destination === undefined || gateway === undefined)
        throw new OptionDataError(`route '${route.trim()}' is not of the form '<prefix>/<length> - <router address>'`)
      const slash = destination.indexOf('/')
      const network = ipv4.parse(destination.slice(0, slash))
      const length = destination.slice(slash + 1)
      if (slash < 0 || network === undefined || !/^\d{1,2}$/.test(length) || Number(length) > 32)
        throw new OptionDataError(`'${destination}' is not an IPv4 prefix`)
      const bits = Number(length)
      // RFC 3442: bits of the subnet number beyond the mask must be zero, or the client ignores the route
      if (ipv4.network(network, bits) !== network)
        throw new OptionDataError(`'${destination}' has bits set beyond its length`)
      const router = ipv4.parse(gateway)
      if (router === undefined)
        throw new OptionDataError(`Failed to convert string to address '${gateway}': Invalid argument`)
      bytes.push(bits, ...octets(network).slice(0, significant(bits)), ...octets(router))
    }
    return Uint8Array.from(bytes)
  },
  format(bytes, start, end) {
    const routes: string[] = []
    let at = start
    while (at < end) {
      const bits = bytes[at]!
      const router = at + 1 + significant(bits)
      if (bits > 32 || router + 4 > end) return undefined
      const network = new Uint8Array(4)
      network.set(bytes.subarray(at + 1, router))
      routes.push(`${ipv4.format(ipv4.read(network, 0))}/${bits} - ${ipv4.format(ipv4.read(bytes, router))}`)
      at = router + 4
    }
    return routes.join(', ')
  },
}

/** RFC 3442: a destination descriptor holds only the significant octets of the subnet number. */
function significant(bits: number): number {
  return (bits + 7) >> 3
}

function octets(address: number): number[] {
  return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255]
}
