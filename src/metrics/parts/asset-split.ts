import type { PoolInfo } from '../../reads/graph/graphs'
import type { Grouping } from '../../reads/labels'
import {
  type ClassSplit,
  classBounds,
  classConcentration,
} from '../../risk/base-layer/asset-classes'
import type { StakeGraph } from '../../risk/graph/graph'
import { toDecimal } from '../../risk/math/decimal'
import { checkCount, MAX_LISTED } from '../define/arguments'
import { member, type NullReason } from '../define/meta'

/** Class of each pool: by the label of the pool, or else of its token; null: none. */
export function classesOf(
  { pools }: StakeGraph,
  infos: readonly PoolInfo[],
  grouping: Grouping | null,
): (string | null)[] {
  return pools.map((pool, position) => {
    const { asset } = infos[position]!
    const ofToken = asset === null ? null : (grouping?.groupOf.get(asset) ?? null)
    return grouping?.groupOf.get(pool) ?? ofToken
  })
}

/**
 * Type AssetSplit.
 * @param unit denominator of the amounts
 * @param pools by position
 */
export function serializeSplit(
  split: ClassSplit,
  unit: bigint,
  pools: readonly string[],
  hasUnpriced: boolean,
) {
  const { classes, unclassified, unclassifiedPools } = split
  const amount = (num: bigint) => toDecimal({ num, den: unit })
  const concentration = classConcentration(split)
  return {
    stake: amount(classes.total + unclassified),
    classes: classBounds(split).map(({ id, amount: own, share, atLeast, atMost }) => ({
      name: id,
      stake: amount(own),
      share: share && toDecimal(share),
      atLeast: toDecimal(atLeast, 'DOWN'),
      atMost: toDecimal(atMost, 'UP'),
    })),
    unclassified: amount(unclassified),
    unclassifiedPools: ({ limit }: { limit: number }) => {
      checkCount('limit', limit, MAX_LISTED)
      return unclassifiedPools.slice(0, limit).map((pool) => member(pools[pool]!))
    },
    hhi: concentration && toDecimal(concentration),
    hasUnpriced,
    nullReason: noShares(split, hasUnpriced),
  }
}

function noShares({ classes, unclassified }: ClassSplit, hasUnpriced: boolean): NullReason | null {
  if (unclassified > 0n) return 'UNCLASSIFIED'
  if (classes.nullReason !== null && hasUnpriced) return 'UNPRICED'
  return classes.nullReason
}
