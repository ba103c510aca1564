/**
 * A value that is there already, or will be. Everything that may have to wait returns this: synchronous when it can
 * be, so that a packet whose data is in memory never pays for a promise.
 */
export type Now<T> = T | Promise<T>

/** True when the value has to be waited for. */
export function isPending<T>(value: Now<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
}
