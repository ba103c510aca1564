// What kea-dhcp4 and kea-dhcp6 2.2.0 replied, result 1 each, to calls that can only be wrong.
export const errors4: readonly (readonly [call: string, text: string])[] = [
  ['lease4-get-all {}', "'subnets' parameter not specified"],
  ['lease4-get-all []', 'get(string) called on a non-map Element in (<wire>:0:41)'],
  ['lease4-get-all {"subnets":5}', "'subnets' parameter must be a list"],
  ['lease4-get-all {"subnets":[1,"x"]}', 'listed subnet identifiers must be numbers'],
  ['lease4-add', 'no parameters specified for the command'],
  ['lease4-add []', 'get(string) called on a non-map Element in (<wire>:0:37)'],
  ['lease4-add null', 'get(string) called on a non-map Element in (<wire>:0:36)'],
  ['lease4-add {}', "missing parameter 'ip-address' (<wire>:0:37)"],
  ['lease4-add {"ip-address":"192.0.2.10"}', "missing parameter 'hw-address' (<wire>:0:37)"],
  [
    'lease4-add {"ip-address":"10.0.2.202","hw-address":"1a:1b:1c:1d:1e:1f"}',
    'subnet-id not specified and failed to find a subnet for address 10.0.2.202',
  ],
  [
    'lease4-add {"ip-address":"192.0.3.2","hw-address":"1a:1b:1c:1d:1e:1f","subnet-id":1}',
    'The address 192.0.3.2 does not belong to subnet 192.0.2.0/24, subnet-id=1',
  ],
  [
    'lease4-add {"ip-address":"192.0.3.2","hw-address":"1a:1b:1c:1d:1e:1f","subnet-id":7}',
    'Invalid subnet-id: No IPv4 subnet with subnet-id=7 currently configured.',
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","subnet-id":"1"}',
    "invalid type specified for parameter 'subnet-id' (<wire>:0:108)",
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","subnet-id":-1}',
    "out of range value (-1) specified for parameter 'subnet-id' (<wire>:0:108)",
  ],
  [
    'lease4-add {"ip-address":"2001:db8::1","hw-address":"1a:1b:1c:1d:1e:1f"}',
    'Non-IPv4 address specified: 2001:db8::1',
  ],
  [
    'lease4-add {"ip-address":"bogus","hw-address":"1a:1b:1c:1d:1e:1f"}',
    "Failed to convert 'bogus' to address: Failed to convert string to address 'bogus': Invalid argument(<wire>:0:50)",
  ],
  [
    'lease4-add {"ip-address":5,"hw-address":"1a:1b:1c:1d:1e:1f"}',
    "invalid type specified for parameter 'ip-address' (<wire>:0:50)",
  ],
  ['lease4-add {"ip-address":"192.0.2.12","hw-address":"bogus"}', "invalid format of the decoded string 'bogus'"],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"zz"}',
    "'z' is not a valid hexadecimal digit in decoded string 'zz'",
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1::3"}',
    "two consecutive separators (':') specified in a decoded string '1::3'",
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":""}',
    'Lease4: 192.0.2.12, state: default has neither hardware address or client id',
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","client-id":"zz"}',
    "'zz' is not a valid string of hexadecimal digits",
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","client-id":""}',
    'Empty DUIDs are not allowed',
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","client-id":"01"}',
    'client-id is too short (1), at least 2 is required',
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","fqdn-fwd":true}',
    'No hostname specified and either forward or reverse fqdn was set to true.',
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","valid-lft":4294967296}',
    "out of range value (4294967296) specified for parameter 'valid-lft' (<wire>:0:108)",
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","expire":0}',
    'expiration time must be positive for address 192.0.2.12',
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","expire":100}',
    'expiration time must be greater than valid lifetime for address 192.0.2.12',
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","state":3}',
    'Invalid state value: 3, supported values are: 0 (default), 1 (declined) and 2 (expired-reclaimed)',
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","state":256}',
    "out of range value (256) specified for parameter 'state' (<wire>:0:104)",
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","user-context":"x"}',
    `Invalid user context '"x"' is not a JSON map.`,
  ],
  [
    'lease4-add {"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f","user-context":{"comment":"y"},"comment":"x"}',
    `Duplicated comment entry '"x"' in user context '{ "comment": "y" }'`,
  ],
  ['lease4-get', 'Parameters missing or are not a map.'],
  ['lease4-get {}', "Mandatory 'subnet-id' parameter missing."],
  ['lease4-get {"ip-address":"2001:db8::1"}', 'Invalid IPv4 address specified: 2001:db8::1'],
  ['lease4-get {"ip-address":"bogus"}', "Failed to convert string to address 'bogus': Invalid argument"],
  ['lease4-get {"ip-address":5}', "'ip-address' is not a string."],
  ['lease4-get {"subnet-id":1}', "No 'ip-address' provided and 'identifier-type' is either missing or not a string."],
  [
    'lease4-get {"identifier-type":"hw-address","subnet-id":1}',
    "No 'ip-address' provided and 'identifier' is either missing or not a string.",
  ],
  [
    'lease4-get {"identifier-type":"duid","identifier":"01:02:03","subnet-id":1}',
    'Query by duid is not allowed in v4.',
  ],
  [
    'lease4-get {"identifier-type":"flex-id","identifier":"01:02:03","subnet-id":1}',
    'Incorrect identifier type: flex-id, the only supported values are: address, hw-address, duid',
  ],
  ['lease4-get-page', 'no parameters specified for the lease4-get-page command'],
  ['lease4-get-page {"from":"start"}', "'limit' parameter not specified"],
  ['lease4-get-page {"from":"::","limit":1}', "'from' parameter value :: is not an IPv4 address"],
  [
    'lease4-get-page {"from":"bogus","limit":1}',
    "'from' parameter value is neither 'start' keyword nor a valid IPv4 address",
  ],
  ['lease4-get-page {"from":"start","limit":0}', 'page size of retrieved leases must not be 0'],
  [
    'lease4-get-page {"from":"start","limit":4294967296}',
    'page size of retrieved leases must not be greater than 4294967295',
  ],
  ['lease4-get-by-hw-address', 'Command arguments missing or a not a map.'],
  ['lease4-get-by-hw-address {}', "'hw-address' parameter not specified"],
  ['lease4-get-by-client-id {"client-id":5}', "'client-id' parameter must be a string"],
  ['lease4-get-by-hostname {"hostname":""}', "'hostname' parameter is empty"],
  ['lease4-update', 'no parameters specified for lease4-update command'],
  ['lease4-update {"ip-address":"192.0.2.10"}', "missing parameter 'hw-address' (<wire>:0:40)"],
  [
    'lease4-update {"ip-address":"192.0.2.16","hw-address":"1a:1b:1c:1d:1e:1f","force-create":"x"}',
    "invalid type specified for parameter 'force-create' (<wire>:0:114)",
  ],
  [
    'lease4-update {"ip-address":"192.0.2.16","hw-address":"1a:1b:1c:1d:1e:1f","subnet-id":2}',
    'The address 192.0.2.16 does not belong to subnet 192.0.3.0/24, subnet-id=2',
  ],
  ['lease4-resend-ddns {}', "'ip-address' parameter is missing."],
  ['lease4-resend-ddns {"ip-address":"192.0.2.10"}', 'DDNS updating is not enabled'],
  ['lease4-resend-ddns {"ip-address":"bogus"}', "'bogus' is not a valid IP address."],
  ['stat-lease4-get []', "'arguments' parameter is not a map"],
  ['stat-lease4-get {"subnet-id":0}', "'subnet-id' parameter must be > 0"],
  ['stat-lease4-get {"subnet-id":"x"}', "'subnet-id' parameter is not integer"],
  ['stat-lease4-get {"subnet-range":5}', 'subnet-range parameter is not a map'],
  ['stat-lease4-get {"subnet-range":{"first-subnet-id":1}}', "'last-subnet-id' parameter missing or not an integer"],
  [
    'stat-lease4-get {"subnet-range":{"first-subnet-id":2,"last-subnet-id":1}}',
    "'last-subnet-id' must be greater than 'first-subnet-id'",
  ],
  [
    'stat-lease4-get {"subnet-range":{"first-subnet-id":2,"last-subnet-id":2}}',
    'LeaseStatsQuery: last_subnet_id_must be > first_subnet_id_',
  ],
  [
    'stat-lease4-get {"subnet-id":1,"subnet-range":{"first-subnet-id":2,"last-subnet-id":1}}',
    'cannot specify both subnet-id and subnet-range',
  ],
  ['lease4-del', 'Parameters missing or are not a map.'],
  ['lease4-del {}', "Mandatory 'subnet-id' parameter missing."],
  ['lease4-del {"ip-address":"192.0.2.10","update-ddns":"x"}', "'update-ddns' is not a boolean"],
  [
    'lease4-del {"identifier-type":"duid","identifier":"01:02:04","subnet-id":1}',
    'Delete by duid is not allowed in v4.',
  ],
  ['lease4-wipe []', 'contains(string) called on a non-map Element in (<wire>:0:38)'],
  ['lease4-wipe {"subnet-id":"1"}', "invalid type specified for parameter 'subnet-id' (<wire>:0:50)"],
]

