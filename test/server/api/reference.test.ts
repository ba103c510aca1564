import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readArguments } from '../../../src/server/api/arguments.js'
import { catalogue } from '../../../src/server/api/catalogue.js'
import { allCommands } from '../../../src/server/api/commands/all.js'
import { readJson, wire } from '../../../src/server/api/json/json-reader.js'
import { apiDescription, apiReference } from '../../../src/server/api/reference.js'
import { runAtOnce } from '../../../src/server/config/slices.js'
import type { MapTree } from '../../../src/server/config/tree.js'

const doc = (name: string): string => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')

describe('the declarations of commands', () => {
  it('are those that the documents were made from', () => {
    expect(doc('api.md')).toBe(apiReference(allCommands))
    expect(doc('api.json')).toBe(apiDescription(allCommands))
  })

  it('stand once each', () => {
    const names = allCommands.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(allCommands.map(command => [command.name, command] as const))(
    '%s has an example that it takes',
    (_, command) => {
      const tree = runAtOnce(readJson(JSON.stringify(command.example ?? {}), wire, true)) as MapTree
      expect(() => readArguments(command.arguments, tree)).not.toThrow()
      const { size } = tree.entries
      if (command.count !== undefined) expect(command.count.allowed).toContain(size)
    },
  )

  it.each(allCommands.map(command => [command.name, command] as const))(
    '%s has the access that Kea gives it',
    (name, { access, hook = '' }) => {
      const known = catalogue.get(name)
      if (known !== undefined) expect({ access, hook }).toEqual(known)
    },
  )

  it('are OpenAPI: every reference leads somewhere', () => {
    const description = JSON.parse(apiDescription(allCommands))
    const refs = [...apiDescription(allCommands).matchAll(/"\$ref": "#\/components\/schemas\/([^"]+)"/g)].map(
      m => m[1]!,
    )
    expect(refs.length).toBeGreaterThan(allCommands.length)
    for (const ref of refs) expect(description.components.schemas).toHaveProperty([ref])
  })
})
