import type { StakeGraph } from '../../risk/graph/graph'
import { WAD } from '../../risk/math/wad'
import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import { requireIndexedEntity } from '../missing-contracts'
import { NATIVE_POOL } from '../pools'
import { loadStakers } from './stakers'
import type { BlockState } from './stakes'

/** Native ETH at a block, in wei. */
export interface NativeStake {
  /** Withdrawable shares of all stakers, delegated or not. */
  readonly withdrawable: bigint
  /** Shares of all operators. */
  readonly delegated: bigint
  /** Stakers whose beacon chain slashing factor is below 1. */
  readonly slashed: readonly SlashedStaker[]
}

/** A staker with beacon chain slashing. */
export interface SlashedStaker {
  readonly hasPod: boolean
  /** Beacon chain slashing factor, of 1e18. */
  readonly factor: bigint
  readonly deposited: bigint
  readonly withdrawable: bigint
}

/** Reads the restaked native ETH, and the stakers of it with beacon chain slashing. */
export async function loadNativeStake(
  context: ApiContext,
  block: BlockState,
  graph: StakeGraph,
): Promise<NativeStake> {
  requireIndexedEntity('Pod', (await context.head()).missingContracts)
  const layer = await loadStakers(context, block, graph, { pools: [NATIVE_POOL] })
  const own = new Map<string, bigint>()
  layer.staker.forEach((staker, position) => {
    own.set(layer.stakers[staker]!, layer.amount[position]!)
  })
  const rows = await context.query<{
    staker: string
    hasPod: boolean
    factor: string
    deposited: string
  }>(
    `SELECT k.key AS staker, k.pod IS NOT NULL AS "hasPod",
       k.beacon_chain_slashing_factor::text AS factor, greatest(coalesce(s.deposit_shares, 0), 0)::text AS deposited
     FROM staker k LEFT JOIN stake s ON s.key = k.key || '-' || $2
       AND ${heldAt('$1', 's')}
     WHERE ${heldAt('$1', 'k')}
       AND k.beacon_chain_slashing_factor <> ${WAD}`,
    [block.number, NATIVE_POOL],
  )
  const { buckets, pools } = graph
  return {
    withdrawable: [...own.values()].reduce((sum, amount) => sum + amount, 0n),
    delegated: buckets.cap.reduce(
      (sum, cap, bucket) => (pools[buckets.pool[bucket]!] === NATIVE_POOL ? sum + cap : sum),
      0n,
    ),
    slashed: rows.map(({ staker, hasPod, factor, deposited }) => ({
      hasPod,
      factor: BigInt(factor),
      deposited: BigInt(deposited),
      withdrawable: own.get(staker) ?? 0n,
    })),
  }
}
