import { type Ratio, ratio } from '../math/ratio'
import { type CoverItem, cheapestChoice } from './cheapest-choice'

/** Items tried in all combinations unless told otherwise: milliseconds. */
export const EXACT_ITEMS = 24
/** Most items that may be tried in all combinations: a second or two, and a few hundred MB. */
export const MOST_EXACT_ITEMS = 40

/** The cheapest choice of items whose weights reach a target, as far as it is known. */
export interface Cover {
  /** What it would cost if items could be taken in parts: never more than the true cost. */
  readonly relaxed: Ratio
  /** No choice costs less. */
  readonly lower: bigint
  /** What `items` cost. Equal to `lower`: it is the cheapest choice. */
  readonly upper: bigint
  /** Positions of the items of the cheapest choice found, ascending. */
  readonly items: readonly number[]
}

interface Line extends CoverItem {
  readonly position: number
}

/**
 * Knapsack cover: least cost of items that together weigh at least `target`. Null if all together do not.
 *
 * Exact for up to `exactItems` items that cost and weigh something (meet in the middle over choices that no other choice
 * beats in both). Beyond, the lighter ones are given away for the lower bound, and the upper bound is the better of that
 * search and of taking items by cost per weight.
 * @throws RangeError on a negative cost or weight, and if exactItems is not in [0, MOST_EXACT_ITEMS]
 */
export function cheapestCover(
  items: readonly CoverItem[],
  target: Ratio,
  exactItems = EXACT_ITEMS,
): Cover | null {
  if (!(exactItems >= 0 && exactItems <= MOST_EXACT_ITEMS)) {
    throw new RangeError(`Not a number of items: ${exactItems}`)
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

/** Items in the given order until their weight reaches `need`, without those that turn out to be unnecessary. */
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

/** Cost of a target weight if the items, cheapest per weight first, can be taken in parts. */
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

function ceil({ num, den }: Ratio): bigint {
  return num > 0n ? (num + den - 1n) / den : num / den
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
