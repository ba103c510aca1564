import type { ClassNames } from './class-set.js'

/** Classes that the server itself assigns; they need no definition. */
export const builtinClasses = ['ALL', 'KNOWN', 'UNKNOWN', 'BOOTP'] as const

/** Names that start so are assigned by the server or by hooks; they need no definition. */
export const builtinPrefixes = ['VENDOR_CLASS_', 'HA_', 'AFTER_', 'EXTERNAL_'] as const

/** Numbers of the classes that the walk itself asks for. */
export interface BuiltinIds {
  readonly all: number
  readonly known: number
  readonly unknown: number
  readonly bootp: number
  /** Drop the packet. */
  readonly drop: number
  /** Give the client no address (Kea 3.2). */
  readonly reject: number
  /** No DNS update for this client. */
  readonly skipDdns: number
}

/** Numbers the classes that the server itself knows. */
export function numberBuiltins(names: ClassNames): BuiltinIds {
  return {
    all: names.number('ALL'),
    known: names.number('KNOWN'),
    unknown: names.number('UNKNOWN'),
    bootp: names.number('BOOTP'),
    drop: names.number('DROP'),
    reject: names.number('REJECT'),
    skipDdns: names.number('SKIP_DDNS'),
  }
}

/** May expressions and guards use this name without a definition? A bare prefix is not a name. */
export function isBuiltin(name: string): boolean {
  return (
    (builtinClasses as readonly string[]).includes(name) ||
    builtinPrefixes.some(prefix => name.length > prefix.length && name.startsWith(prefix))
  )
}

/** KNOWN and UNKNOWN exist only once the client's host reservation was looked for. */
export function isHostOutcome(name: string): boolean {
  return name === 'KNOWN' || name === 'UNKNOWN'
}
