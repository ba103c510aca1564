import { describe, expect, it } from 'vitest'
import { Engine6 } from '../../../kit/engine6.js'

const duid = '00:03:00:01:02:00:00:00:00:01'
const mark = (code: number, data: string) => ({ code, data, 'csv-format': false })
const config = {
  'option-data': [mark(1000, '00'), mark(1004, '00')],
  'shared-networks': [
    {
      name: 'link',
      interface: 'eth0',
      'option-data': [mark(1000, 'e0'), mark(1003, 'e0')],
      subnet6: [
        {
          id: 1,
          subnet: '2001:db8:1::/64',
          'option-data': [mark(1000, '50'), mark(1009, '50')],
          pools: [
            { pool: '2001:db8:1::10 - 2001:db8:1::10', 'option-data': [mark(1000, 'a1'), mark(1007, 'a1')] },
            {
              pool: '2001:db8:1::20 - 2001:db8:1::2f',
              'option-data': [mark(1000, 'a2'), mark(1008, 'a2'), mark(1007, 'a2')],
            },
          ],
          'pd-pools': [
            {
              prefix: '2001:db8:8::',
              'prefix-len': 48,
              'delegated-len': 56,
              'option-data': [mark(1000, 'bd'), mark(1009, 'bd'), mark(1007, 'bd')],
            },
          ],
          reservations: [{ duid: '00:03:00:01:02:00:00:00:00:77', 'option-data': [mark(1000, 'ff')] }],
        },
      ],
    },
  ],
}
const oro = [1000, 1003, 1004, 1007, 1008, 1009]
const na = (iaid: number) => ({ code: 3, iaid }) as const
const pd = (iaid: number) => ({ code: 25, iaid }) as const

// What kea-dhcp6 2.2 answers under the same configuration: of several pools the one with the lowest addresses is nearest,
// and all of them stand over the subnet
describe('options of pools', () => {
  it.each([
    ['an address', [na(1)], ['a1', 'e0', '00', 'a1', undefined, '50']],
    ['addresses of two pools', [na(1), na(2)], ['a1', 'e0', '00', 'a1', 'a2', '50']],
    ['a prefix', [pd(1)], ['bd', 'e0', '00', 'bd', undefined, 'bd']],
    ['an address and a prefix', [na(1), pd(1)], ['a1', 'e0', '00', 'a1', undefined, 'bd']],
    ['a prefix and an address', [pd(1), na(1)], ['a1', 'e0', '00', 'a1', undefined, 'bd']],
  ] as const)('of a client with %s', async (_, ias, values) => {
    const engine = await Engine6.start(config)
    const reply = await engine.client({ duid, ias, oro }).bind()
    expect(oro.map(code => reply.hex(code))).toEqual(values)
  })

  it('stand behind those of the reservation', async () => {
    const engine = await Engine6.start(config)
    const reply = await engine.client({ duid: '00:03:00:01:02:00:00:00:00:77', ias: [pd(1)], oro }).bind()
    expect(oro.map(code => reply.hex(code))).toEqual(['ff', 'e0', '00', 'bd', undefined, 'bd'])
  })

  it('count in the answers to RENEW and REBIND as well', async () => {
    const engine = await Engine6.start(config)
    const client = engine.client({ duid, oro: [1007] })
    await client.bind()
    expect((await client.renew())?.hex(1007)).toBe('a1')
    expect((await client.rebind())?.hex(1007)).toBe('a1')
  })
})
