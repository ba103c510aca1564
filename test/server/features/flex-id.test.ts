import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../kit/engine4.js'
import { option } from '../../kit/packet4.js'

const flexId = (parameters: object) => ({
  'hooks-libraries': [{ library: '/usr/lib/kea/hooks/libdhcp_flex_id.so', parameters }],
})
const relay = (circuit: string) => ({ address: '192.0.2.1', agent: [option(1, circuit)] })
const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }
const two = { hardware: '02:00:00:00:00:02', clientId: 'auto' }
const byPort = { 'identifier-expression': 'relay4[1].hex' }

describe('flex-id', () => {
  const config = {
    ...flexId(byPort),
    'host-reservation-identifiers': ['flex-id', 'hw-address'],
    subnet4: [
      subnet({
        reservations: [
          { 'flex-id': "'port 7'", 'ip-address': '192.0.2.77' },
          { 'hw-address': '02:00:00:00:00:01', 'ip-address': '192.0.2.78' },
        ],
      }),
    ],
  }

  it('finds reservations by the value of its expression, in the configured order of identifiers', async () => {
    const engine = await Engine4.start(config)
    expect((await engine.client(one, relay('port 7')).bind()).address).toBe('192.0.2.77')
    expect((await engine.client(one, relay('port 8')).bind()).address).toBe('192.0.2.78')
    expect((await engine.client(two, relay('port 8')).bind()).address).toBe('192.0.2.10')
    expect(engine.said('DHCP4_FLEX_ID')).toBe(6)
  })

  it('is not asked where reservations are not looked up by it', async () => {
    const engine = await Engine4.start({ ...config, 'host-reservation-identifiers': ['hw-address'] })
    expect((await engine.client(two, relay('port 7')).bind()).address).toBe('192.0.2.10')
    expect(engine.said('DHCP4_FLEX_ID')).toBe(0)
  })

  it('does nothing for clients without a value', async () => {
    const engine = await Engine4.start(config)
    expect((await engine.client(two).bind()).address).toBe('192.0.2.10')
  })
})

describe('replace-client-id', () => {
  const config = {
    ...flexId({ ...byPort, 'replace-client-id': true }),
    'echo-client-id': false,
    subnet4: [subnet()],
  }

  it('gives whoever is at the same place the same lease, whatever it calls itself', async () => {
    const engine = await Engine4.start(config)
    const first = await engine.client(one, relay('port 7')).bind()
    const second = await engine.client(two, relay('port 7')).bind()
    expect([first.address, second.address]).toEqual(['192.0.2.10', '192.0.2.10'])
    // Kea: one byte of zero before the value
    const lease = (await engine.leases()).get('192.0.2.10')!
    expect(Buffer.from(lease.clientId).toString('latin1')).toBe('\0port 7')
  })

  it('lets the client see its own identifier, whatever echo-client-id says', async () => {
    const engine = await Engine4.start(config)
    expect((await engine.client(one, relay('port 7')).bind()).hex(61)).toBe('01:02:00:00:00:00:01')
    const nameless = engine.client({ hardware: '02:00:00:00:00:03' }, relay('port 9'))
    expect((await nameless.bind()).hex(61)).toBeUndefined()
  })
})

describe('parameters', () => {
  it.each([
    [{}, "missing parameter 'identifier-expression' in parameters map"],
    [{ 'identifier-expression': 'relay4[1]' }, "can't parse identifier-expression [relay4[1]] error: <string>:1.10"],
    [{ ...byPort, 'replace-client': true }, 'Did you mean "replace-client-id"?'],
    [{ ...byPort, 'replace-client-id': 'yes' }, 'replace-client-id: syntax error'],
  ])('%j is refused', async (parameters, text) => {
    await expect(Engine4.start({ ...flexId(parameters), subnet4: [subnet()] })).rejects.toThrow(text)
  })
})
