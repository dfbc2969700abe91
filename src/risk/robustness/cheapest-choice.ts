/** An item that is chosen or not, never in part. */
export interface CoverItem {
  readonly cost: bigint
  readonly weight: bigint
}

/** A choice of items; `bits` has a bit for each chosen item. */
interface Choice extends CoverItem {
  readonly bits: number
}

/**
 * The cheapest choice of items with a weight of at least `need`, or null (meet in the middle,
 * Horowitz and Sahni 1974). O(2^(n/2)) time and memory.
 */
export function cheapestChoice<Item extends CoverItem>(
  items: readonly Item[],
  need: bigint,
): Item[] | null {
  const halves = [0, 1].map((half) => items.filter((_, index) => index % 2 === half))
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

/**
 * Pareto-optimal choices by ascending cost and weight; none is heavier than needed but the last.
 */
function choices(items: readonly CoverItem[], need: bigint): Choice[] {
  let list: Choice[] = [{ cost: 0n, weight: 0n, bits: 0 }]
  items.forEach((item, index) => {
    const merged: Choice[] = []
    let heaviest = -1n
    const keep = (choice: Choice) => {
      if (choice.weight <= heaviest || heaviest >= need) return
      heaviest = choice.weight
      merged.push(choice)
    }
    let i = 0
    for (const { cost, weight, bits } of list) {
      const more = cost + item.cost
      const heavier = weight + item.weight
      while (i < list.length && before(list[i]!, more, heavier)) keep(list[i++]!)
      keep({ cost: more, weight: heavier, bits: bits | (1 << index) })
    }
    while (i < list.length) keep(list[i++]!)
    list = merged
  })
  return list
}

/** Whether a choice costs less, or the same and is at least as heavy. */
function before(choice: Choice, cost: bigint, weight: bigint): boolean {
  return choice.cost < cost || (choice.cost === cost && choice.weight >= weight)
}
