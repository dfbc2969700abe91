import { ceil, type Ratio, ratio } from '../math/ratio'
import { type CoverItem, cheapestChoice } from './cheapest-choice'

/** Default number of items that are tried in all combinations: takes milliseconds. */
const EXACT_ITEMS = 24
/** Maximum of that number: takes a second or two and a few hundred MB. */
const MAX_EXACT_ITEMS = 40

/** Bounds of the cheapest choice of items whose weights reach a target. */
export interface Cover {
  /** Cost if items could be taken in part (linear relaxation): a lower bound. */
  readonly relaxed: Ratio
  /** Lower bound: no choice costs less. */
  readonly lower: bigint
  /** Cost of `items`; if equal to `lower`, the minimum cost. */
  readonly upper: bigint
  /** Positions of the items of the cheapest choice found, ascending. */
  readonly items: readonly number[]
}

interface Line extends CoverItem {
  readonly position: number
}

/**
 * Knapsack cover problem: minimum cost of items that together weigh at least `target`. Null if all
 * together weigh less.
 *
 * Exact for up to `exactItems` items with cost and weight (meet in the middle over Pareto-optimal
 * choices). Of more items, the lower bound takes the lighter ones for free, and the upper bound is
 * the better of a search without them and of items taken by cost per weight.
 * @throws RangeError on a negative cost or weight, and if exactItems is not in [0, MAX_EXACT_ITEMS]
 */
export function cheapestCover(
  items: readonly CoverItem[],
  target: Ratio,
  exactItems = EXACT_ITEMS,
): Cover | null {
  if (!(exactItems >= 0 && exactItems <= MAX_EXACT_ITEMS)) {
    throw new RangeError(`Number of items not in [0, ${MAX_EXACT_ITEMS}]: ${exactItems}`)
  }
  const lines = items.map(({ cost, weight }, position): Line => {
    if (cost < 0n || weight < 0n) throw new RangeError(`Negative amount: ${cost}, ${weight}`)
    return { cost, weight, position }
  })
  const free = lines.filter(({ cost, weight }) => cost === 0n && weight > 0n)
  const paid = heaviestFirst(lines.filter(({ cost, weight }) => cost > 0n && weight > 0n))
  const given = weightOf(free)
  const need = ceil(target) - given
  if (weightOf(paid) < need) return null

  const byRate = [...paid].sort((a, b) => {
    const order = a.cost * b.weight - b.cost * a.weight
    return order < 0n ? -1 : order > 0n ? 1 : a.position - b.position
  })
  const relaxed = partly(byRate, ratio(target.num - given * target.den, target.den))
  const heavy = paid.slice(0, exactItems)
  const light = paid.slice(exactItems)
  const best = cheapestChoice(heavy, need)
  const greedy = byRateUntil(byRate, need)
  const chosen = best && costOf(best) <= costOf(greedy) ? best : greedy
  const searched = light.length === 0 ? best : cheapestChoice(heavy, need - weightOf(light))
  const lower = larger(ceil(relaxed), costOf(searched ?? []))
  return {
    relaxed,
    lower,
    upper: costOf(chosen),
    items: [...byRateUntil(heaviestFirst(free), ceil(target)), ...chosen]
      .map(({ position }) => position)
      .sort((a, b) => a - b),
  }
}

function heaviestFirst(lines: readonly Line[]): Line[] {
  return [...lines].sort((a, b) => Number(b.weight > a.weight) - Number(b.weight < a.weight))
}

/**
 * Items in the given order until their weight reaches `need`, without items that are not needed in
 * the end.
 */
function byRateUntil(lines: readonly Line[], need: bigint): Line[] {
  const taken: Line[] = []
  let weight = 0n
  for (const line of lines) {
    if (weight >= need) break
    taken.push(line)
    weight += line.weight
  }
  const kept: Line[] = []
  for (const line of taken.sort((a, b) => Number(b.cost > a.cost) - Number(b.cost < a.cost))) {
    if (weight - line.weight >= need) weight -= line.weight
    else kept.push(line)
  }
  return kept
}

/** Cost of a target weight if items, cheapest per weight first, can be taken in part. */
function partly(byRate: readonly Line[], target: Ratio): Ratio {
  let cost = 0n
  let weight = 0n
  for (const line of byRate) {
    const missing = target.num - weight * target.den
    if (missing <= 0n) break
    if (line.weight * target.den >= missing) {
      return ratio(cost * line.weight * target.den + line.cost * missing, line.weight * target.den)
    }
    cost += line.cost
    weight += line.weight
  }
  return ratio(cost)
}

function weightOf(lines: readonly Line[]): bigint {
  return lines.reduce((sum, { weight }) => sum + weight, 0n)
}

function costOf(lines: readonly Line[]): bigint {
  return lines.reduce((sum, { cost }) => sum + cost, 0n)
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
