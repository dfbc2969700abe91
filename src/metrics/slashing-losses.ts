import type { ApiContext } from '../reads/context'
import { apiError } from '../reads/errors'
import {
  loadDelegatedShares,
  loadQueuedShares,
  loadSlashedPools,
  type SlashedPool,
} from '../reads/history/slashed-stake'
import { NATIVE_POOL } from '../reads/pools'
import { mulWad } from '../risk/math/wad'
import type { SchemaPart } from './define/part'
import { MAX_LISTED } from './legacy/arguments'

const typeDefs = /* GraphQL */ `
extend type Query {
  """
  What each staker lost by a slashing, pool by pool; the largest loss first.

  Withdrawable shares with the operator's max magnitude before and after the slashing, for who delegated to the operator at
  the end of the block before, with the deposits and factors of then (DelegationManager.getWithdrawableShares); and shares
  in withdrawals that could still be slashed. Other events of the same block are not in it. The losses of all stakers
  differ from what the operator lost by less than one base unit for each staker and pool, by the contracts' rounding.
  """
  slashingLosses(
    "Id of the slashing."
    slashing: String!
    "How many, 1 to 1000."
    limit: Int! = 100
    "How many to pass over."
    offset: Int! = 0
  ): [SlashingLoss!]!
}

"What a staker lost by a slashing in one pool. Shares are base units of the pool."
type SlashingLoss {
  "Staker."
  staker: Bytes!
  "Pool."
  pool: Bytes!
  "Withdrawable shares before."
  before: BigInt!
  "Withdrawable shares after."
  after: BigInt!
  "Shares lost in withdrawals that were queued and could still be slashed."
  queuedLoss: BigInt!
  "before - after + queuedLoss."
  loss: BigInt!
}
`

interface Loss {
  staker: string
  pool: string
  before: bigint
  after: bigint
  queuedLoss: bigint
}

async function slashingLosses(
  _: unknown,
  { slashing, limit, offset }: { slashing: string; limit: number; offset: number },
  context: ApiContext,
) {
  if (limit < 1 || limit > MAX_LISTED || offset < 0) {
    throw apiError('BAD_USER_INPUT', `A page cannot be ${limit} after ${offset}.`, {
      hint: `Ask for 1 to ${MAX_LISTED}, after 0 or more.`,
    })
  }
  const { number } = await context.at()
  const parts = await loadSlashedPools(context, slashing, number)
  if (parts.length === 0) {
    throw apiError('BAD_USER_INPUT', `There is no slashing ${JSON.stringify(slashing)}.`, {
      hint: 'Give the id of a row of slashings.',
    })
  }
  const losses: Loss[] = []
  for (const part of parts) losses.push(...(await lossesOf(context, part)))
  losses.sort((a, b) => compare(lossOf(b), lossOf(a)) || (a.staker < b.staker ? -1 : 1))
  return losses.slice(offset, offset + limit).map((loss) => ({
    staker: loss.staker,
    pool: loss.pool,
    before: `${loss.before}`,
    after: `${loss.after}`,
    queuedLoss: `${loss.queuedLoss}`,
    loss: `${lossOf(loss)}`,
  }))
}

async function lossesOf(context: ApiContext, part: SlashedPool): Promise<Loss[]> {
  const { operator, pool, block, before, after, withdrawalDelay } = part
  const isNative = pool === NATIVE_POOL
  const factor = (max: bigint, beacon: bigint) => (isNative ? mulWad(max, beacon) : max)
  const found = new Map<string, Loss>()
  const of = (staker: string) => {
    const known = found.get(staker) ?? { staker, pool, before: 0n, after: 0n, queuedLoss: 0n }
    found.set(staker, known)
    return known
  }
  const stakes = await loadDelegatedShares(context, operator, pool, block - 1)
  for (const { staker, deposit, scaling, beacon } of stakes) {
    const scaled = mulWad(deposit, scaling)
    const loss = of(staker)
    loss.before = mulWad(scaled, factor(before, beacon))
    loss.after = mulWad(scaled, factor(after, beacon))
  }
  if (withdrawalDelay !== null) {
    const queued = await loadQueuedShares(context, operator, pool, block - 1, withdrawalDelay)
    for (const { staker, scaled, beacon } of queued) {
      of(staker).queuedLoss +=
        mulWad(scaled, factor(before, beacon)) - mulWad(scaled, factor(after, beacon))
    }
  }
  return [...found.values()].filter((loss) => lossOf(loss) > 0n)
}

function lossOf({ before, after, queuedLoss }: Loss): bigint {
  return before - after + queuedLoss
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Field `slashingLosses`. */
export const lossesSchema: SchemaPart = { typeDefs, resolvers: { Query: { slashingLosses } } }
