import type { HookLibrary } from '../config/decided-service.js'
import type { Exchange4 } from '../engine/v4/exchange4.js'
import type { Exchange6 } from '../engine/v6/exchange6.js'
import { bootp } from './bootp/feature.js'
import type { Feature, FeatureSite } from './feature.js'
import { flexId, flexId4, flexId6 } from './flex-id/feature.js'
import { flex4, flex6 } from './flex-option/dialect.js'
import { flexOption } from './flex-option/feature.js'

/** The features of DHCPv4. */
export const features4: readonly Feature<number, Exchange4>[] = [bootp, flexId(flexId4), flexOption(flex4)]

/** The features of DHCPv6. */
export const features6: readonly Feature<bigint, Exchange6>[] = [flexId(flexId6), flexOption(flex6)]

/** The features of each family, as far as their parameters are to be checked. */
export const featuresOf: Readonly<Record<FeatureSite['family'], readonly CheckedFeature[]>> = {
  v4: features4,
  v6: features6,
}

interface CheckedFeature {
  readonly library: string
  /** Undefined: the parameters are wrong, and `site.report` says how. */
  prepare(library: HookLibrary, site: FeatureSite): unknown
}

/** Libraries of commands, and of roles of those who send them: they are always there, entries change nothing. */
export const commandLibraries: ReadonlySet<string> = new Set([
  'libca_rbac.so',
  'libdhcp_class_cmds.so',
  'libdhcp_host_cmds.so',
  'libdhcp_lease_cmds.so',
  'libdhcp_rbac.so',
  'libdhcp_stat_cmds.so',
  'libdhcp_subnet_cmds.so',
])

/** File names of the libraries whose features are built in. */
export const builtInLibraries: ReadonlySet<string> = new Set([
  ...[...features4, ...features6].map(({ library }) => library),
  ...commandLibraries,
])

/** Libraries of Kea 2.2 to 3.x by file name, and what a server without them lacks. */
export const keaLibraries: ReadonlyMap<string, string> = new Map([
  ['libdhcp_bootp.so', 'BOOTP clients'],
  ['libdhcp_cb_cmds.so', 'the remote-... commands'],
  ['libdhcp_ddns_tuning.so', 'host names by expression'],
  ['libdhcp_flex_id.so', 'flexible identifiers'],
  ['libdhcp_flex_option.so', 'options by expression'],
  ['libdhcp_ha.so', 'high availability'],
  ['libdhcp_host_cache.so', 'the cache of reservations and its commands'],
  ['libdhcp_lease_query.so', 'lease queries'],
  ['libdhcp_legal_log.so', 'the forensic log'],
  ['libdhcp_limits.so', 'limits of leases and rates'],
  ['libdhcp_mysql.so', 'MySQL'],
  ['libdhcp_mysql_cb.so', 'configuration in MySQL'],
  ['libdhcp_perfmon.so', 'performance monitoring'],
  ['libdhcp_pgsql.so', 'PostgreSQL'],
  ['libdhcp_pgsql_cb.so', 'configuration in PostgreSQL'],
  ['libdhcp_ping_check.so', 'asking an address before it is offered'],
  ['libdhcp_radius.so', 'RADIUS'],
  ['libdhcp_run_script.so', 'scripts'],
  ['libdhcp_user_chk.so', "Kea's example of a library"],
])
