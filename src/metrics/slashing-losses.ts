import type { ApiContext } from '../reads/context'
import {
  isOfVault,
  loadSlashedPools,
  loadStakesAtSlashing,
  type SlashedPool,
} from '../reads/history/slashed-stake'
import { NATIVE_POOL } from '../reads/pools'
import { slashingLosses } from '../risk/losses/slashing-losses'
import { count, id, limit } from './define/arguments'
import { invalidArgument } from './define/errors'
import { rootField } from './define/metric'
import { field, object } from './define/object'
import { bigInt, bytes, list } from './define/type'

const slashingLoss = object(
  'SlashingLoss',
  'What a staker lost by a slashing in one pool. Shares are base units of the pool.',
  {
    staker: field(bytes, 'Staker.'),
    pool: field(bytes, 'Pool.'),
    before: field(bigInt, 'Withdrawable shares before.'),
    after: field(bigInt, 'Withdrawable shares after.'),
    queuedLoss: field(
      bigInt,
      'Shares lost in withdrawals that were queued and could still be slashed.',
    ),
    loss: field(bigInt, 'before - after + queuedLoss.'),
  },
)

/** Field `slashingLosses`. */
export const slashingLossesMetric = rootField({
  name: 'slashingLosses',
  doc: `What each staker lost by a slashing, pool by pool; the largest loss first.

Withdrawable shares with the operator's max magnitude before and after the slashing, for those who delegated to the operator
at its log, with the deposits and factors that they had there (DelegationManager.getWithdrawableShares); and shares in
withdrawals that could still be slashed. Earlier logs of the same block count, later ones do not.

The losses of all stakers add up to what the operator lost (\`SlashedPool\`) within one base unit for each staker, and what the
contracts round: shares of operators and of stakers are rounded separately at every event and differ by some parts in 1e17
before the slashing, of which it takes its part; in native ETH the factor of a staker, the max magnitude times the beacon chain
factor, is rounded down to 1e-18, a unit of which is scaled shares / 1e18. In native ETH the contracts count queued shares without
the beacon chain factor (\`queuedSharesSlashed\`), which these losses have.`,
  args: {
    slashing: id('Id of the slashing.'),
    limit: limit(100),
    offset: count('How many to skip.', { minimum: 0, otherwise: 0 }),
  },
  type: list(slashingLoss),
  estimate: () => 10,
  async compute({ slashing, limit, offset }, { context }) {
    const { number } = await context.at()
    const pools = await loadSlashedPools(context, slashing, number)
    if (pools.length === 0) {
      if (await isOfVault(context, slashing)) throw invalidArgument('slashing', slashing, OF_VAULT)
      const hint = 'There is no such slashing. Give the id of a row of slashings.'
      throw invalidArgument('slashing', slashing, hint)
    }
    const losses = []
    for (const pool of pools) losses.push(...(await lossesIn(context, pool)))
    losses.sort((a, b) => {
      if (a.loss !== b.loss) return a.loss > b.loss ? -1 : 1
      return a.staker < b.staker ? -1 : Number(a.staker > b.staker)
    })
    return losses.slice(offset, offset + limit)
  },
})

const OF_VAULT =
  'It is a slashing of a vault, of which all depositors lose the same part: see `pools { realized }` of `slashings`, and `vaultPositions`.'

async function lossesIn(context: ApiContext, slashed: SlashedPool) {
  const { pool, before, after } = slashed
  const { stakes: delegated, queued } = await loadStakesAtSlashing(context, slashed)
  const isNative = pool === NATIVE_POOL
  return slashingLosses({ before, after, isNative, delegated, queued }).map((loss) => {
    return { ...loss, pool }
  })
}
