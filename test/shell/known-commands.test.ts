import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { catalogOf, riskOf } from '../../src/shell/command-catalog.js'
import { readRows } from '../../src/shell/command-rows.js'
import { KNOWN_COMMANDS } from '../../src/shell/known-commands.js'

const KEA_DOC = '/usr/share/doc/kea/api'
const catalog = catalogOf(readRows(KNOWN_COMMANDS))

function documented(): { name: string; access: string; support: string[] }[] {
  try {
    return readdirSync(KEA_DOC)
      .filter(file => /\.json(\.gz)?$/.test(file))
      .map(file => {
        const bytes = readFileSync(`${KEA_DOC}/${file}`)
        return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString())
      })
  } catch {
    return []
  }
}

describe('the catalog of commands', () => {
  const kea = documented()
  it.runIf(kea.length > 0)('has each that Kea documents, with its access and services', () => {
    const short: Record<string, string> = { 'kea-dhcp4': 'dhcp4', 'kea-dhcp6': 'dhcp6', 'kea-dhcp-ddns': 'd2' }
    const wrong = kea.flatMap(({ name, access, support }) => {
      const known = catalog.find(name)
      if (known === undefined) return [name]
      const services = support.flatMap(one => short[one] ?? [])
      const same = services.every(one => known.services.includes(one))
      return same && known.access === access ? [] : [`${name} ${access} ${services}: ${known.access} ${known.services}`]
    })
    // measurements are read, whatever Kea calls it
    expect(wrong.filter(one => !one.startsWith('perfmon-get'))).toEqual([])
  })

  it('asks before what takes away or ends, also when nobody declared it', () => {
    const risk = (name: string) => riskOf(name, catalog.find(name))
    for (const name of [
      'lease4-del',
      'lease6-wipe',
      'subnet4-del',
      'reservation-del',
      'class-del',
      'statistic-remove-all',
    ])
      expect([name, risk(name)]).toEqual([name, 'deletes'])
    expect(['shutdown', 'dhcp-disable', 'config-set', 'custom-host-delete', 'my-shutdown'].map(risk)).toEqual([
      'stops',
      'stops',
      'replaces',
      'deletes',
      'stops',
    ])
    for (const name of ['lease4-get', 'config-get', 'model-get', 'subnet4-list']) expect(risk(name)).toBeUndefined()
    const every = catalog.names().filter(name => /-(del|wipe|purge|remove)(-|$)/.test(name) && risk(name) !== 'deletes')
    // a subnet that leaves its network is still served
    expect(every).toEqual(['network4-subnet-del', 'network6-subnet-del'])
  })
})
