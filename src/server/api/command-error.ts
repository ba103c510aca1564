/** Kea's result codes. */
export const Result = {
  success: 0,
  error: 1,
  unsupported: 2,
  /** Nothing was found; what was asked for does not exist. */
  empty: 3,
  /** In conflict with the state of the server; Kea 3 only, 1 before. */
  conflict: 4,
} as const

/**
 * Why a command cannot be done. Thrown inside of a command only: the dispatcher turns it into a reply. Anything else that
 * a command throws is a fault of ours, is logged as such, and answered with result 1.
 */
export class CommandError extends Error {
  constructor(
    text: string,
    readonly result: number = Result.error,
  ) {
    super(text)
  }
}
