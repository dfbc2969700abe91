/** A value, or the reason why there is none. */
export type Answer<T, Reason extends string> = Known<T> | Unknown<Reason>

export interface Known<T> {
  readonly value: T
  readonly nullReason: null
}

export interface Unknown<Reason extends string> {
  readonly value: null
  readonly nullReason: Reason
}

export function known<T>(value: T): Known<T> {
  return { value, nullReason: null }
}

export function unknown<Reason extends string>(nullReason: Reason): Unknown<Reason> {
  return { value: null, nullReason }
}
