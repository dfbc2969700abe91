import type { ApiContext } from '../reads/context'
import { apiError } from '../reads/errors'
import { NATIVE } from '../reads/graph/native'
import { mulWad } from '../risk/math/wad'
import { MAX_LISTED } from './define/arguments'
import type { SchemaPart } from './define/part'

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

interface Part {
  block: number
  operator: string
  pool: string
  before: string
  after: string
  delay: number | null
}

const PARTS_SQL = `
  SELECT s.block, s.operator_id AS operator, p.pool_id AS pool,
    p.max_magnitude_before::text AS before, p.max_magnitude_after::text AS after,
    (SELECT r.min_withdrawal_delay_blocks FROM protocol r
     WHERE r.from_block <= s.block AND (r.to_block IS NULL OR r.to_block > s.block)) AS delay
  FROM slashing s JOIN slashed_pool p ON p.slashing_id = s.id
  WHERE s.id = $1 AND s.block <= $2 ORDER BY p.position`

const holds = (alias: string) =>
  `${alias}.from_block <= $3 AND (${alias}.to_block IS NULL OR ${alias}.to_block > $3)`

/** Stakers of the operator at the end of the block before. */
const STAKES_SQL = `
  SELECT d.staker_id AS staker, s.deposit_shares::text AS deposit, s.scaling_factor::text AS scaling,
    k.beacon_chain_slashing_factor::text AS beacon
  FROM delegation d
  JOIN stake s ON s.key = d.staker_id || '-' || $2 AND ${holds('s')}
  JOIN staker k ON k.key = d.staker_id AND ${holds('k')}
  WHERE d.operator_id = $1 AND ${holds('d')} AND s.deposit_shares > 0`

/** What was queued from the operator and could still be slashed in the block after $3. */
const QUEUED_SQL = `
  SELECT w.staker_id AS staker, i.scaled_shares::text AS scaled, k.beacon_chain_slashing_factor::text AS beacon
  FROM withdrawal w JOIN withdrawal_item i ON i.withdrawal_id = w.key AND i.block <= $3
  JOIN staker k ON k.key = w.staker_id AND ${holds('k')}
  WHERE w.operator_id = $1 AND i.pool_id = $2 AND ${holds('w')} AND w.status = 'QUEUED'
    AND i.shares_at_queue IS NOT NULL AND w.start_block >= $3 + 1 - $4::int`

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
  const parts = await context.query<Part>(PARTS_SQL, [slashing, number])
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

async function lossesOf(context: ApiContext, part: Part): Promise<Loss[]> {
  const { operator, pool, block } = part
  const [before, after] = [BigInt(part.before), BigInt(part.after)]
  const isNative = pool === NATIVE
  const factor = (max: bigint, beacon: string) => (isNative ? mulWad(max, BigInt(beacon)) : max)
  const found = new Map<string, Loss>()
  const of = (staker: string) => {
    const known = found.get(staker) ?? { staker, pool, before: 0n, after: 0n, queuedLoss: 0n }
    found.set(staker, known)
    return known
  }
  const stakes = await context.query<Record<'staker' | 'deposit' | 'scaling' | 'beacon', string>>(
    STAKES_SQL,
    [operator, pool, block - 1],
  )
  for (const { staker, deposit, scaling, beacon } of stakes) {
    const scaled = mulWad(BigInt(deposit), BigInt(scaling))
    const loss = of(staker)
    loss.before = mulWad(scaled, factor(before, beacon))
    loss.after = mulWad(scaled, factor(after, beacon))
  }
  if (part.delay !== null) {
    const queued = await context.query<Record<'staker' | 'scaled' | 'beacon', string>>(QUEUED_SQL, [
      operator,
      pool,
      block - 1,
      part.delay,
    ])
    for (const { staker, scaled, beacon } of queued) {
      const shares = BigInt(scaled)
      of(staker).queuedLoss +=
        mulWad(shares, factor(before, beacon)) - mulWad(shares, factor(after, beacon))
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
