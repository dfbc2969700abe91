import type { Grouping } from '../../reads/files/labels'
import type { PoolInfo } from '../../reads/pools'
import { type ClassSplit, classShare } from '../../risk/base-layer/asset-classes'
import { hhi } from '../../risk/concentration/herfindahl'
import type { StakeGraph } from '../../risk/graph/graph'
import { toDecimal } from '../../risk/math/decimal'
import { ratio } from '../../risk/math/ratio'
import { checkCount, MAX_LISTED } from '../legacy/arguments'
import { member, type NullReason } from '../legacy/meta'

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
export function shownSplit(
  split: ClassSplit,
  unit: bigint,
  pools: readonly string[],
  hasUnpriced: boolean,
) {
  const { classes, unclassified, unclassifiedPools } = split
  const stake = classes.total + unclassified
  const amount = (num: bigint) => toDecimal({ num, den: unit })
  const concentration = unclassified === 0n ? hhi(classes) : null
  return {
    stake: amount(stake),
    classes: classes.members.map(({ id, amount: own }) => {
      const { value } = classShare(split, id)
      return {
        name: id,
        stake: amount(own),
        share: value && toDecimal(value),
        atLeast: toDecimal(ratio(own, stake), 'DOWN'),
        atMost: toDecimal(ratio(own + unclassified, stake), 'UP'),
      }
    }),
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
