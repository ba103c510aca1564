import type { ArgumentMap } from './arguments.js'
import type { Command } from './command.js'

/** docs/api.md: every command with its arguments, an example and what it replies with. */
export function apiReference(commands: readonly Command<never>[]): string {
  const groups = new Map<string, Command<never>[]>()
  for (const command of inOrder(commands)) {
    const hook = command.hook ?? ''
    groups.set(hook, [...(groups.get(hook) ?? []), command])
  }
  const titles = [...groups.keys()].sort()
  const index = titles.map(
    hook =>
      `- ${titleOf(hook)}: ${groups
        .get(hook)!
        .map(({ name }) => linkTo(name))
        .join(', ')}`,
  )
  const sections = titles.flatMap(hook => [`## ${titleOf(hook)}`, ...groups.get(hook)!.map(sectionOf)])
  return `${[INTRODUCTION, index.join('\n'), ...sections].join('\n\n')}\n`
}

const INTRODUCTION = `# The API

<!-- Made from the declarations of the commands by \`npm run generate\`. -->

A command is a JSON map: \`command\`, its \`arguments\`, over HTTP to a Control Agent the \`service\` it is for. The reply has
\`result\` (0 done, 1 error, 2 unknown command, 3 nothing found, 4 conflict), a \`text\` and what is returned as \`arguments\`.
[api.json](api.json) says the same for programs (OpenAPI 3.1).`

function titleOf(hook: string): string {
  if (hook === '') return 'Always there'
  return hook === 'keats' ? "Keats' own" : `Kea's ${hook}`
}
const linkTo = (name: string): string => `[${name}](#${name})`

function inOrder(commands: readonly Command<never>[]): Command<never>[] {
  return [...commands].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function sectionOf(command: Command<never>): string {
  const { name, summary, access, services, since, until, example, returns } = command
  const generation = since === undefined ? (until === undefined ? '' : ` Up to Kea ${until}.`) : ` Since Kea ${since}.`
  const request = { command: name, ...(example === undefined ? {} : { arguments: example }) }
  const parts = [
    `### ${name}`,
    summary,
    `Access: ${access}. Services: ${services.join(', ')}.${generation}`,
    argumentsOf(command.arguments),
    `\`\`\`json\n${JSON.stringify(request, null, 2)}\n\`\`\``,
    returns === undefined ? '' : `Returns ${returns}`,
  ]
  return parts.filter(part => part !== '').join('\n\n')
}

function argumentsOf(map: ArgumentMap): string {
  const rows = Object.entries(map).map(([name, { type, needed, says }]) => {
    const may = type.choices === undefined ? type.name : type.choices.map(choice => `\`${choice}\``).join(', ')
    return `| \`${name}\` | ${may} | ${needed ? 'needed' : 'optional'} | ${says.replaceAll('|', '\\|')} |`
  })
  return rows.length === 0 ? '' : ['| argument | type | | |', '|---|---|---|---|', ...rows].join('\n')
}

/** docs/api.json: the same as OpenAPI 3.1. Kea has one path, whatever the command. */
export function apiDescription(commands: readonly Command<never>[]): string {
  const all = inOrder(commands)
  const schemas = Object.fromEntries(all.map(command => [command.name, requestOf(command)]))
  const description = {
    openapi: '3.1.0',
    info: { title: 'Keats', summary: "Kea's management API", version: '1' },
    paths: {
      '/': {
        post: {
          summary: 'Send a command',
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  oneOf: all.map(({ name }) => ({ $ref: `#/components/schemas/${name}` })),
                  discriminator: { propertyName: 'command' },
                },
              },
            },
          },
          responses: {
            200: {
              description: 'A reply for each service that was asked',
              content: {
                'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/reply' } } },
              },
            },
            400: { description: 'The request is malformed' },
            401: { description: 'Credentials are missing or wrong' },
            403: { description: 'The role of the caller does not allow the command' },
          },
        },
      },
    },
    components: { schemas: { ...schemas, reply: REPLY } },
  }
  return `${JSON.stringify(description, null, 2)}\n`
}

const REPLY = {
  type: 'object',
  required: ['result'],
  properties: {
    result: {
      enum: [0, 1, 2, 3, 4, 403],
      description: '0 done, 1 error, 2 unknown command, 3 nothing found, 4 conflict',
    },
    text: { type: 'string' },
    arguments: {},
  },
} as const

function requestOf({ name, summary, access, services, hook, since, until, example, arguments: map }: Command<never>) {
  const entries = Object.entries(map)
  const needed = entries.flatMap(([key, argument]) => (argument.needed ? [key] : []))
  const properties = Object.fromEntries(
    entries.map(([key, { type, says }]) => [key, { ...type.schema, description: says }]),
  )
  const given = { type: 'object', properties, ...(needed.length === 0 ? {} : { required: needed }) }
  return {
    type: 'object',
    description: summary,
    required: needed.length === 0 ? ['command'] : ['command', 'arguments'],
    properties: {
      command: { const: name },
      service: { type: 'array', items: { enum: services }, description: 'Over HTTP to a Control Agent.' },
      ...(entries.length === 0 ? {} : { arguments: given }),
    },
    'x-access': access,
    'x-services': services,
    ...(hook === undefined ? {} : { 'x-hook': hook }),
    ...(since === undefined ? {} : { 'x-since': since }),
    ...(until === undefined ? {} : { 'x-until': until }),
    examples: [{ command: name, ...(example === undefined ? {} : { arguments: example }) }],
  }
}
