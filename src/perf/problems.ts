/** What can be wrong with an answer. The order is that of the report. */
export const problemNames = [
  'malformed',
  'wrong-xid',
  'repeated',
  'wrong-client',
  'wrong-type',
  'no-server-id',
  'no-address',
  'nak',
  'status',
  'outside-subnet',
  'changed-address',
  'duplicate-address',
  'lifetimes',
  'missing-option',
  'prefix-length',
] as const
export type ProblemName = (typeof problemNames)[number]

/** What reports say of each. */
export const problemTexts: Readonly<Record<ProblemName, string>> = {
  malformed: 'cannot be read, or is cut short',
  'wrong-xid': 'transaction id that was never asked with',
  repeated: 'answered once more',
  'wrong-client': "another client's hardware address or DUID",
  'wrong-type': 'message type that does not answer the question',
  'no-server-id': 'no server identifier',
  'no-address': 'no address or prefix in it',
  nak: 'NAK',
  status: 'status code that refuses',
  'outside-subnet': 'address outside of the subnets that are expected',
  'changed-address': 'another address than was offered or held',
  'duplicate-address': 'address that another client holds',
  lifetimes: 'lifetimes or T1, T2 missing or out of order',
  'missing-option': 'option missing that is expected',
  'prefix-length': 'prefix of another length than is expected',
}

/** How often each was found, and the first of each in words. */
export class Problems {
  readonly counts = new Float64Array(problemNames.length)
  readonly #samples = new Map<ProblemName, string>()

  /** `describe` is called for the first of a kind only. */
  add(name: ProblemName, describe: () => string): void {
    const i = problemNames.indexOf(name)
    if (this.counts[i]!++ === 0) this.#samples.set(name, describe())
  }

  of(name: ProblemName): number {
    return this.counts[problemNames.indexOf(name)]!
  }

  /** The first of a kind, decoded; '' when there was none. */
  sample(name: ProblemName): string {
    return this.#samples.get(name) ?? ''
  }
}
