import { describe, expect, it } from 'vitest'
import type { Json } from '../../../src/client/caller.js'
import { catalogOf } from '../../../src/shell/command-catalog.js'
import { readRows } from '../../../src/shell/command-rows.js'
import { KNOWN_COMMANDS } from '../../../src/shell/known-commands.js'
import { clean } from '../../../src/shell/present/clean.js'
import { PLAIN, presentReply } from '../../../src/shell/present/present.js'
import { span } from '../../../src/shell/present/span.js'

const NOW = 1_800_000_000
const catalog = catalogOf(readRows(KNOWN_COMMANDS))
const lines = (value: Json, text?: string, result = 0) =>
  presentReply({ result, ...(text === undefined ? {} : { text }), arguments: value }, catalog, NOW, PLAIN).split('\n')
const columns = (line: string | undefined) => (line ?? '').split(/ {2,}/)

describe('replies as people read them', () => {
  it('leases, with the time they have left', () => {
    const lease = {
      'ip-address': '192.0.2.1',
      'hw-address': '02:00:00:00:00:01',
      cltt: NOW - 600,
      'valid-lft': 4200,
      state: 0,
      'subnet-id': 1,
      hostname: '',
    }
    const six = {
      'ip-address': '2001:db8::',
      'prefix-len': 56,
      type: 'IA_PD',
      duid: '01:02',
      iaid: 7,
      cltt: NOW - 90,
      'valid-lft': 30,
      state: 2,
      'subnet-id': 6,
    }
    const [text, head, first] = lines({ leases: [lease] }, '1 IPv4 lease(s) found.')
    expect(text).toBe('1 IPv4 lease(s) found.')
    expect(columns(head)).toEqual(['address', 'client', 'ends', 'state', 'subnet'])
    expect(columns(first)).toEqual(['192.0.2.1', '02:00:00:00:00:01', 'in 60 min', 'assigned', '1'])
    expect(columns(lines(six)[1])).toEqual(['2001:db8::/56', '01:02', '60 s ago', 'expired', '6', '7'])
  })

  it('statistics, with all digits of 128 bits', () => {
    const [head, row] = lines({
      'subnet[1].total-nas': [
        [2n ** 128n - 1n, '2026-01-01 10:00:00.123456'],
        [5, '2026-01-01 09:00:00.1'],
      ],
    })
    expect(columns(head)).toEqual(['statistic', 'value', 'since', 'before'])
    expect(columns(row)).toEqual([
      'subnet[1].total-nas',
      '340282366920938463463374607431768211455',
      '2026-01-01 10:00:00',
      '5',
    ])
  })

  it('use of subnets, in percent', () => {
    const set = {
      columns: ['subnet-id', 'total-nas', 'assigned-nas'],
      rows: [
        [1, 2n ** 64n, 2n ** 63n],
        [2, 0, 0],
      ],
      timestamp: '',
    }
    const [head, first, second] = lines({ 'result-set': set })
    expect(columns(head?.trim())).toEqual(['subnet-id', 'total-nas', 'assigned-nas', 'used'])
    expect(columns(first?.trim()).at(-1)).toBe('50.0 %')
    expect(columns(second?.trim())).toEqual(['2', '0', '0'])
  })

  it('reservations, subnets and names', () => {
    const host = {
      'subnet-id': 1,
      duid: '01:02',
      'ip-addresses': ['2001:db8::1'],
      prefixes: ['2001:db8:1::/48'],
      hostname: 'h',
      'client-classes': ['a', 'b'],
    }
    expect(columns(lines({ hosts: [host] })[1])).toEqual([
      '2001:db8::1, 2001:db8:1::/48',
      '01:02',
      'duid',
      'h',
      '1',
      'a, b',
    ])
    expect(lines({ subnets: [{ id: 10, subnet: '192.0.2.0/24', 'shared-network-name': null }] })).toEqual([
      'id  subnet',
      '10  192.0.2.0/24',
    ])
    expect(columns(lines(['lease4-get'])[1])).toEqual(['lease4-get', 'One lease, by address or by client and subnet'])
  })

  it('anything else: maps by their paths, texts of several lines as they are, JSON when it is deep', () => {
    expect(lines({ pid: 1, sockets: { status: 'ready' } }).map(columns)).toEqual([
      ['name', 'value'],
      ['pid', '1'],
      ['sockets.status', 'ready'],
    ])
    expect(lines({ extended: '2.2.0\nlinked with:' })).toEqual(['extended:', '2.2.0', 'linked with:'])
    expect(lines({ Dhcp4: { subnet4: [{ id: 1, pools: [{}] }] } })[1]).toBe('  "Dhcp4": {')
  })

  it('texts with their result, and a word when there is nothing to say', () => {
    expect(presentReply({ result: 1, text: 'no' }, catalog, NOW, PLAIN)).toBe('error 1: no')
    expect(
      presentReply({ result: 3, text: '0 IPv4 lease(s) found.', arguments: { leases: [] } }, catalog, NOW, PLAIN),
    ).toBe('0 IPv4 lease(s) found.')
    expect(presentReply({ result: 0 }, catalog, NOW, PLAIN)).toBe('done')
  })

  it('what clients sent does not reach the terminal as commands', () => {
    const evil = 'x\x1b[2J\x9b31m\r\n\u202etxt'
    const [, row] = lines({ leases: [{ 'ip-address': '192.0.2.1', 'valid-lft': 1, hostname: evil }] })
    expect(row).toContain('x\\x1b[2J\\x9b31m\\x0d\\n\\u202etxt')
    expect(clean('a\tb\nü…')).toBe('a\tb\nü…')
    expect(lines({ a: [{ b: [{ c: '\x9b31m' }] }] }).join('\n')).not.toContain('\x9b')
  })

  it('spans of time', () => {
    expect([0, 59, 119, 120, 7200, 86_400 * 3, -3600 * 5].map(span)).toEqual([
      'now',
      'in 59 s',
      'in 119 s',
      'in 2 min',
      'in 2 h',
      'in 3 d',
      '5 h ago',
    ])
  })
})
