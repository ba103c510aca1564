/** A call that is played to Kea 2.2 and to Keats: what they answer has to be the same, letter by letter. */
export interface Call {
  readonly family: 4 | 6
  /** JSON as it is sent: places in replies depend on every blank. */
  readonly text: string
  /** Differences that are meant: parts of the reply that both are rid of first; the reason stands beside the call. */
  readonly except?: RegExp
}

const call = (family: 4 | 6, command: string, given?: unknown): Call => ({
  family,
  text: JSON.stringify(given === undefined ? { command } : { command, arguments: given }),
})

/** Calls that servers take without hook libraries. In this order: what one changes the next ones see. */
export const coreCalls: readonly Call[] = [
  call(4, 'server-tag-get'),
  call(4, 'config-backend-pull'),
  call(4, 'libreload'),
  call(4, 'config-hash-get'),
  call(4, 'no-such-command', { a: 1 }),
  call(4, 'config-write', { filename: 5 }),
  call(4, 'config-write', [1]),
  call(4, 'config-write', { filename: '/nonexistent-folder/sub/x.json' }),
  call(4, 'config-test'),
  call(4, 'config-test', {}),
  call(4, 'config-test', 5),
  call(4, 'config-test', { Dhcp4: 5 }),
  call(4, 'config-test', { Dhcp4: {} }),
  call(4, 'config-test', { Dhcp4: {}, foo: 1 }),
  call(4, 'config-test', { Dhcp4: {}, foo: 1, bar: 2 }),
  call(4, 'config-test', { Dhcp4: { foo: 1 } }),
  call(4, 'config-test', { Dhcp4: { subnet4: [{ subnet: '192.0.2.0/24', foo: 2 }] } }),
  call(4, 'config-test', {
    Dhcp4: { subnet4: [{ subnet: '192.0.2.0/24', pools: [{ pool: '10.0.0.1-10.0.0.2' }] }] },
  }),
  call(4, 'config-test', {
    Dhcp4: {
      subnet4: [
        { subnet: '192.0.2.0/24', id: 1 },
        { subnet: '192.0.3.0/24', id: 1 },
      ],
    },
  }),
  call(4, 'config-test', { Dhcp4: { 'option-data': [{ name: 'nope', data: '1' }] } }),
  call(4, 'config-test', { Dhcp4: { 'option-data': [{ name: 'routers', data: '1.2.3' }] } }),
  call(4, 'config-test', { Dhcp4: { 'client-classes': [{ name: 'a', test: 'option[1].hexx == 1' }] } }),
  call(4, 'config-test', { Dhcp4: { 'client-classes': [{ test: "member('x')" }] } }),
  call(4, 'config-test', { Dhcp4: { 'min-valid-lifetime': 5000, 'max-valid-lifetime': 1 } }),
  call(4, 'config-test', { Dhcp4: { 'hooks-libraries': [{ library: '/nope.so' }] } }),
  call(4, 'config-test', { Dhcp4: { 'shared-networks': [{ subnet4: [] }] } }),
  call(4, 'config-set', { Dhcp6: {} }),
  call(4, 'config-set', { Dhcp4: { foo: 1 } }),
  call(4, 'config-reload'),
  call(4, 'dhcp-disable', { 'max-period': 0 }),
  call(4, 'dhcp-disable', { 'max-period': 'a' }),
  call(4, 'dhcp-disable', { origin: 'foo' }),
  call(4, 'dhcp-disable', { origin: 4 }),
  call(4, 'dhcp-disable', 5),
  call(4, 'dhcp-disable', { 'max-period': 5, origin: 'ha-partner' }),
  call(4, 'dhcp-disable'),
  call(4, 'dhcp-enable', { origin: 'ha-partner' }),
  call(4, 'dhcp-enable'),
  call(4, 'leases-reclaim'),
  call(4, 'leases-reclaim', { remove: 1 }),
  call(4, 'leases-reclaim', 5),
  call(4, 'leases-reclaim', { remove: true }),
  call(4, 'statistic-get'),
  call(4, 'statistic-get', { name: 5 }),
  call(4, 'statistic-get', { name: 'nope' }),
  call(4, 'statistic-get', { name: 'subnet[1].total-addresses' }),
  call(4, 'statistic-get-all'),
  call(4, 'statistic-reset', { name: 'nope' }),
  call(4, 'statistic-reset', { name: 'pkt4-received' }),
  call(4, 'statistic-remove', { name: 'pkt4-ack-sent' }),
  call(4, 'statistic-sample-age-set', { name: 'pkt4-received', duration: 'a' }),
  call(4, 'statistic-sample-age-set', { name: 'pkt4-received', duration: 5 }),
  call(4, 'statistic-sample-count-set', { name: 'pkt4-received' }),
  call(4, 'statistic-sample-count-set', { name: 'pkt4-received', 'max-samples': 2.5 }),
  call(4, 'statistic-sample-count-set-all', { 'max-samples': 0 }),
  call(4, 'statistic-sample-count-set-all', { 'max-samples': 7 }),
  call(4, 'statistic-sample-age-set-all', { duration: 245 }),
  call(4, 'statistic-reset-all'),
  call(4, 'statistic-remove-all'),
  call(4, 'statistic-get-all'),
  // its numbers are those of each process
  { ...call(4, 'status-get'), except: /"(pid|reload|uptime)": \d+/g },
  call(6, 'config-test', { Dhcp4: {} }),
  call(6, 'config-test', { Dhcp6: { foo: 1 } }),
  call(6, 'dhcp-disable', { 'max-period': 5 }),
  call(6, 'dhcp-enable'),
  call(6, 'statistic-get', { name: 'subnet[1].total-pds' }),
  call(6, 'statistic-get-all'),
  call(6, 'server-tag-get'),
  call(4, 'shutdown', { 'exit-value': 'a' }),
  call(4, 'shutdown', 5),
]
