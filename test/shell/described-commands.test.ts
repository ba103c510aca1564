import { describe, expect, it } from 'vitest'
import { catalogOf } from '../../src/shell/command-catalog.js'
import { readRows } from '../../src/shell/command-rows.js'
import { readDescriptions } from '../../src/shell/described-commands.js'

const catalog = catalogOf(
  readRows([['lease4-wipe', 'write', 'dhcp4', 'Take leases away', 'subnet-id:subnet hard:flag', 'deletes']]),
)

const told = {
  name: 'lease4-wipe',
  access: 'write',
  services: ['dhcp4'],
  hook: 'lease_cmds',
  summary: 'All leases of a subnet.',
  arguments: [
    { name: 'why', type: 'text', needed: false, says: 'For the log.', choices: ['move', 'test'] },
    { name: 'subnet-id', type: 'number', needed: true, says: 'Its id.' },
  ],
}

describe('what a server says of its commands', () => {
  it('goes before what is built in, which fills in what it leaves open', () => {
    const [wipe] = readDescriptions([told], catalog.builtIn)
    expect(wipe).toMatchObject({ summary: 'All leases of a subnet.', risk: 'deletes' })
    // values without names go on filling the arguments that they always did
    expect(wipe!.arguments.map(one => one.name)).toEqual(['subnet-id', 'why'])
    expect(wipe!.arguments[0]).toMatchObject({ type: 'number', source: 'subnet', needed: true })
    expect(wipe!.arguments[1]).toMatchObject({ choices: ['move', 'test'] })
  })

  it('asks before commands by their names when nobody else knows them', () => {
    const [purge] = readDescriptions([{ ...told, name: 'cache-purge' }], catalog.builtIn)
    expect(purge!.risk).toBe('deletes')
  })

  it('is passed over where it is no description', () => {
    for (const answer of [undefined, null, 'x', [1, null, {}], [{ name: 'a', arguments: 'b', services: 7 }]])
      for (const one of readDescriptions(answer, catalog.builtIn)) expect(one.arguments).toEqual([])
  })

  it('is forgotten for the next server', () => {
    catalog.learn(readDescriptions([{ ...told, name: 'own-command' }], catalog.builtIn))
    expect(catalog.find('own-command')?.access).toBe('write')
    expect(catalog.names()).toEqual(['lease4-wipe', 'own-command'])
    catalog.learn([])
    expect(catalog.find('own-command')).toBeUndefined()
    expect(catalog.find('lease4-wipe')?.summary).toBe('Take leases away')
  })
})
