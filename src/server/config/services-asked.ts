import { type FileReader, Lexer } from './lexer.js'
import type { ConfigurationText } from './load.js'
import { Report } from './problem.js'
import type { MemberName } from './served.js'
import type { Sliced } from './slices.js'

const keywords: ReadonlyMap<string, MemberName> = new Map([
  ['Dhcp4', 'dhcp4'],
  ['Dhcp6', 'dhcp6'],
  ['Control-agent', 'agent'],
])

/** Tokens between two yields. */
const STEP = 1024

/**
 * The services that files have a keyword for, found without deciding anything: every service reads and judges its own part
 * itself. What cannot be read or is malformed asks for what stands in it up to there.
 */
export function* servicesAsked(
  files: readonly (string | ConfigurationText)[],
  read: FileReader,
): Sliced<ReadonlySet<MemberName>> {
  const asked = new Set<MemberName>()
  for (const file of files) {
    const text = textOf(file, read)
    if (text !== undefined) yield* lookInto(text, read, asked)
  }
  return asked
}

function* lookInto({ name, text }: ConfigurationText, read: FileReader, asked: Set<MemberName>): Sliced<void> {
  const lexer = new Lexer(name, text, read, new Report())
  let depth = 0
  let keyHere = false
  for (let i = 1; ; i++) {
    lexer.next()
    switch (lexer.kind) {
      case 'end':
        return
      case '{':
      case '[':
        keyHere = lexer.kind === '{' && depth === 0
        depth++
        break
      case '}':
      case ']':
        depth--
        break
      case ',':
        keyHere = depth === 1
        break
      default: {
        const service = keyHere && lexer.kind === 'string' ? keywords.get(lexer.text) : undefined
        if (service !== undefined) asked.add(service)
        keyHere = false
      }
    }
    if (i % STEP === 0) yield
  }
}

function textOf(file: string | ConfigurationText, read: FileReader): ConfigurationText | undefined {
  if (typeof file !== 'string') return file
  try {
    return { name: file, text: read(file) }
  } catch {
    return undefined
  }
}
