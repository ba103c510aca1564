import { flag, maps, one, type Rows, scope, text, texts, whole } from './keyword.js'

const optionTypes = [
  'empty',
  'binary',
  'boolean',
  'int8',
  'int16',
  'int32',
  'uint8',
  'uint16',
  'uint32',
  'ipv4-address',
  'ipv6-address',
  'ipv6-prefix',
  'psid',
  'string',
  'tuple',
  'fqdn',
  'record',
] as const

/** `space` is the family's own: "dhcp4". `codes` is its greatest option code. */
export function optionRows(space: string, codes: number): { data: Rows; definitions: Rows } {
  const data = scope('option-data', {
    name: { shape: text, says: 'Name of the option; this or `code` is needed.' },
    code: { shape: whole(0, codes), says: 'Code of the option; this or `name` is needed.' },
    space: { shape: text, default: space, says: 'Option space; `vendor-N` holds the options of enterprise N.' },
    data: { shape: text, says: 'The value: text with commas between fields, or bytes if `csv-format` is false.' },
    'csv-format': {
      shape: flag,
      says: 'Whether `data` is text. Default: true for options that have a definition, else false.',
    },
    'always-send': { shape: flag, default: false, says: 'Send it to clients that did not ask for it, too.' },
    'never-send': { shape: flag, default: false, since: '3', says: 'Never send it, whatever outer scopes say.' },
    'client-classes': { shape: texts, since: '3', says: 'Send it to members of these classes only.' },
  })
  const definition = scope('option-def', {
    name: { shape: text, required: true, says: 'Name, unique in its space.' },
    code: { shape: whole(0, codes), required: true, says: 'Code, unique in its space.' },
    type: { shape: one(...optionTypes), required: true, says: 'Type of the value.' },
    space: { shape: text, default: space, says: 'Option space the definition belongs to.' },
    array: { shape: flag, default: false, says: 'The value repeats; in a record its last field does.' },
    'record-types': { shape: text, default: '', says: 'Field types of a `record`, with commas between them.' },
    encapsulate: { shape: text, default: '', says: 'Space of the sub-options that follow the value.' },
  })
  return {
    data: { 'option-data': { shape: maps(data), says: 'Options sent to clients of this scope.' } },
    definitions: {
      'option-def': { shape: maps(definition), says: 'Definitions of options that Keats does not know by itself.' },
    },
  }
}
