import { describe, expect, it } from 'vitest'
import { Engine6, subnet6 } from '../../kit/engine6.js'
import { option6 } from '../../kit/packet6.js'

const duid = '00:03:00:01:02:00:00:00:00:01'
const start = (options: readonly object[], more: object = {}) =>
  Engine6.start({
    'hooks-libraries': [{ library: '/usr/lib/kea/hooks/libdhcp_flex_option.so', parameters: { options } }],
    subnet6: [subnet6()],
    ...more,
  })

const cable = (...sub: readonly number[]) => option6(17, [0, 0, 0x11, 0x8b, ...sub])

// Kea 2.2's libdhcp_flex_option.so answers the same
describe('flex-option of DHCPv6', () => {
  const options = [
    { code: 24, supersede: "'a.b'", 'csv-format': true },
    { code: 1000, add: 'option[1].hex' },
    { code: 23, remove: 'option[6].exists' },
    { code: 94, 'sub-options': [{ code: 90, add: "'2001:db8::1'", 'csv-format': true }] },
    {
      code: 17,
      'sub-options': [
        { space: 'vendor-4491', code: 36, add: "'x'" },
        { space: 'vendor-4491', code: 37, supersede: "'y'" },
      ],
    },
  ]
  const config = {
    'option-data': [
      { name: 'dns-servers', data: '2001:db8::53' },
      { name: 'tftp-servers', space: 'vendor-4491', data: '2001:db8::3' },
      { space: 'vendor-1234', code: 5, 'csv-format': false, data: 'dd', 'always-send': true },
    ],
  }
  const made = '0161016200'
  const softwire = '005a001020010db8000000000000000000000001'

  it('adds, supersedes and removes options, and sub-options in two bytes', async () => {
    const engine = await start(options, config)
    const answer = await engine.client({ duid }).informationRequest({ oro: [23, 24] })
    expect(answer?.codes).toEqual([1, 2, 17, 24, 94, 1000])
    expect(answer?.option(17)?.toString('hex')).toBe('0000118b00240001780025000179')
    expect(answer?.option(24)?.toString('hex')).toBe(made)
    expect(answer?.option(94)?.toString('hex')).toBe(softwire)
    expect(answer?.hex(1000)).toBe(duid)
  })

  it('puts sub-options beside those of the vendor', async () => {
    const engine = await start(options, config)
    const asking = await engine.client({ duid }).informationRequest({ options: [cable(0, 1, 0, 2, 0, 32)] })
    expect(asking?.option(17)?.toString('hex')).toBe(
      '0000118b0020001020010db800000000000000000000000300240001780025000179',
    )
  })

  it('leaves another vendor alone', async () => {
    const engine = await start(options, config)
    const other = await engine.client({ duid }).informationRequest({ options: [option6(17, [0, 0, 4, 210])] })
    expect(other?.option(17)?.toString('hex')).toBe('000004d200050001dd')
    expect(engine.said('FLEX_OPTION_PROCESS_VENDOR_ID_MISMATCH')).toBe(2)
  })

  // texts that Kea 2.2 logs with FLEX_OPTION_LOAD_ERROR, but for the range, which the configuration's own check tells
  it.each([
    [{ code: 0, add: "'a'" }, "invalid 'code' value 0: reserved"],
    [{ code: 65_536, add: "'a'" }, "The 'code' value (65536) is not within expected range: (0 - 65535)"],
    [{ code: 17, 'sub-options': [{ code: 1, add: "'a'" }] }, 'container does not encapsulate a space'],
    [{ name: 'nope', add: "'a'" }, "no known 'nope' option in 'dhcp6' space"],
  ])('%j is refused', async (entry, text) => {
    await expect(start([entry])).rejects.toThrow(text)
  })

  it.each([
    [{ code: 255, add: "'a'" }],
    [{ code: 65_535, add: "'a'" }],
    [{ code: 94, 'sub-options': [{ code: 0, add: "'a'" }] }],
  ])('%j is taken: these codes are free in DHCPv6', async entry => {
    const engine = await start([entry])
    expect((await engine.client({ duid }).informationRequest({ oro: [] }))?.codes).toEqual([1, 2, entry.code])
  })
})
