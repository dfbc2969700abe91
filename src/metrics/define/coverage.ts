import { toDecimal } from '../../risk/math/decimal'
import type { Ratio } from '../../risk/math/ratio'
import { type Coverage, Value } from '../../risk/value/value'
import { type CoverageValues, coverageType, type NullReason, nullReason } from './meta'
import { field, lazy } from './object'
import { nullable, type Type } from './type'

/**
 * An amount of stake: its priced part, so the amount is at least that where coverage is not complete. Null: nothing of it has a
 * price, and it is not 0. Nothing but a `Value` is one.
 */
export const stakeAmount = amountRounded('HALF_EVEN')
/** The same, rounded down: what is left. */
export const stakeLeft = amountRounded('DOWN')
/** The same, rounded up unless it is only a lower bound: what is lost. */
export const stakeLost = amountRounded('UP')

function amountRounded(rounding: 'DOWN' | 'HALF_EVEN' | 'UP'): Type<Value | null> {
  return {
    sdl: 'BigDecimal',
    definitions: [],
    empty: null,
    serialize(value) {
      if (value === null || value.isUnknown) return null
      return toDecimal(value.lowerBound(), value.isComplete ? rounding : 'DOWN')
    },
  }
}

/** Fields of every row with figures that rest on prices; `covered` gives their values. */
export const coverageFields = {
  coverage: lazy(
    nullable(coverageType),
    'How much of the stake that figures of this row rest on has a price. If it is not complete, amounts are lower bounds and shares are those of the priced part. Null where stake is not measured.',
  ),
  nullReason: field(
    nullable(nullReason),
    'UNPRICED: a figure of this row is null because it is not 0 and nothing of it has a price. Null: there is none like that.',
  ),
}

/** Coverage and null reason of a row. */
export interface Covered {
  readonly coverage: () => CoverageValues | null
  readonly nullReason: NullReason | null
}

/**
 * Coverage and null reason of a row.
 * @param pools ids of all pools
 * @param shown amounts that its figures show, or are shares of
 * @param holders stake that its figures rest on, by holder. Default: those amounts
 */
export function covered(
  pools: readonly string[],
  shown: readonly Value[],
  holders: () => Iterable<Value> = () => shown,
): Covered {
  return {
    coverage: () => coverageValues(pools, Value.coverage(holders())),
    nullReason: shown.some(({ isUnknown }) => isUnknown) ? 'UNPRICED' : null,
  }
}

/**
 * An index of the priced part; null if it is 0 and not all has a price, for it may be 0 only because something is missing.
 */
export function unlessZero(index: Ratio | null, isComplete: boolean): Ratio | null {
  return index?.num === 0n && !isComplete ? null : index
}

/** Coverage as answers have it. @param pools ids of all pools */
export function coverageValues(
  pools: readonly string[],
  { unpriced, ...counts }: Coverage,
): CoverageValues {
  return {
    ...counts,
    unpriced: (limit) => unpriced.slice(0, limit).map((pool) => pools[pool]!),
  }
}
