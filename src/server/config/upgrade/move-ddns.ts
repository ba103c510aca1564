import { mapIn } from '../read.js'
import type { MapEntry, MapTree } from '../tree.js'
import type { Desk } from './rewrites.js'

/** Keywords of dhcp-ddns that stand at global level today, and by what name. */
const moved: Readonly<Record<string, string>> = {
  'generated-prefix': 'ddns-generated-prefix',
  'qualifying-suffix': 'ddns-qualifying-suffix',
  'override-no-update': 'ddns-override-no-update',
  'override-client-update': 'ddns-override-client-update',
  'replace-client-name': 'ddns-replace-client-name',
  'hostname-char-set': 'hostname-char-set',
  'hostname-char-replacement': 'hostname-char-replacement',
}

/** Moves them out of dhcp-ddns, to stand behind it. What is set at global level already just goes. */
export function moveDdns(service: MapTree, desk: Desk): void {
  const ddns = mapIn(service, 'dhcp-ddns')
  if (ddns === undefined) return
  const leaving = [...ddns.entries.values()].filter(({ key }) => Object.hasOwn(moved, key))
  if (leaving.length === 0) return
  const { tokens, edits } = desk
  const first = tokens.token(tokens.at(service.entries.get('dhcp-ddns')!.keyAt))
  const last = tokens.token(tokens.endOf(tokens.at(ddns.at)))
  if (first === undefined || last === undefined) return
  for (const entry of leaving) {
    const to = moved[entry.key]!
    if (service.entries.has(to)) desk.note(entry.keyAt, `dhcp-ddns.${entry.key} goes, ${to} is set already`)
    else {
      edits.insert(last.file, last.end, `,\n${tokens.indent(first)}${JSON.stringify(to)}: ${textOf(entry, desk)}`)
      desk.note(entry.keyAt, `dhcp-ddns.${entry.key} is now ${to}, outside of dhcp-ddns`)
    }
  }
  takeOut(ddns, new Set(leaving), desk)
}

function textOf({ value }: MapEntry, { tokens }: Desk): string {
  const number = tokens.at(value.at)
  const { file, start } = tokens.token(number)!
  return tokens.sources.get(file)!.slice(start, tokens.token(tokens.endOf(number))!.end)
}

/** Takes entries out of a map, each with one comma. */
function takeOut(map: MapTree, leaving: ReadonlySet<MapEntry>, { tokens, edits }: Desk): void {
  let kept: number | undefined
  for (const entry of map.entries.values()) {
    const first = tokens.at(entry.keyAt)
    const last = tokens.endOf(tokens.at(entry.value.at))
    const comma = tokens.token(last + 1)?.kind === ','
    if (!leaving.has(entry)) {
      kept = comma ? last + 1 : undefined
      continue
    }
    const { file, start } = tokens.token(first)!
    edits.remove(file, start, tokens.token(comma ? last + 1 : last)!.end, tokens.sources.get(file)!)
    // It was the last one: the comma behind the last of those that stay goes, too.
    if (!comma && kept !== undefined) {
      const behind = tokens.token(kept)!
      edits.replace(behind.file, behind.start, behind.end, '')
    }
  }
}
