/** For which server the configuration is written. */
export type TargetName = 'keats' | 'kea-2.2' | 'kea-3'

/** What a server understands, and how it names it. */
export interface Target {
  readonly name: TargetName
  /** The generation that `serve -t` is to behave like. */
  readonly generation: '2.2' | '3'
  /** The keywords for classes that are looked at once the subnet is known. */
  readonly additional: 'require-client-classes' | 'evaluate-additional-classes'
  readonly onlyAdditional: 'only-if-required' | 'only-in-additional-list'
  /** match('regex', ...) in tests. */
  readonly match: boolean
  /** lcase() and ucase() in tests. */
  readonly lowerCase: boolean
}

const YOUNG = {
  generation: '3',
  additional: 'evaluate-additional-classes',
  onlyAdditional: 'only-in-additional-list',
  match: true,
  lowerCase: true,
} as const

export const TARGETS: Readonly<Record<TargetName, Target>> = {
  keats: { name: 'keats', ...YOUNG },
  'kea-2.2': {
    name: 'kea-2.2',
    generation: '2.2',
    additional: 'require-client-classes',
    onlyAdditional: 'only-if-required',
    match: false,
    lowerCase: false,
  },
  'kea-3': { name: 'kea-3', ...YOUNG },
}
