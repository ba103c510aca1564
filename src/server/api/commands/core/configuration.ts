import { createHash } from 'node:crypto'
import { isPending } from '../../../../now.js'
import { type Pace, runSliced, type Sliced } from '../../../config/slices.js'
import type { MapTree } from '../../../config/tree.js'
import { anyMap, text } from '../../argument-type.js'
import { optional } from '../../arguments.js'
import { type Command, command, type Reply } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { JsonMap } from '../../json/json.js'
import { JsonWriter } from '../../json/json-writer.js'
import { prettyJson } from '../../json/pretty.js'
import { dhcp, looksFor, unlessMap } from './words.js'

/** What the config-* commands work on. */
export interface ConfigRoom {
  readonly configuration: {
    /** "Dhcp4" or "Dhcp6". */
    readonly keyword: string
    /** As config-get shows what is in force: the map under the keyword. */
    show(): Sliced<JsonMap>
    /** See ConfigurationRoom of ../../../running-configuration.ts. */
    test(tree: MapTree): Promise<string | undefined>
    replace(tree: MapTree): Promise<string | undefined>
    reload(): Promise<string | undefined>
  }
  readonly files: {
    /** Where config-write writes when it is told nothing; else why it has to be told. */
    standard(): { readonly path: string } | { readonly wrong: string }
    /** Where Kea 3 looks for a relative path: beside the configuration file. Kea 2.2: where the process is. */
    beside(path: string): string
    /** Kea 3: why this file may not be written to; undefined: it may. */
    refuses(path: string): string | undefined
    /** @throws Error when it cannot be written; the old file is there then */
    write(path: string, text: string): void
  }
}

interface Given {
  readonly rooms: ConfigRoom
  readonly generation: string
  readonly pace: Pace
}

async function shown({ rooms, pace }: Given): Promise<JsonMap> {
  const { configuration } = rooms
  return { [configuration.keyword]: await runSliced(configuration.show(), pace) }
}

/** SHA-256 of the text that config-get answers with: Kea clients compare it. In slices. */
async function hashOf(map: JsonMap, pace: Pace): Promise<string> {
  const hash = createHash('sha256')
  const writer = new JsonWriter(map)
  let until = pace.monotonic() + pace.slice
  for (;;) {
    const next = writer.piece()
    const piece = isPending(next) ? await next : next
    if (piece === undefined) return hash.digest('hex').toUpperCase()
    hash.update(piece)
    if (pace.monotonic() < until) continue
    await pace.pause()
    until = pace.monotonic() + pace.slice
  }
}

/** Kea 3 tells the hash of the configuration that is in force now. */
async function successful(given: Given): Promise<Reply> {
  const text = 'Configuration successful.'
  if (given.generation !== '3') return { result: Result.success, text }
  return { result: Result.success, text, arguments: { hash: await hashOf(await shown(given), given.pace) } }
}

const whole = {
  Dhcp4: optional(anyMap, 'The configuration of a DHCPv4 service.', {
    wrongType: "'Dhcp4' parameter expected to be a map.",
  }),
  Dhcp6: optional(anyMap, 'The configuration of a DHCPv6 service.', {
    wrongType: "'Dhcp6' parameter expected to be a map.",
  }),
}

/** The map under the service's keyword, the only one that may be there. */
function brought({ rooms, written }: Given & { readonly written: MapTree | undefined }): MapTree {
  const { keyword } = rooms.configuration
  const tree = written?.entries.get(keyword)?.value
  if (tree?.kind !== 'map') throw new CommandError(`Missing mandatory '${keyword}' parameter.`)
  const [first, ...others] = [...written!.entries.keys()].filter(key => key !== keyword).sort()
  if (first === undefined) return tree
  const more = others.length === 0 ? '' : ` (and ${others.map(key => `'${key}'`).join(', ')})`
  throw new CommandError(`Unsupported '${first}' parameter${more}.`)
}

export const configGet = command({
  name: 'config-get',
  access: 'read',
  services: dhcp,
  summary: 'The configuration in force, defaults and inherited values written out.',
  arguments: {},
  example: undefined,
  returns: 'The configuration under `Dhcp4` or `Dhcp6`, and of Kea 3 its `hash`.',
  async run(given: Given) {
    const map = await shown(given)
    if (given.generation !== '3') return { result: Result.success, arguments: map }
    return { result: Result.success, arguments: { ...map, hash: await hashOf(map, given.pace) } }
  },
})