export const errors6: readonly (readonly [call: string, text: string])[] = [
  ['lease6-add', 'no parameters specified for the command'],
  ['lease6-add []', 'get(string) called on a non-map Element in (<wire>:0:37)'],
  ['lease6-add {}', "missing parameter 'ip-address' (<wire>:0:37)"],
  ['lease6-add {"ip-address":"2001:db8:1::10"}', "missing parameter 'duid' (<wire>:0:37)"],
  ['lease6-add {"ip-address":"2001:db8:1::10","duid":"01:02:03"}', "missing parameter 'iaid' (<wire>:0:37)"],
  [
    'lease6-add {"ip-address":"2001:db8:99::4","duid":"01:02:03","iaid":1}',
    'subnet-id not specified and failed to find a subnet for address 2001:db8:99::4',
  ],
  [
    'lease6-add {"ip-address":"2001:db8:2::5","duid":"01:02:03","iaid":1,"subnet-id":1}',
    'The address 2001:db8:2::5 does not belong to subnet 2001:db8:1::/64, subnet-id=1',
  ],
  [
    'lease6-add {"ip-address":"2001:db8:2::5","duid":"01:02:03","iaid":1,"subnet-id":7}',
    'Invalid subnet-id: No IPv6 subnet with subnet-id=7 currently configured.',
  ],
  ['lease6-add {"ip-address":"192.0.2.1","duid":"01:02:03","iaid":1}', 'Non-IPv6 address specified: 192.0.2.1'],
  [
    'lease6-add {"ip-address":"bogus","duid":"01:02:03","iaid":1}',
    "Failed to convert 'bogus' to address: Failed to convert string to address 'bogus': Invalid argument(<wire>:0:50)",
  ],
  [
    'lease6-add {"ip-address":"2001:db8:1::11","duid":"zz","iaid":1}',
    "'zz' is not a valid string of hexadecimal digits",
  ],
  ['lease6-add {"ip-address":"2001:db8:1::11","duid":"","iaid":1}', 'Empty DUIDs are not allowed'],
  [
    'lease6-add {"ip-address":"2001:db8:1::11","duid":"01:02:03","iaid":-1}',
    "out of range value (-1) specified for parameter 'iaid' (<wire>:0:92)",
  ],
  [
    'lease6-add {"ip-address":"2001:db8:1::11","duid":"01:02:03","iaid":"x"}',
    "invalid type specified for parameter 'iaid' (<wire>:0:92)",
  ],
  [
    'lease6-add {"ip-address":"2001:db8:1::11","duid":"01:02:03","iaid":1,"type":"bogus"}',
    'Incorrect lease type: bogus, the only supported values are: na, ta and pd',
  ],
  [
    'lease6-add {"ip-address":"2001:db8:1::11","duid":"01:02:03","iaid":1,"type":5}',
    "invalid type specified for parameter 'type' (<wire>:0:101)",
  ],
  [
    'lease6-add {"ip-address":"2001:db8:1::11","duid":"01:02:03","iaid":1,"preferred-lft":"x"}',
    "invalid type specified for parameter 'preferred-lft' (<wire>:0:110)",
  ],
  [
    'lease6-add {"ip-address":"2001:db8:1::11","duid":"01:02:03","iaid":1,"hw-address":"zz"}',
    "'z' is not a valid hexadecimal digit in decoded string 'zz'",
  ],
  [
    'lease6-add {"ip-address":"2001:db8:1::11","duid":"01:02:03","iaid":1,"user-context":[1]}',
    "Invalid user context '[ 1 ]' is not a JSON map.",
  ],
  [
    'lease6-add {"ip-address":"2001:db8:100::","duid":"01:02:03","iaid":1,"subnet-id":1,"type":"IA_PD"}',
    "missing parameter 'prefix-len' (<wire>:0:37)",
  ],
  [
    'lease6-add {"ip-address":"2001:db8:100::","duid":"01:02:03","iaid":1,"subnet-id":1,"type":"IA_PD","prefix-len":256}',
    "out of range value (256) specified for parameter 'prefix-len' (<wire>:0:136)",
  ],
  [
    'lease6-add {"ip-address":"2001:db8:100::","duid":"01:02:03","iaid":1,"type":"IA_PD","prefix-len":56}',
    'Subnet-id is 0 or not specified. This is allowed for address leases only, not prefix leases.',
  ],
  ['lease6-get', 'Parameters missing or are not a map.'],
  ['lease6-get {}', "Mandatory 'subnet-id' parameter missing."],
  [
    'lease6-get {"ip-address":"2001:db8:1::11","type":"bogus"}',
    'Invalid lease type specified: bogus, only supported values are: IA_NA, IA_TA, IA_PD and V4',
  ],
  [
    'lease6-get {"ip-address":"2001:db8:1::11","type":5}',
    'stringValue() called on non-string Element in (<wire>:0:74)',
  ],
  ['lease6-get {"ip-address":"192.0.2.1"}', 'Invalid IPv6 address specified: 192.0.2.1'],
  ['lease6-get {"ip-address":"bogus"}', "Failed to convert string to address 'bogus': Invalid argument"],
  [
    'lease6-get {"identifier-type":"duid","identifier":"01:02:03","iaid":"x","subnet-id":1}',
    'intValue() called on non-integer Element in (<wire>:0:93)',
  ],
  [
    'lease6-get {"identifier-type":"hw-address","identifier":"01:02:03","iaid":1,"subnet-id":1}',
    'Query by hw-address is not allowed in v6.',
  ],
  ['lease6-get-page {"from":"0.0.0.0","limit":3}', "'from' parameter value 0.0.0.0 is not an IPv6 address"],
  ['lease6-get-by-duid', 'Command arguments missing or a not a map.'],
  ['lease6-update', 'no parameters specified for lease6-update command'],
  ['lease6-resend-ddns {"ip-address":"2001:db8:1::10"}', 'DDNS updating is not enabled'],
  ['lease6-bulk-apply', 'Command arguments missing or a not a map.'],
  ['lease6-bulk-apply {}', "neither 'deleted-leases' nor 'leases' parameter specified"],
  ['lease6-bulk-apply {"leases":5}', "the 'leases' parameter must be a list"],
  ['lease6-bulk-apply {"leases":[5]}', 'get(string) called on a non-map Element in (<wire>:0:54)'],
  ['lease6-bulk-apply {"deleted-leases":[5]}', 'Parameters missing or are not a map.'],
  ['lease6-bulk-apply {"leases":[{}]}', "missing parameter 'ip-address' (<wire>:0:55)"],
  [
    'lease6-bulk-apply {"leases":[{"ip-address":"2001:db8:1::12","duid":"01:02:03","iaid":1},{"ip-address":"2001:db8:1::13","duid":"01:02:03","iaid":1,"subnet-id":7}]}',
    'Invalid subnet-id: No IPv6 subnet with subnet-id=7 currently configured.',
  ],
  [
    'lease6-del {"identifier-type":"hw-address","identifier":"01","subnet-id":66}',
    'Delete by hw-address is not allowed in v6.',
  ],
]
