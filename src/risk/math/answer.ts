/**
 * A value, or the reason why there is none: a metric without a value is null with a `nullReason`,
 * never 0 or NaN.
 */
export type Answer<T, Reason extends string> = Known<T> | Unknown<Reason>

interface Known<T> {
  readonly value: T
  readonly nullReason: null
}

interface Unknown<Reason extends string> {
  readonly value: null
  readonly nullReason: Reason
}

/** An answer with a value. */
export function known<T>(value: T): Known<T> {
  return { value, nullReason: null }
}

/** An answer without a value. */
export function unknown<Reason extends string>(nullReason: Reason): Unknown<Reason> {
  return { value: null, nullReason }
}