export const configHashGet = command({
  name: 'config-hash-get',
  access: 'read',
  services: dhcp,
  since: '3',
  summary: 'A hash of the configuration in force: it changes when that does.',
  arguments: {},
  example: undefined,
  returns: '`hash`: SHA-256 in capital hexadecimal digits.',
  run: async (given: Given) => ({
    result: Result.success,
    arguments: { hash: await hashOf(await shown(given), given.pace) },
  }),
})

const needsArguments = (given: Parameters<ReturnType<typeof looksFor>>[0]): string => looksFor('arguments')(given)

export const configTest = command({
  name: 'config-test',
  access: 'write',
  services: dhcp,
  summary: 'Judge a configuration without putting it in force.',
  arguments: whole,
  withoutArguments: needsArguments,
  example: { Dhcp4: { subnet4: [{ id: 1, subnet: '192.0.2.0/24' }] } },
  async run(given: Given & { readonly written: MapTree | undefined }) {
    const wrong = await given.rooms.configuration.test(brought(given))
    if (wrong !== undefined) throw new CommandError(wrong)
    const sockets = given.generation === '3' ? 'Control-sockets' : 'Control-socket'
    const text = `Configuration seems sane. ${sockets}, hook-libraries, and D2 configuration were sanity checked, but not applied.`
    return { result: Result.success, text }
  },
})

export const configSet = command({
  name: 'config-set',
  access: 'write',
  services: dhcp,
  exclusive: true,
  summary: 'Put another configuration in force. One that cannot be leaves everything as it was.',
  arguments: whole,
  withoutArguments: needsArguments,
  example: { Dhcp4: { subnet4: [{ id: 1, subnet: '192.0.2.0/24' }] } },
  returns: 'Of Kea 3: `hash` of the configuration.',
  async run(given: Given & { readonly written: MapTree | undefined }) {
    const wrong = await given.rooms.configuration.replace(brought(given))
    if (wrong !== undefined) throw new CommandError(wrong)
    return successful(given)
  },
})

export const configReload = command({
  name: 'config-reload',
  access: 'write',
  services: dhcp,
  exclusive: true,
  summary: 'Read the configuration file again.',
  arguments: {},
  example: undefined,
  returns: 'Of Kea 3: `hash` of the configuration.',
  async run(given: Given) {
    const wrong = await given.rooms.configuration.reload()
    if (wrong !== undefined) throw new CommandError(`Config reload failed: ${wrong}`)
    return successful(given)
  },
})

export const configWrite = command({
  name: 'config-write',
  access: 'write',
  services: dhcp,
  summary: 'Write the configuration in force to a file.',
  arguments: {
    filename: optional(text, 'The file; left out: the one that the service was started with.', {
      wrongType: "passed parameter 'filename' is not a string",
    }),
  },
  withoutArguments: unlessMap('Argument must be a map'),
  example: { filename: 'config-modified-2017-03-15.json' },
  returns: '`filename`, and `size` in bytes.',
  async run(given: Given, { filename }) {
    const { files } = given.rooms
    const standard = filename === undefined || filename === '' ? files.standard() : { path: filename }
    if ('wrong' in standard) throw new CommandError(standard.wrong)
    const path = given.generation === '3' ? files.beside(standard.path) : standard.path
    const refusal = given.generation === '3' ? files.refuses(path) : undefined
    if (refusal !== undefined) throw new CommandError(refusal)
    const text = await runSliced(prettyJson(await shown(given)), given.pace)
    try {
      files.write(path, text)
    } catch {
      throw new CommandError(`Error during write-config:Unable to open file ${path} for writing`)
    }
    return {
      result: Result.success,
      text: `Configuration written to ${path} successful`,
      arguments: { filename: path, size: Buffer.byteLength(text) },
    }
  },
})

export const configurationCommands: readonly Command<ConfigRoom>[] = [
  configGet,
  configHashGet,
  configTest,
  configSet,
  configReload,
  configWrite,
]
