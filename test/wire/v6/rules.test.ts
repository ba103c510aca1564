import { describe, expect, it } from 'vitest'
import { MessageType } from '../../../src/wire/v6/codes.js'
import { breachOf, describeBreach, messageRule } from '../../../src/wire/v6/rules.js'
import { CLIENT_ID, message, tlv, view } from './datagram.js'

const SERVER_ID = tlv(2, [0, 2, 0, 0, 9, 191, 1])

/** What a server says of a message with so many identifiers; undefined: it is taken. */
function verdict(type: number, ...options: Buffer[]): string | undefined {
  const read = view(message(type, ...options))
  const rule = messageRule(type)
  if (rule === undefined) return 'not for servers'
  const breach = breachOf(read, rule)
  return breach && describeBreach(read, rule, breach)
}

const times = (option: Buffer, n: number): Buffer[] => new Array<Buffer>(n).fill(option)

// The texts are those of kea-dhcp6 2.2.0 (DHCP6_REQUIRED_OPTIONS_CHECK_FAIL)
describe.each([
  ['SOLICIT', MessageType.solicit],
  ['CONFIRM', MessageType.confirm],
  ['REBIND', MessageType.rebind],
  ['ADDR_REG_INFORM', MessageType.addressRegistrationInform],
])('%s (RFC 8415 16.2, 16.5, 16.7; RFC 9686 4.2)', (name, type) => {
  it.each([
    [1, 0, undefined],
    [0, 0, `Exactly 1 client-id option expected in ${name}, but 0 received`],
    [2, 0, `Exactly 1 client-id option expected in ${name}, but 2 received`],
    [1, 1, `Server-id option was not expected, but 1 received in ${name}`],
    [1, 2, `Server-id option was not expected, but 2 received in ${name}`],
    [0, 1, `Exactly 1 client-id option expected in ${name}, but 0 received`],
  ])('with %i client and %i server identifiers', (clients, servers, text) => {
    expect(verdict(type, ...times(CLIENT_ID, clients), ...times(SERVER_ID, servers))).toBe(text)
  })
})

describe.each([
  ['REQUEST', MessageType.request],
  ['RENEW', MessageType.renew],
  ['RELEASE', MessageType.release],
  ['DECLINE', MessageType.decline],
])('%s (RFC 8415 16.4, 16.6, 16.8, 16.9)', (name, type) => {
  it.each([
    [1, 1, undefined],
    [0, 1, `Exactly 1 client-id option expected in ${name}, but 0 received`],
    [2, 1, `Exactly 1 client-id option expected in ${name}, but 2 received`],
    [1, 0, `Invalid number of server-id options received (0), exactly 1 expected in message ${name}`],
    [1, 2, `Invalid number of server-id options received (2), exactly 1 expected in message ${name}`],
  ])('with %i client and %i server identifiers', (clients, servers, text) => {
    expect(verdict(type, ...times(CLIENT_ID, clients), ...times(SERVER_ID, servers))).toBe(text)
  })
})

describe.each([
  ['INFORMATION_REQUEST', MessageType.informationRequest],
  ['DHCPV4_QUERY', MessageType.dhcpv4Query],
])('%s (RFC 8415 16.12, RFC 7341)', (name, type) => {
  it.each([
    [0, 0, undefined],
    [1, 1, undefined],
    [2, 1, `Too many (2) client-id options received in ${name}`],
    [1, 2, `Too many (2) server-id options received in ${name}`],
  ])('with %i client and %i server identifiers', (clients, servers, text) => {
    expect(verdict(type, ...times(CLIENT_ID, clients), ...times(SERVER_ID, servers))).toBe(text)
  })
})

it('LEASEQUERY (RFC 5007 4.2.1): a client identifier, at most one server identifier', () => {
  expect(verdict(MessageType.leaseQuery, CLIENT_ID)).toBeUndefined()
  expect(verdict(MessageType.leaseQuery, CLIENT_ID, SERVER_ID)).toBeUndefined()
  expect(verdict(MessageType.leaseQuery, SERVER_ID)).toBeDefined()
  expect(verdict(MessageType.leaseQuery, CLIENT_ID, SERVER_ID, SERVER_ID)).toBeDefined()
})

describe('identifiers', () => {
  // RFC 8415 11.1: at most 128 bytes behind the type; Kea 2.2 says 128 with the type, later ones 130
  it.each([
    [0, 'received 0 byte(s). It must be at least 3 and no more than 130'],
    [2, 'received 2 byte(s). It must be at least 3 and no more than 130'],
    [3, undefined],
    [130, undefined],
    [131, 'received 131 byte(s). It must be at least 3 and no more than 130'],
  ])('of %i bytes', (length, rest) => {
    const duid = Buffer.alloc(length, 1)
    const text = (name: string): string | undefined => rest && `Received invalid DUID for ${name}, ${rest}`
    expect(verdict(MessageType.solicit, tlv(1, duid))).toBe(text('client-id'))
    expect(verdict(MessageType.request, CLIENT_ID, tlv(2, duid))).toBe(text('server-id'))
  })
})

it('what servers and relays send is not for servers (RFC 8415 16.3, 16.10, 16.11, 16.14)', () => {
  const refused = [0, 2, 7, 10, 12, 13, 15, 16, 17, 21, 37, 99, 255]
  expect(refused.filter(type => messageRule(type) !== undefined)).toEqual([])
})

it('some may be unicast, when the server told the client so (RFC 8415 18.4)', () => {
  const { solicit, request, confirm, renew, rebind, release, decline, informationRequest } = MessageType
  const types = [solicit, request, confirm, renew, rebind, release, decline, informationRequest]
  expect(types.filter(type => messageRule(type)?.unicast)).toEqual([request, renew, release, decline])
})
