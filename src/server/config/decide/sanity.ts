import type { SanityChecksConfig } from '../decided-service.js'
import { choiceIn, mapIn } from '../read.js'
import type { MapTree } from '../tree.js'

export function decideSanityChecks(map: MapTree): SanityChecksConfig {
  const written = mapIn(map, 'sanity-checks')
  return {
    leases: (written && choiceIn(written, 'lease-checks', ['none', 'warn', 'fix', 'fix-del', 'del'])) ?? 'warn',
    extendedInfo:
      (written && choiceIn(written, 'extended-info-checks', ['none', 'fix', 'strict', 'pedantic'])) ?? 'fix',
  }
}
