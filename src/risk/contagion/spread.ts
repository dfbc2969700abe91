import { quotient } from '../math/quotient'
import { compare, largestFirst, type Ratio, ratio } from '../math/ratio'
import { Value } from '../value/value'
import { debtRank, type Propagation } from './debt-rank'
import type { Impact } from './impact'
import { type RadiusBounds, spectralRadius } from './spectral-radius'

/** Distress of services after a shock has spread. */
interface Spread {
  /** Bounds of the spectral radius of the impacts: below 1 distress dies out. */
  readonly radius: RadiusBounds
  /** Distress of each service, in [0, 1]; null: LINEAR distress that does not provably settle. */
  readonly level: readonly number[] | null
  /** Rounds in which distress was passed on; null as `level`. */
  readonly rounds: number | null
  /** Distress beyond the shock, averaged over services by stake, in [0, 1]; null as `level`. */
  readonly index: number | null
}

/**
 * Spreads a shock over the impacts of slashings; see `debtRank`. LINEAR distress is only computed
 * where the spectral radius is proven to be below 1.
 * @param impact of services that have some stake with a price: what has none is left out
 * @param shock distress of each service at first, in [0, 1]
 * @throws RangeError as `debtRank`
 */
export function spread(
  { rows, stake, none }: Omit<Impact, 'drops'>,
  shock: readonly Ratio[],
  propagation: Propagation,
): Spread {
  const radius = spectralRadius(rows)
  const first = shock.map(({ num, den }) => quotient(num, den))
  const isStable = propagation === 'ONCE' || compare(radius.upper, ratio(1n)) < 0n
  const distress = isStable ? debtRank(rows, first, propagation) : null
  if (distress === null) return { radius, level: null, rounds: null, index: null }
  const { level, rounds } = distress
  return {
    radius,
    level,
    rounds,
    index: addedDistress(first, level, Value.pricedPart(stake, none).amounts),
  }
}

function addedDistress(
  first: readonly number[],
  level: readonly number[],
  stake: readonly bigint[],
): number {
  const total = stake.reduce((sum, one) => sum + one, 0n)
  return level.reduce(
    (sum, distress, service) =>
      sum + quotient(stake[service]!, total) * (distress - first[service]!),
    0,
  )
}

/** The part of its stake that service `on` loses when service `by` slashes. */
interface PairImpact {
  readonly by: number
  readonly on: number
  /** What it loses. */
  readonly drop: Value
  /** In (0, 1]; null: nothing that it loses has a price. */
  readonly part: Ratio | null
}

/** Entries of an impact matrix, largest first, then by slashing and by losing service. */
export function rankedImpacts({ drops, stake }: Pick<Impact, 'drops' | 'stake'>): PairImpact[] {
  const all = drops.flatMap((row, on) =>
    [...row].map(([by, drop]) => ({ by, on, drop, part: drop.share(stake[on]!).value })),
  )
  return all.sort((a, b) => largestFirst(a.part, b.part) || a.by - b.by || a.on - b.on)
}

/**
 * Positions of services with stake or a shock, most distressed first, then by position.
 * @param level distress of each service; null: by position only
 */
export function affectedServices(
  stake: readonly Value[],
  shock: readonly Ratio[],
  level: readonly number[] | null,
): number[] {
  const affected = [...stake.keys()].filter(
    (one) => stake[one]!.isZero !== true || shock[one]!.num > 0n,
  )
  // The sort is stable.
  return level ? affected.sort((a, b) => level[b]! - level[a]!) : affected
}
