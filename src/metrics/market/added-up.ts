import type { Commitment } from '../../reads/vaults/commitments'
import { hhi } from '../../risk/concentration/herfindahl'
import { population } from '../../risk/concentration/population'
import type { Ratio } from '../../risk/math/ratio'
import type { Valuation } from '../../risk/value/valuation'
import { Value } from '../../risk/value/value'
import { stakeAmount } from '../define/coverage'
import { field } from '../define/object'
import { decimal, nullable } from '../define/type'
import type { PoolOffer } from './offers'

/** Fields of what a protocol offers, added up over its pools. */
export const addedUpFields = {
  stake: field(
    stakeAmount,
    'What its pools hold. Null, too, if the stake of one of them is unknown.',
  ),
  promised: field(
    stakeAmount,
    'Sum of what each operator set can slash. Null, too, if one of them is unknown.',
  ),
  slashable: field(
    stakeAmount,
    'What can be slashed together: pool by pool the smaller of stake and promises. Null, too, if that of a pool is unknown.',
  ),
  leverage: field(
    nullable(decimal),
    '`promised` by `stake`; above 1 not all promises can be paid. Null: one is unknown, or there is no stake.',
  ),
  operatorHhi: field(
    nullable(decimal),
    'Herfindahl-Hirschman index of `promised` over operators, in (0, 1]; null: nothing is promised, or it is unknown.',
  ),
  serviceHhi: field(nullable(decimal), 'The same over AVSs, or networks.'),
}

/** How amounts of pools are added up. */
export interface PoolPrices {
  readonly valued: Valuation
  /** Null: a pool without any stake. */
  readonly positionOf: (id: string) => number | null
}

/** What pools offer, added up. Null: unknown, or there is nothing to measure. */
export interface AddedUp {
  readonly stake: Value | null
  readonly promised: Value | null
  readonly slashable: Value | null
  readonly leverage: Ratio | null
  readonly operatorHhi: Ratio | null
  readonly serviceHhi: Ratio | null
}

/** Adds up what pools offer. What is unknown of one pool is unknown of all together, never 0. @param commitments in units of the pools */
export function addUp(
  { valued, positionOf }: PoolPrices,
  pools: readonly PoolOffer[],
  commitments: readonly Commitment[],
): AddedUp {
  const worthIn = (pool: string, amount: bigint | null) => {
    const position = positionOf(pool)
    return position === null || amount === null ? valued.none : valued.worth(position, amount)
  }
  const sum = (of: 'stake' | 'promised' | 'slashable') =>
    pools.some((one) => one[of] === null)
      ? null
      : Value.sum(
          pools.map((one) => worthIn(one.pool, one[of])),
          valued.none,
        )
  const [stake, promised, slashable] = [sum('stake'), sum('promised'), sum('slashable')]
  const concentration = (by: 'operator' | 'avs'): Ratio | null => {
    if (promised === null) return null
    const values = commitments.map(({ pool, slashable: amount }) => worthIn(pool, amount))
    const { amounts } = Value.pricedPart(values, valued.none)
    return hhi(
      population(commitments.map((one, index) => ({ id: one[by], amount: amounts[index]! }))),
    )
  }
  return {
    stake,
    promised,
    slashable,
    leverage: stake && promised ? promised.share(stake).value : null,
    operatorHhi: concentration('operator'),
    serviceHhi: concentration('avs'),
  }
}

/** Why something of pools is unknown; null: nothing is. */
export function unknownOf(pools: readonly PoolOffer[]): PoolOffer['nullReason'] {
  return pools.find(({ nullReason }) => nullReason !== null)?.nullReason ?? null
}
