import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../kit/engine4.js'

const one = { hardware: '02:00:00:00:00:01' }
const hooks = (...libraries: object[]) => ({ 'hooks-libraries': libraries, subnet4: [subnet()] })
const adds = (text: string) => ({
  library: '/opt/kea/libdhcp_flex_option.so',
  parameters: { options: [{ code: 230, add: `'${text}'` }] },
})

describe('features of a configuration', () => {
  it('come and go with it', async () => {
    const engine = await Engine4.start(hooks(adds('first')))
    expect((await engine.client(one).bind()).text(230)).toBe('first')
    expect(await engine.reload(hooks(adds('second')))).toBeUndefined()
    expect((await engine.client(one).bind()).text(230)).toBe('second')
    expect(await engine.reload(hooks())).toBeUndefined()
    expect((await engine.client(one).bind()).option(230)).toBeUndefined()
    expect([engine.said('HOOKS_LIBRARY_LOADED'), engine.said('HOOKS_LIBRARY_CLOSED')]).toEqual([2, 2])
    expect(engine.points.pktSend.heard).toBe(false)
  })

  it('are heard in the order of the file', async () => {
    const engine = await Engine4.start(hooks(adds('first'), adds('second')))
    expect((await engine.client(one).bind()).text(230)).toBe('first')
  })

  it('stay when the next configuration is refused', async () => {
    const engine = await Engine4.start(hooks(adds('first')))
    expect(await engine.reload(hooks({ library: '/opt/kea/libdhcp_flex_option.so' }))).toContain(
      "'options' parameter is mandatory",
    )
    expect((await engine.client(one).bind()).text(230)).toBe('first')
  })

  it('end with the server', async () => {
    const engine = await Engine4.start(hooks(adds('first')))
    await engine.service.stop()
    expect(engine.points.pktSend.heard).toBe(false)
  })
})

describe('libraries', () => {
  it('that Kea does not have are refused, with all their places', async () => {
    // the text is Kea's for a file that is not there
    await expect(Engine4.start(hooks({ library: '/opt/libfoo.so' }, { library: 'libbar.so' }))).rejects.toThrow(
      /libraries in error are: \/opt\/libfoo.so\n.*libraries in error are: libbar.so/,
    )
  })

  it('that are not built in yet do no harm', async () => {
    const engine = await Engine4.start(hooks({ library: '/opt/kea/libdhcp_lease_query.so' }))
    expect((await engine.client(one).bind()).type).toBe('ACK')
  })
})
