import type { VaultState } from './commitments'
import { captureEpoch } from './epoch'
import type { VaultRows } from './rows'
import { slashableStake } from './slashable'
import { stakeIn } from './stake'

/** What can be slashed of stake that was captured at a time. */
export interface CapturedStake {
  /** BaseSlasher.slashableStake. */
  readonly slashable: bigint
  /** Whether the time is in the epoch before the current one. */
  readonly isBefore: boolean
}

/** Stake of a vault that is promised to a subnetwork through an operator. */
export interface CommitmentRef {
  readonly vault: string
  readonly set: string
  readonly operator: string
}

/**
 * What can be slashed of a commitment's stake at an earlier time. Who has a slasher or a middleware is not asked.
 *
 * @param past rows at that time
 * @param times unix seconds, of the stake and of the slashing
 * @returns null: it depends on a constant that is unknown
 */
export function capturedStake(
  { rows, slashes }: Pick<VaultState, 'rows' | 'slashes'>,
  past: VaultRows,
  { vault, set, operator }: CommitmentRef,
  times: { readonly capture: bigint; readonly now: bigint },
): CapturedStake | null {
  const row = rows.vaults.get(vault)
  if (!row || row.epochDuration === null) return null
  const epoch = captureEpoch(
    { start: row.epochStart, duration: row.epochDuration },
    times.capture,
    times.now,
  )
  const own = slashes.get(vault)?.get(set)?.get(operator) ?? []
  const stake = stakeIn(past, vault, set, operator)
  const slashable = epoch === null ? 0n : slashableStake(times, stake, own, row.epochDuration)
  return slashable === null ? null : { slashable, isBefore: epoch === 'PREVIOUS' }
}
