import { describe, expect, it, test } from 'vitest'
import type { ServerIdConfig } from '../../../src/server/config/decided6.js'
import { makeDuid } from '../../../src/server/server-id/make-duid.js'
import { formatDuid, parseDuid } from '../../../src/wire/duid.js'
import { Engine6, subnet6 } from '../../kit/engine6.js'

const plain: ServerIdConfig = {
  type: 'LLT',
  identifier: new Uint8Array(0),
  time: 0,
  hardwareType: 0,
  enterprise: 0,
  persist: true,
}
const hardware = { type: 1, address: Buffer.from('1649e1caf387', 'hex') }
const id = (digits: string): Uint8Array => Buffer.from(digits, 'hex')

const LL8 = '00:03:00:08:a6:5f:c4:10:f3:7d'
const LLT8 = '00:01:00:08:00:00:00:05:a6:5f:c4:10:f3:7d'
const LLT1 = '00:01:00:01:00:00:00:05:16:49:e1:ca:f3:87'
const EN99 = '00:02:00:00:00:63:a4:70:60:bc:dd:c0'

// What kea-dhcp6 2.2.0 wrote on a host whose first interface is 16:49:e1:ca:f3:87, for each configuration and old file
const observed: readonly (readonly [string, Partial<ServerIdConfig>, string | undefined, string])[] = [
  ['the old one where nothing is configured', {}, LLT1, LLT1],
  ['LL over another type', { type: 'LL' }, LLT8, '00:03:00:01:16:49:e1:ca:f3:87'],
  ['LL over LL', { type: 'LL' }, LL8, LL8],
  ['a hardware type without an address', { type: 'LL', hardwareType: 6 }, undefined, '00:03:00:01:16:49:e1:ca:f3:87'],
  ['a hardware type without an address over LLT', { hardwareType: 6 }, LLT8, LLT8],
  ['an address', { type: 'LL', identifier: id('010203040506') }, LL8, '00:03:00:08:01:02:03:04:05:06'],
  ['type and address', { type: 'LL', hardwareType: 8, identifier: id('a65fc410f37d') }, LLT1, LL8],
  ['an address over LLT', { identifier: id('010203040506') }, LLT8, '00:01:00:08:00:00:00:05:01:02:03:04:05:06'],
  ['a time', { time: 5 }, LL8, LLT1],
  ['a time over LLT', { time: 9 }, LLT8, '00:01:00:08:00:00:00:09:a6:5f:c4:10:f3:7d'],
  ['all of LLT', { time: 9, hardwareType: 6, identifier: id('0102') }, undefined, '00:01:00:06:00:00:00:09:01:02'],
  ['EN over EN', { type: 'EN' }, EN99, EN99],
  ['an enterprise over EN', { type: 'EN', enterprise: 99 }, '00:02:00:00:09:bf:a4:70:60:bc:dd:c0', EN99],
  ['an identifier over EN', { type: 'EN', identifier: id('0102') }, EN99, '00:02:00:00:00:63:01:02'],
]

describe('the DUID of the server', () => {
  test.each(observed)('%s: as kea-dhcp6', (_, config, old, made) => {
    const material = { hardware, seconds: 1_795_000_000, random: () => 0.5 }
    expect(
      formatDuid(makeDuid({ ...plain, ...config }, old === undefined ? undefined : parseDuid(old), material)),
    ).toBe(made)
  })

  it('is made of time and hardware address, or of numbers of chance under the number of ISC', () => {
    // RFC 8415 11.2: seconds since 2000; kea-dhcp6 has six bytes of chance
    const material = { hardware, seconds: 946_684_800 + 0x32937d58, random: () => 0.5 }
    expect(formatDuid(makeDuid(plain, undefined, material))).toBe('00:01:00:01:32:93:7d:58:16:49:e1:ca:f3:87')
    const made = formatDuid(makeDuid({ ...plain, type: 'EN' }, undefined, material))
    expect(made).toBe('00:02:00:00:09:bf:80:80:80:80:80:80')
    // without an interface that has an address there is no other, and it stays
    expect(formatDuid(makeDuid(plain, undefined, { ...material, hardware: undefined }))).toBe(made)
    const again = makeDuid(plain, parseDuid(made), { ...material, hardware: undefined, random: () => 0 })
    expect(formatDuid(again)).toBe(made)
  })
})

describe('a DHCPv6 service', () => {
  const FILE = '/nonexistent/kea-dhcp6-serverid'
  const config = { subnet6: [subnet6()], 'server-id': undefined }
  const duid = '00:03:00:01:02:00:00:00:00:05'
  const started = async (kept?: string, more: object = {}): Promise<{ engine: Engine6; says: string }> => {
    const files = new Map(kept === undefined ? [] : [[FILE, kept]])
    const engine = await Engine6.start({ ...config, ...more }, undefined, undefined, undefined, files)
    const says = (await engine.client({ duid }).solicit())?.serverId ?? ''
    return { engine, says }
  }

  it('keeps its DUID as kea-dhcp6 does', async () => {
    const { engine, says } = await started()
    expect(says).toMatch(/^00:01:00:01:..:..:..:..:02:00:00:00:00:01$/)
    expect([...engine.files]).toEqual([[FILE, says]])
    expect(engine.log.lines.join('')).toContain(
      `DHCP6_USING_SERVERID server is using server-id ${says} and stores in the file ${FILE}`,
    )
    expect((await started(says)).says).toBe(says)
  })

  it('takes a file with other notation or a line end', async () => {
    expect((await started('0001000132934211aabbccddeeff0011')).says).toBe(
      '00:01:00:01:32:93:42:11:aa:bb:cc:dd:ee:ff:00:11',
    )
    expect((await started(`${LLT1}\n`)).says).toBe(LLT1)
  })

  test.each(['garbage', '', '00:01', '00:03:00:01', `${LLT1}\njunk`])('replaces the damaged file "%s"', async text => {
    const { engine, says } = await started(text)
    expect(says).toMatch(/:02:00:00:00:00:01$/)
    expect(engine.files.get(FILE)).toBe(says)
    expect(engine.log.lines.join('')).toContain(`KEATS_SERVERID_DAMAGED the file ${FILE} holds no DUID`)
  })

  it('leaves the file alone with persist: false', async () => {
    const { engine, says } = await started(LL8, { 'server-id': { type: 'LL', persist: false } })
    expect(says).toBe('00:03:00:01:02:00:00:00:00:01')
    expect(engine.files.get(FILE)).toBe(LL8)
  })

  it('changes it at a reload: messages to the old one are no longer its', async () => {
    const { engine } = await started()
    const client = engine.client({ duid })
    await client.bind()
    expect(
      await engine.reload({ ...config, 'server-id': { type: 'EN', 'enterprise-id': 9, identifier: '0102' } }),
    ).toBe(undefined)
    expect(engine.files.get(FILE)).toBe('00:02:00:00:00:09:01:02')
    expect(await client.renew({ expectSilence: true })).toBe(undefined)
    expect((await client.rebind())?.serverId).toBe('00:02:00:00:00:09:01:02')
  })

  it('is made up only once when it is not kept', async () => {
    const { engine, says } = await started(undefined, { 'server-id': { type: 'EN', persist: false } })
    await engine.reload({ ...config, 'server-id': { type: 'EN', persist: false } })
    expect((await engine.client({ duid }).solicit())?.serverId).toBe(says)
  })
})
