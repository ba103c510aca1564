import { describe, expect, it } from 'vitest'
import { catalogOf, type ValueSource } from '../../src/shell/command-catalog.js'
import { readRows } from '../../src/shell/command-rows.js'
import { complete } from '../../src/shell/completer.js'
import { KNOWN_COMMANDS } from '../../src/shell/known-commands.js'

const values: Partial<Record<ValueSource, string[]>> = {
  subnet: ['1', '17', '2'],
  address: ['192.0.2.1', '198.51.100.1'],
  statistic: ['subnet[1].assigned-addresses', 'pkt4-received'],
}
const sources = {
  catalog: catalogOf(readRows(KNOWN_COMMANDS)),
  own: {
    use: [],
    watch: [],
    help: [],
    reservation: ['add'],
    lease: ['to-reservation'],
    trace: ['mac=', 'subnet=', '--for'],
  },
  services: ['dhcp4', 'dhcp6'],
  commands: async () => ['lease4-get', 'lease4-get-all', 'lease4-wipe', 'status-get', 'statistic-get'],
  values: {
    values: async (source: ValueSource) => {
      const known = values[source]
      if (known === undefined) throw new Error('the server is gone')
      return known
    },
  },
}
const of = async (line: string) => (await complete(line, sources)).candidates

describe('completion', () => {
  it.each([
    ['lea', ['lease ', 'lease4-get ', 'lease4-get-all ', 'lease4-wipe ']],
    ['help stat', ['statistic-get ', 'status-get ']],
    ['watch 2s lease4-get-', ['lease4-get-all ']],
    ['lease4-get i', ['ip-address=', 'identifier-type=', 'identifier=']],
    ['lease4-get ip-address=192.0.2.9 i', ['identifier-type=', 'identifier=']],
    ['lease4-get ip-address=19', ['ip-address=192.0.2.1 ', 'ip-address=198.51.100.1 ']],
    // without its name: the value of the next argument
    ['lease4-get 198', ['198.51.100.1 ']],
    ['statistic-get subnet[', ['subnet[1].assigned-addresses ']],
    ['lease4-wipe subnet-id=1', ['subnet-id=1 ', 'subnet-id=17 ']],
    ['lease4-get-all subnets=2,1', ['subnets=2,1 ', 'subnets=2,17 ']],
    ['lease4-get identifier-type=c', ['identifier-type=client-id ']],
    ['lease4-update force-create=', ['force-create=true ', 'force-create=false ']],
    ['lease4-get-all | ', ['json ', 'table ']],
    ['lease4-get-all > f', []],
    ['use dhcp', ['dhcp4 ', 'dhcp6 ']],
    ['reservation ', ['add ']],
    ['reservation add ', []],
    ['lease to-reservation 198', ['198.51.100.1 ']],
    ['trace mac=x -', ['--for ']],
    ['no-such-command ', []],
    ['status-get ', []],
    // what cannot be looked up has no candidates
    ['lease4-add hw-address=0', []],
  ])('%s', async (line, expected) => expect(await of(line)).toEqual(expected))
})
