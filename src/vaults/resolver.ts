/** Who may veto slashings of a subnetwork, as stored. */
export interface StoredResolver {
  /** Null: none. */
  readonly resolver: string | null
  readonly hasPending: boolean
  /** Null: none. */
  readonly pendingResolver: string | null
  /** Null: unknown. */
  readonly pendingFrom: bigint | null
}

/**
 * The resolver at a time at or after the block of the row (VetoSlasher.resolverAt); null: none; undefined: unknown, because
 * a constant of the slasher is.
 */
export function resolverAt(
  { resolver, hasPending, pendingResolver, pendingFrom }: StoredResolver,
  time: bigint,
): string | null | undefined {
  if (!hasPending || resolver === pendingResolver) return resolver
  if (pendingFrom === null) return undefined
  return time >= pendingFrom ? pendingResolver : resolver
}
