import { ceil, compare, multiply, type Ratio, ratio } from '../math/ratio'
import type { CoverItem } from './cheapest-choice'
import { type Cover, cheapestCover } from './cover'

/** Number of caps that can bind of which all combinations are tried: each is a cover problem of its own. */
const EXACT_CAPS = 3

/** A part of the costs of some items that is at most a cap, however many of them are chosen. */
export interface SharedCap {
  readonly cap: bigint
  /** Whether it is part of the costs; if not, it only says how much of what is promised can be lost. */
  readonly isPriced: boolean
  /** Each item once; of a priced one at most its cost. */
  readonly parts: readonly { readonly item: number; readonly amount: bigint }[]
}

/**
 * `cheapestCover` where parts of the costs are capped together: min over choices of the sum of the costs, less what is beyond each cap.
 *
 * The loss of a capped part is the smaller of the cap and of the sum, so that the cost is the least over all sets of caps
 * that are paid in full, whose parts are then free. Exact as `cheapestCover` for up to three caps that can bind. Of more, the lower
 * bound takes each part as the part of the cap that it would be if all were chosen (a concave function is above its chord).
 * @throws RangeError as `cheapestCover`
 */
export function cheapestSharedCover(
  items: readonly CoverItem[],
  target: Ratio,
  caps: readonly SharedCap[],
  exactItems?: number,
): Cover | null {
  const plain = cheapestCover(items, target, exactItems)
  const binding = caps.filter((one) => sumOf(one) > one.cap)
  if (plain === null || binding.length === 0) return plain
  const relaxed = multiply(plain.relaxed, leastPart(binding))
  const priced = binding.filter(({ isPriced }) => isPriced)
  const costOf = (chosen: readonly number[]) => cappedCost(items, priced, chosen)
  const found = [plain]
  let lower = plain.lower
  if (priced.length <= EXACT_CAPS) {
    for (let paid = 1; paid < 2 ** priced.length; paid++) {
      const full = priced.filter((_, index) => (paid >> index) & 1)
      const cover = cheapestCover(without(items, full), target, exactItems)!
      found.push(cover)
      const least = full.reduce((sum, { cap }) => sum + cap, cover.lower)
      if (least < lower) lower = least
    }
  } else {
    const chords = cheapestCover(alongChords(items, priced), target, exactItems)!
    found.push(chords, cheapestCover(without(items, priced), target, exactItems)!)
    lower = chords.lower
  }
  const best = found.reduce((a, b) => (costOf(b.items) < costOf(a.items) ? b : a))
  const atLeast = ceil(relaxed)
  return {
    relaxed,
    lower: atLeast > lower ? atLeast : lower,
    upper: costOf(best.items),
    items: best.items,
  }
}

function sumOf({ parts }: SharedCap): bigint {
  return parts.reduce((sum, { amount }) => sum + amount, 0n)
}

/** The smallest part that can be lost of what is promised. */
function leastPart(caps: readonly SharedCap[]): Ratio {
  return caps
    .map((one) => ratio(one.cap, sumOf(one)))
    .reduce((least, part) => (compare(part, least) < 0n ? part : least))
}

/** Costs without the parts under some caps. */
function without(items: readonly CoverItem[], caps: readonly SharedCap[]): CoverItem[] {
  return lowered(items, caps, ({ amount }) => amount)
}

/** Costs with parts under caps as if all were chosen; rounded down. */
function alongChords(items: readonly CoverItem[], caps: readonly SharedCap[]): CoverItem[] {
  return lowered(items, caps, ({ amount }, { cap }, sum) => {
    return amount - (amount * cap) / sum
  })
}

function lowered(
  items: readonly CoverItem[],
  caps: readonly SharedCap[],
  by: (part: SharedCap['parts'][number], cap: SharedCap, sum: bigint) => bigint,
): CoverItem[] {
  const costs = items.map(({ cost }) => cost)
  for (const cap of caps) {
    const sum = sumOf(cap)
    for (const part of cap.parts) costs[part.item] = costs[part.item]! - by(part, cap, sum)
  }
  return items.map(({ weight }, item) => ({ cost: costs[item]!, weight }))
}

function cappedCost(
  items: readonly CoverItem[],
  caps: readonly SharedCap[],
  chosen: readonly number[],
): bigint {
  const inside = new Set(chosen)
  const whole = chosen.reduce((sum, item) => sum + items[item]!.cost, 0n)
  return caps.reduce((cost, { cap, parts }) => {
    const own = parts.reduce((sum, { item, amount }) => {
      return inside.has(item) ? sum + amount : sum
    }, 0n)
    return own > cap ? cost - (own - cap) : cost
  }, whole)
}
