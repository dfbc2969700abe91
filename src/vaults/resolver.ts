/** Who may veto slashings of a subnetwork, as stored. */
export interface StoredResolver {
  /** Null: none. */
  readonly storedResolver: string | null
  readonly hasPending: boolean
  /** Null: none. */
  readonly storedPendingResolver: string | null
  /** Null: unknown. */
  readonly storedPendingFrom: bigint | null
}

/**
 * The resolver at a time at or after the block of the row (VetoSlasher.resolverAt); null: none; undefined: unknown, because
 * a constant of the slasher is.
 */
export function resolverAt(row: StoredResolver, time: bigint): string | null | undefined {
  const { storedResolver, hasPending, storedPendingResolver, storedPendingFrom } = row
  if (!hasPending || storedResolver === storedPendingResolver) return storedResolver
  if (storedPendingFrom === null) return undefined
  return time >= storedPendingFrom ? storedPendingResolver : storedResolver
}
