import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../kit/engine4.js'
import { option } from '../../kit/packet4.js'

const flexOption = (...options: object[]) => ({
  'hooks-libraries': [{ library: '/usr/lib/kea/hooks/libdhcp_flex_option.so', parameters: { options } }],
})
const start = (...options: object[]) => Engine4.start({ ...flexOption(...options), subnet4: [subnet()] })
const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }

// What it does to answers is compared with Kea's in test/system; here is what Kea 2.2 does not show

describe('flex-option', () => {
  it('ends at a value that is none of its type, and the answer goes out', async () => {
    const engine = await start(
      { code: 230, add: "'before'" },
      { code: 42, supersede: "'no address'", 'csv-format': true },
      { code: 231, add: "'after'" },
    )
    const answer = await engine.client(one).bind()
    expect([answer.text(230), answer.option(231)]).toEqual(['before', undefined])
    expect(engine.said('FLEX_OPTION_PROCESS_ERROR')).toBe(2)
  })

  it('takes options out that always are sent', async () => {
    const engine = await Engine4.start({
      ...flexOption({ code: 42, remove: "option[60].hex == 'x'" }),
      'option-data': [{ name: 'ntp-servers', data: '192.0.2.1', 'always-send': true }],
      subnet4: [subnet()],
    })
    expect((await engine.client(one).bind()).addresses(42)).toEqual(['192.0.2.1'])
    expect((await engine.client({ ...one, options: [option(60, 'x')] }).bind()).option(42)).toBeUndefined()
  })

  it('makes values of 255 bytes and more', async () => {
    const engine = await start({ code: 230, add: 'option[229].hex + option[229].hex' })
    const answer = await engine.client({ ...one, options: [option(229, 'y'.repeat(200))] }).bind()
    expect(answer.option(230)?.length).toBe(400)
  })
})

// Texts that Kea 2.2.0 logs with FLEX_OPTION_LOAD_ERROR
describe('parameters that Kea refuses', () => {
  const a = "'a'"
  it.each([
    [{ code: 12 }, 'no action: {"code":12}'],
    [{ add: a }, "'code' or 'name' must be specified: "],
    [{ code: 12, add: 'foo' }, "can't parse add expression [foo] error: <string>:1.1: Invalid character: f"],
    [{ code: 12, add: a, remove: 'true' }, 'multiple actions: '],
    [{ code: 0, add: a }, "invalid 'code' value 0: reserved for PAD"],
    [{ name: 'nope', add: a }, "no known 'nope' option in 'dhcp4' space"],
    [{ code: 12, name: 'routers', add: a }, "option 'routers' is defined as code: 3, not the specified code: 12"],
    [{ code: 240, 'csv-format': true, add: a }, "no known option with code '240' in 'dhcp4' space"],
    [{ code: 12, 'sub-options': [{ code: 1, add: a }] }, 'container does not encapsulate a space'],
    [{ code: 125, 'sub-options': [{ code: 1, add: a }] }, 'container does not encapsulate a space'],
    [{ code: 240, 'sub-options': [{ code: 1, add: a }] }, "container is not defined: can't get space"],
    [{ code: 43, 'sub-options': [{ code: 1 }] }, 'no action: {"code":1}'],
    [
      { code: 43, 'sub-options': [{ name: 'x', add: a }] },
      "no known 'x' sub-option in 'vendor-encapsulated-options-space' space",
    ],
    [
      { code: 43, add: a, 'sub-options': [{ code: 1, add: a }] },
      "'sub-options' and 'add' are incompatible in the same entry",
    ],
    [{ code: 12, remove: a }, "can't parse remove expression ['a'] error: <string>:1.4: syntax error"],
    [{ code: 12, add: '' }, "'add' must not be empty"],
    [{ code: 12, foo: 'x', add: a }, 'got unexpected keyword "foo"'],
    [{ code: 300, add: a }, "The 'code' value (300) is not within expected range: (0 - 255)"],
  ])('%j', async (entry, text) => {
    await expect(start(entry)).rejects.toThrow(text)
  })

  it.each([
    { code: 12, 'client-class': 'nope', add: a },
    { code: 12, space: 'foo', add: a },
    { code: 12, add: "''" },
    { code: 125, 'sub-options': [{ code: 1, space: 'vendor-77', add: a }] },
  ])('%j is right', async entry => {
    expect((await (await start(entry)).client(one).bind()).type).toBe('ACK')
  })
})
