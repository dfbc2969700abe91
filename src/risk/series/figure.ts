import type { NoValue } from '../concentration/population'
import type { Ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import type { Coverage, Value } from '../value/value'

/** Why a figure has no value. */
type NoFigure = NoValue | 'UNPRICED' | 'UNREACHABLE' | 'NOT_DEFINED' | 'NOT_ADDITIVE'

/** A guarantee: it is rounded down. */
export interface AtLeast {
  readonly atLeast: Ratio
}

/** A figure at one block. */
export interface Reading {
  /** A ratio, a double, an amount of stake or a guarantee; null: there is none. */
  readonly value: Ratio | number | Value | AtLeast | null
  readonly nullReason: NoFigure | null
  /** How much of the stake that it rests on has a price. */
  readonly coverage: Coverage
}

/** A figure of a graph whose amounts change in place: its value now. */
export type Figure = (valuation: Valuation) => Reading

/** An amount of stake as a figure. */
export function amountOf(value: Value, coverage: Coverage): Reading {
  return value.isUnknown
    ? { value: null, nullReason: 'UNPRICED', coverage }
    : { value, nullReason: null, coverage }
}

/** An answer of a measure as a figure. */
export function ratioOf(
  { value, nullReason }: { readonly value: Ratio | null; readonly nullReason: NoFigure | null },
  coverage: Coverage,
): Reading {
  return { value, nullReason, coverage }
}
