/** What must stand behind a keyword: `flag` is true, false, on, off; `any` is not looked at. */
export type Shape =
  | 'none'
  | 'number'
  | 'flag'
  | 'text'
  | 'address'
  | 'addresses'
  | 'one'
  | 'two'
  | 'range'
  | 'range6'
  | 'any'

function shaped(shape: Shape, names: string): [string, Shape][] {
  return names.split(/\s+/).map(name => [name, shape])
}

/** The parameters of dhcpd.conf (dhcpd.conf(5) of ISC DHCP 4.4), and what stands behind each. */
export const PARAMETERS: ReadonlyMap<string, Shape> = new Map([
  ...shaped('none', 'authoritative dynamic deleted'),
  ...shaped(
    'number',
    `default-lease-time max-lease-time min-lease-time min-secs preferred-lifetime adaptive-lease-time-threshold ping-timeout
    ping-timeout-ms max-lease-misbalance delayed-ack max-ack-delay dhcp-cache-threshold omapi-port local-port remote-port
    dynamic-bootp-lease-length lease-limit max-lease-ownership ddns-ttl log-threshold-high log-threshold-low
    ldap-port prefix-length`,
  ),
  ...shaped(
    'flag',
    `always-broadcast always-reply-rfc1048 boot-unknown-clients client-updates ddns-updates ddns-use-host-decl-name
    do-forward-updates do-reverse-updates fix-addresses get-lease-hostnames infinite-is-reserved one-lease-per-client ping-check
    ping-cltt-secs stash-agent-options update-optimization update-static-leases use-host-decl-names
    use-lease-addr-for-default-route update-conflict-detection ddns-other-guard-is-dynamic ddns-guard-id-must-match
    ddns-dual-stack-mixed-mode use-eui-64 dont-use-fsync server-id-check ignore-client-uids echo-client-id
    allow-booting allow-bootp declines duplicates bind-local-address6 persist-eui-64-leases release-on-roam`,
  ),
  ...shaped(
    'text',
    `filename server-name ddns-domainname ddns-hostname ddns-rev-domainname lease-file-name pid-file-name
    dhcpv6-lease-file-name dhcpv6-pid-file-name ldap-server ldap-username ldap-password ldap-base-dn`,
  ),
  ...shaped('address', 'next-server server-identifier local-address local-address6 qualifying-suffix'),
  ...shaped('addresses', 'fixed-address fixed-address6'),
  ...shaped(
    'one',
    `log-facility ddns-update-style vendor-option-space site-option-space db-time-format lease-id-format prefix-length-mode
    authoring-byte-order omapi-key fixed-prefix6 interface limit-addrs-per-ia limit-prefs-per-ia ldap-method
    ldap-debug-file ldap-dhcp-server-cn dhcpd-key`,
  ),
  ...shaped('two', 'hardware'),
  ...shaped('range', 'range'),
  ...shaped('range6', 'range6 prefix6'),
  ...shaped(
    'any',
    `host-identifier server-duid dynamic-bootp-lease-cutoff uid client-identifier dhcp-client-identifier user-class-data
    vendor-class-data`,
  ),
])

/** Keywords that begin other statements. */
export const STATEMENTS: readonly string[] =
  `subnet subnet6 shared-network group pool pool6 host class subclass failover key
zone option supersede default append prepend send allow deny ignore include if elsif else switch match spawn lease on set unset
define log execute eval return break not add parse-vendor-option`.split(/\s+/)
