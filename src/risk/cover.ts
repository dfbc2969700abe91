import { type Ratio, ratio } from './ratio'

/** Items tried in all combinations unless told otherwise: milliseconds. */
export const EXACT_ITEMS = 24
/** Most items that may be tried in all combinations: a second or two, and a few hundred MB. */
export const MOST_EXACT_ITEMS = 40

/** Something that can be taken whole or not at all. */
export interface CoverItem {
  readonly cost: bigint
  readonly weight: bigint
}

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
  const best = combine(heavy, need)
  const greedy = byRateUntil(byRate, need)
  const chosen = best && costOf(best) <= costOf(greedy) ? best : greedy
  const searched = light.length === 0 ? best : combine(heavy, need - weightOf(light))
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

/** Choices by cost, each heavier than all cheaper ones; the choice itself as bits. */
interface Choice extends CoverItem {
  readonly bits: number
}

/** The cheapest choice that weighs at least `need`, by all choices of one half against all of the other. */
function combine(lines: readonly Line[], need: bigint): Line[] | null {
  const halves = [0, 1].map((half) => lines.filter((_, index) => index % 2 === half))
  const [left, right] = halves.map((half) => choices(half, need))
  let best: { cost: bigint; a: number; b: number } | null = null
  let j = right!.length - 1
  for (const { cost, weight, bits } of left!) {
    while (j > 0 && right![j - 1]!.weight + weight >= need) j--
    const other = right![j]!
    if (other.weight + weight < need) continue
    const sum = cost + other.cost
    if (best === null || sum < best.cost) best = { cost: sum, a: bits, b: other.bits }
  }
  if (best === null) return null
  const { a, b } = best
  return [
    ...halves[0]!.filter((_, index) => (a >> index) & 1),
    ...halves[1]!.filter((_, index) => (b >> index) & 1),
  ]
}

function choices(lines: readonly Line[], need: bigint): Choice[] {
  let list: Choice[] = [{ cost: 0n, weight: 0n, bits: 0 }]
  lines.forEach((line, index) => {
    const merged: Choice[] = []
    let heaviest = -1n
    const keep = (choice: Choice) => {
      if (choice.weight <= heaviest || heaviest >= need) return
      heaviest = choice.weight
      merged.push(choice)
    }
    let i = 0
    for (const { cost, weight, bits } of list) {
      const more = cost + line.cost
      const heavier = weight + line.weight
      while (i < list.length && before(list[i]!, more, heavier)) keep(list[i++]!)
      keep({ cost: more, weight: heavier, bits: bits | (1 << index) })
    }
    while (i < list.length) keep(list[i++]!)
    list = merged
  })
  return list
}

/** Cheaper, or as cheap and heavier. */
function before(choice: Choice, cost: bigint, weight: bigint): boolean {
  return choice.cost < cost || (choice.cost === cost && choice.weight >= weight)
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
