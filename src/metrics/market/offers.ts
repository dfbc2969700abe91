import type { ApiContext, BlockPoint } from '../../reads/context'
import { groupBy } from '../../reads/group-by'
import { type Commitment, loadCommitments, type Protocol } from '../../reads/vaults/commitments'
import { loadPoolStakes, type PoolStake } from '../../reads/vaults/pools'
import { loadRegistered, type Registered } from '../../reads/vaults/services'
import { type PoolMarket, poolMarket } from '../../risk/market/pool-market'

/** What a pool holds and promises, and why an amount is unknown; null: all are known. */
export interface PoolOffer extends PoolMarket {
  readonly protocol: Protocol
  readonly pool: string
  /** Null: unknown. */
  readonly stake: bigint | null
  readonly nullReason: PoolStake['nullReason']
}

/** The security that protocols offer at a block. */
export interface Offers {
  readonly registered: Readonly<Record<Protocol, Registered>>
  /** By protocol and pool. */
  readonly pools: readonly PoolOffer[]
  readonly commitments: readonly Commitment[]
}

/** The protocols, in the order of answers. */
export const PROTOCOLS: readonly Protocol[] = ['EIGENLAYER', 'SYMBIOTIC']

/** Reads what pools hold and promise at a block, and who is registered. */
export async function loadOffers(context: ApiContext, block: BlockPoint): Promise<Offers> {
  const registered = await loadRegistered(context, block.number)
  const stakes = await loadPoolStakes(context, block)
  const commitments = await loadCommitments(context, block, null)
  // Stake in another unit is never added to that of the pool.
  const inOwnUnit = commitments.filter(({ unit }) => unit === null)
  const byPool = groupBy(inOwnUnit, ({ pool }) => pool)
  const pools = stakes.map((one) => offerOf(one, byPool.get(one.pool) ?? []))
  return { registered, pools, commitments }
}

function offerOf(
  { protocol, pool, stake, nullReason }: PoolStake,
  commitments: readonly Commitment[],
): PoolOffer {
  const promises = commitments.map(({ operator, avs, slashable }) => {
    return { operator, service: avs, slashable }
  })
  const market = poolMarket(stake, promises)
  const isUnknown = stake === null || market.promised === null
  return {
    protocol,
    pool,
    stake,
    ...market,
    nullReason: isUnknown ? (nullReason ?? 'CONSTANT_UNKNOWN') : null,
  }
}
