import { controlAgent } from './schema/control-agent.js'
import { dhcp4 } from './schema/dhcp4.js'
import { dhcp6 } from './schema/dhcp6.js'
import { type Default, defaultOf, type Keyword, type Scope, type Shape } from './schema/keyword.js'

type Json = Record<string, unknown>

/**
 * JSON Schema (2020-12) of configuration files, made from the rows that files are checked against: for editors, to complete
 * and check. Keywords of both generations of Kea are known; old ones are marked as deprecated.
 */
export function configurationSchema(): Json {
  const definitions = new Definitions()
  const [v4, v6] = [definitions.reference(dhcp4), definitions.reference(dhcp6)]
  const agent = definitions.reference(controlAgent)
  const other = { type: 'object', description: 'Another service of Kea; not checked here.' }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Kea DHCP configuration, as Keats reads it',
    description: 'Kea also takes comments (#, //, /* */), includes (<?include "file"?>) and commas too many.',
    type: 'object',
    properties: { Dhcp4: v4, Dhcp6: v6, DhcpDdns: other, 'Control-agent': agent, Netconf: other },
    additionalProperties: false,
    $defs: definitions.all,
  }
}

/** Scopes by name: one that is used in several places stands there once. */
class Definitions {
  readonly all: Record<string, Json> = {}
  private readonly names = new Map<Scope, string>()

  reference(scope: Scope): Json {
    let name = this.names.get(scope)
    if (name === undefined) {
      name = scope.title
      for (let i = 2; Object.hasOwn(this.all, name); i++) name = `${scope.title}-${i}`
      this.names.set(scope, name)
      // Its place is taken before what it holds is gone through.
      this.all[name] = {}
      this.all[name] = this.object(scope)
    }
    return { $ref: `#/$defs/${name}` }
  }

  private object(scope: Scope): Json {
    const properties = Object.fromEntries([...scope.keywords].map(([key, row]) => [key, this.keyword(row)]))
    return {
      type: 'object',
      properties,
      ...(scope.required.length > 0 ? { required: scope.required } : {}),
      additionalProperties: false,
    }
  }

  private keyword(row: Keyword): Json {
    const says = row.says.replaceAll('`', '')
    const notes = [
      ...(row.instead === undefined ? [] : [`Old: write ${row.instead} instead.`]),
      ...(row.since === '3' ? ['Since Kea 3.'] : []),
      ...(row.effect === 'pending' ? ['No effect yet.'] : row.effect === 'moot' ? ['Means nothing to Keats.'] : []),
    ]
    const usual: Default = defaultOf(row, '3')
    return {
      ...this.shape(row.shape),
      description: [says, ...notes].join(' '),
      ...(usual === undefined || row.inherited === true ? {} : { default: usual }),
      ...(row.instead === undefined ? {} : { deprecated: true }),
    }
  }

  private shape(shape: Shape): Json {
    switch (shape.kind) {
      case 'string':
        return { type: 'string' }
      case 'boolean':
        return { type: 'boolean' }
      case 'integer':
        return { type: 'integer', minimum: shape.min, maximum: shape.max }
      case 'real':
        return shape.open
          ? { type: 'number', exclusiveMinimum: shape.min, exclusiveMaximum: shape.max }
          : { type: 'number', minimum: shape.min, exclusiveMaximum: shape.max }
      case 'enum':
        return shape.loose
          ? { type: 'string', enum: shape.of.flatMap(word => [word, word.toLowerCase()]) }
          : { type: 'string', enum: shape.of }
      case 'map':
        return this.reference(shape.scope)
      case 'any-map':
        return { type: 'object' }
      case 'list':
        return { type: 'array', items: this.shape(shape.of) }
    }
  }
}
