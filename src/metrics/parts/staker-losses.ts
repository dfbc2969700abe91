import type { ApiContext } from '../../reads/context'
import { loadStakesAtSlashing, type SlashedPool } from '../../reads/history/slashed-stake'
import { NATIVE_POOL } from '../../reads/pools'
import { type StakerLoss, slashingLosses } from '../../risk/losses/slashing-losses'
import { field, object } from '../define/object'
import { bigInt, bytes } from '../define/type'

/** Type SlashingLoss. */
export const slashingLoss = object(
  'SlashingLoss',
  'What a staker lost by a slashing in one pool. Shares are base units of the pool.',
  {
    staker: field(bytes, 'Staker.'),
    pool: field(bytes, 'Pool, or vault.'),
    before: field(
      bigInt,
      'Withdrawable shares before; of a vault what its active shares were worth (activeBalanceOf).',
    ),
    after: field(bigInt, 'The same after.'),
    queuedLoss: field(
      bigInt,
      'Shares lost in withdrawals that were queued and could still be slashed; of a vault in those of the current and the next epoch (withdrawalsOf).',
    ),
    loss: field(bigInt, 'before - after + queuedLoss.'),
  },
)

/** Losses, the largest first. */
export function largestFirst<Loss extends { readonly loss: bigint; readonly staker: string }>(
  losses: readonly Loss[],
): Loss[] {
  return [...losses].sort((a, b) => {
    if (a.loss !== b.loss) return a.loss > b.loss ? -1 : 1
    return a.staker < b.staker ? -1 : Number(a.staker > b.staker)
  })
}

/** What a staker loses in a pool. */
export interface PoolLoss extends StakerLoss {
  readonly pool: string
}

/** What stakers lose by a slashing of EigenLayer in one pool. */
export async function stakerLosses(context: ApiContext, slashed: SlashedPool): Promise<PoolLoss[]> {
  const { pool, before, after } = slashed
  const { stakes: delegated, queued } = await loadStakesAtSlashing(context, slashed)
  const isNative = pool === NATIVE_POOL
  return slashingLosses({ before, after, isNative, delegated, queued }).map((loss) => {
    return { ...loss, pool }
  })
}
