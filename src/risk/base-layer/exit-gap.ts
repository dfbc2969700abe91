/**
 * Blocks until stake that starts to exit now can no longer be slashed: the longer of withdrawal
 * delay (stakers) and deallocation delay (operators). Both are inclusive, so one block more. Null:
 * one of them is unknown.
 */
export function blocksToExit(
  withdrawalDelay: number | null,
  deallocationDelay: number | null,
): number | null {
  if (withdrawalDelay === null || deallocationDelay === null) return null
  return Math.max(withdrawalDelay, deallocationDelay) + 1
}

/**
 * Exit gap: blocks to exit minus the blocks of notice before a change takes effect. Above 0: the
 * change binds even stake that starts to exit when the change is announced. Null: one of them is
 * unknown.
 */
export function exitGap(exit: number | null, notice: number | null): number | null {
  return exit === null || notice === null ? null : exit - notice
}
