/**
 * Blocks after which stake that begins to leave now can no longer be slashed: stakers withdraw, operators deallocate, and
 * the slower of the two counts. Both delays are inclusive, so it takes one block more. Null: one of them is unknown.
 */
export function blocksToExit(
  withdrawalDelay: number | null,
  deallocationDelay: number | null,
): number | null {
  if (withdrawalDelay === null || deallocationDelay === null) return null
  return Math.max(withdrawalDelay, deallocationDelay) + 1
}

/**
 * Exit gap: blocks to exit less the blocks of notice before a change holds. Above 0: the change binds stake that began to
 * leave as soon as it was announced. Null: one of them is unknown.
 */
export function exitGap(exit: number | null, notice: number | null): number | null {
  return exit === null || notice === null ? null : exit - notice
}
