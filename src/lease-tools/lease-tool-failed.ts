/** A lease tool cannot go on; the message is one line for people. */
export class LeaseToolFailed extends Error {}

/** What the system said, with the file's name in front of it. */
export function fileFailure(name: string, thrown: unknown): LeaseToolFailed {
  if (thrown instanceof LeaseToolFailed) return thrown
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  // "ENOENT: no such file or directory, open 'name'": the name has been said
  const said = /^[A-Z]+: (.*?), \w+(?: '|$)/.exec(text)?.[1] ?? text
  return new LeaseToolFailed(`${name}: ${said}`)
}
