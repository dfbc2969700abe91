/** A value with a change that takes effect at a later block. */
export interface WithPending<T> {
  stored: T
  /** Value from `effectBlock` on. */
  pending: T
  /** Null: no change is pending. */
  effectBlock: bigint | null
}

/** The value at a block: the pending one from its effect block on. */
export function valueAt<T>({ stored, pending, effectBlock }: WithPending<T>, block: number): T {
  return effectBlock !== null && block >= effectBlock ? pending : stored
}

/** The value after `block` sets it to `next` from `effectBlock` on. A change that is still pending is replaced. */
export function changed<T>(
  before: WithPending<T | null>,
  next: T,
  effectBlock: bigint,
  block: number,
): WithPending<T | null> {
  if (effectBlock <= block) return { stored: next, pending: null, effectBlock: null }
  return { stored: valueAt(before, block), pending: next, effectBlock }
}
