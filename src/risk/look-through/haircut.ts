import { type Answer, known, unknown } from '../math/answer'
import { compare, divide, multiply, type Ratio, ratio, subtract } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { type BackedToken, outstanding, type WrappingPools } from './layers'

/** What makes units of a token lose worth. */
export interface LossCauses {
  /** Every set slashes all it can of the backing, deeper layers included. */
  readonly slashing: boolean
  /** Units were issued against nothing. */
  readonly unbacked: boolean
}

/** Why a loss is unknown. */
export type LossGap = 'UNPRICED' | 'CYCLE' | 'NO_BACKING' | 'SUPPLY_UNKNOWN'

/** One loss under two rules of who bears it, as parts of the worth of a unit, in [0, 1]. */
export interface Haircuts {
  /** If all units bear it alike. */
  readonly shared: Ratio
  /** If the units of one layer bear it alone, as far as they can; null: it has none. */
  readonly alone: Ratio | null
  /** What is then left for each of the other units; null: there are none. */
  readonly others: Ratio | null
}

const ZERO = ratio(0n)
const ONE = ratio(1n)

/**
 * Divides a loss by both rules: both sum up to it.
 * @param units outstanding, above 0
 * @param lost worth that is lost, in units, at most `units`
 * @param layer units of one layer, at most `units`
 */
export function haircuts(units: Ratio, lost: Ratio, layer: Ratio): Haircuts {
  const borne = smallest(lost, layer)
  const rest = subtract(units, layer)
  return {
    shared: divide(lost, units),
    alone: layer.num === 0n ? null : divide(borne, layer),
    others: rest.num === 0n ? null : divide(subtract(lost, borne), rest),
  }
}

/**
 * Part of its worth that a unit of a token loses if all units bear the loss alike. A token that
 * backs another one hands its loss on the same way; a pool that wraps it can be slashed, too.
 *
 * Parts of several pools are weighted by worth, so pools need prices unless all lose the same part.
 */
export function sharedLoss(
  token: BackedToken,
  pools: WrappingPools,
  valuation: Valuation,
  causes: LossCauses,
): Answer<Ratio, LossGap> {
  const computed = new Map<string, Answer<Ratio, LossGap>>()
  const lossOf = (one: BackedToken, path: readonly string[]): Answer<Ratio, LossGap> => {
    if (path.includes(one.id)) return unknown('CYCLE')
    // A token that reaches a cycle does so from everywhere: its answer does not depend on the path.
    const found = computed.get(one.id) ?? compute(one, [...path, one.id])
    computed.set(one.id, found)
    return found
  }
  const compute = (one: BackedToken, path: readonly string[]): Answer<Ratio, LossGap> => {
    const parts: Ratio[] = []
    for (const { pool, amount, slashable } of one.backing) {
      const own = causes.slashing ? divide(slashable, ratio(amount)) : ZERO
      const inside = pools.get(pool)?.token
      const inner = inside ? lossOf(inside, path) : known(ZERO)
      if (inner.value === null) return inner
      parts.push(afterBoth(own, inner.value))
    }
    const backing = weighted(
      parts,
      one.backing.map(({ pool, amount }) => valuation.worth(pool, amount)),
      valuation.none,
    )
    return backing.value === null || !causes.unbacked || one.unbacked === 0n
      ? backing
      : diluted(one, backing.value)
  }
  return lossOf(token, [])
}

/**
 * A loss of a token by both rules.
 * @param layer units that bear it alone in the second rule; null: unknown. Unknown, or more than there are: only the first rule
 */
export function haircutsOf(token: BackedToken, loss: Ratio, layer: Ratio | null): Haircuts {
  const units = outstanding(token)
  const isKnown = units !== null && layer !== null && compare(layer, ratio(units)) <= 0n
  if (!isKnown) return { shared: loss, alone: null, others: null }
  return haircuts(ratio(units), multiply(loss, ratio(units)), layer)
}

/** The part that is lost after two losses, one of what the other leaves. */
export function afterBoth(a: Ratio, b: Ratio): Ratio {
  return subtract(ONE, multiply(subtract(ONE, a), subtract(ONE, b)))
}

/** Loss of a unit, compared with before, if units against nothing share what is left of the backing. */
function diluted({ supply, unbacked }: BackedToken, lost: Ratio): Answer<Ratio, LossGap> {
  if (supply === null) return unknown('SUPPLY_UNKNOWN')
  const left = multiply(ratio(supply, supply + unbacked), subtract(ONE, lost))
  return known(subtract(ONE, left))
}

/** Mean by worth; where all parts are equal, worth does not matter. */
function weighted(
  parts: readonly Ratio[],
  worths: readonly Value[],
  none: Value,
): Answer<Ratio, LossGap> {
  const [first] = parts
  if (first === undefined) return unknown('NO_BACKING')
  if (parts.every((one) => compare(one, first) === 0n)) return known(first)
  const whole = Value.sum(worths, none)
  if (!whole.isComplete) return unknown('UNPRICED')
  const lost = Value.sum(
    worths.map((worth, index) => worth.times(parts[index]!)),
    none,
  )
  const { value } = lost.share(whole)
  return value === null ? unknown('NO_BACKING') : known(value)
}

function smallest(a: Ratio, b: Ratio): Ratio {
  return compare(a, b) < 0n ? a : b
}
