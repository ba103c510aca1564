/** A lease tool cannot go on; the message is one line for people. */
export class LeaseToolFailed extends Error {}

/** What the system said, with the file's name in front of it. */
export function fileFailure(name: string, thrown: unknown): LeaseToolFailed {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  return thrown instanceof LeaseToolFailed ? thrown : new LeaseToolFailed(`${name}: ${text}`)
}
