import { compare, multiply, type Ratio, ratio } from './ratio'

/** Coalitions kept while the cheapest is searched; beyond it only bounds are given. */
const MAX_STATES = 200_000

/** Stake of one member of a service. */
export interface Corruptible {
  /** Weight of its vote. */
  readonly vote: bigint
  /** What it loses if it misbehaves. */
  readonly loss: bigint
}

/** Least that members lose who together reach a threshold of the votes. */
export interface CorruptionCost {
  /** Proven: it costs at least this much. */
  readonly lower: Ratio
  /** A coalition that costs this much exists. */
  readonly upper: bigint
  /** Whether `upper` is the least. */
  readonly isExact: boolean
}

/**
 * Cost of corrupting a service: min of the losses of a coalition that has `threshold` of the votes (knapsack cover).
 *
 * The largest value for which the service is still unprofitable to attack (its break-even). Votes and losses can rest on
 * different stake: a service that counts votes by delegated stake, of which little can be slashed, is cheap.
 * Null: nobody has a vote. Source: EigenLayer whitepaper, appendix B.
 *
 * @param maxStates coalitions to keep at most while searching
 * @throws RangeError unless the threshold is in (0, 1]
 */
export function corruptionCost(
  members: readonly Corruptible[],
  threshold: Ratio,
  maxStates = MAX_STATES,
): CorruptionCost | null {
  if (threshold.num <= 0n || threshold.num > threshold.den) {
    throw new RangeError(`Threshold not in (0, 1]: ${threshold.num}/${threshold.den}`)
  }
  const voters = members.filter(({ vote }) => vote > 0n)
  const votes = voters.reduce((sum, { vote }) => sum + vote, 0n)
  if (votes === 0n) return null
  const needed = multiply(threshold, ratio(votes))
  const lower = relaxed(voters, needed)
  const exact = cheapest(voters, needed, maxStates)
  if (exact !== null) return { lower: ratio(exact), upper: exact, isExact: true }
  return { lower, upper: greedy(voters, needed), isExact: false }
}

/** Cheapest per vote first; the last may join in part: no coalition costs less. */
function relaxed(voters: readonly Corruptible[], needed: Ratio): Ratio {
  let votes = ratio(0n)
  let cost = ratio(0n)
  for (const { vote, loss } of byPrice(voters)) {
    const missing = { num: needed.num - votes.num * needed.den, den: needed.den }
    if (missing.num <= 0n) break
    const part =
      compare(missing, ratio(vote)) < 0n ? ratio(missing.num, missing.den * vote) : ratio(1n)
    const paid = multiply(part, ratio(loss))
    cost = ratio(cost.num * paid.den + paid.num * cost.den, cost.den * paid.den)
    votes = ratio(votes.num + vote)
  }
  return cost
}

function greedy(voters: readonly Corruptible[], needed: Ratio): bigint {
  let votes = 0n
  let cost = 0n
  for (const { vote, loss } of byPrice(voters)) {
    if (votes * needed.den >= needed.num) break
    votes += vote
    cost += loss
  }
  return cost
}

function byPrice(voters: readonly Corruptible[]): Corruptible[] {
  return [...voters].sort((a, b) => {
    const difference = a.loss * b.vote - b.loss * a.vote
    return difference < 0n ? -1 : difference > 0n ? 1 : 0
  })
}

/** The least cost over all coalitions, from those of which no other has more votes for less; null: there are too many. */
function cheapest(voters: readonly Corruptible[], needed: Ratio, maxStates: number): bigint | null {
  const enough = (needed.num + needed.den - 1n) / needed.den
  let best: bigint | null = null
  // Ascending in votes and in cost.
  let front: Corruptible[] = [{ vote: 0n, loss: 0n }]
  for (const voter of byPrice(voters)) {
    const joined = front.map(({ vote, loss }) => ({
      vote: vote + voter.vote,
      loss: loss + voter.loss,
    }))
    for (const { vote, loss } of joined) {
      if (vote >= enough && (best === null || loss < best)) best = loss
    }
    front = merged(front, joined).filter(
      ({ vote, loss }) => vote < enough && (best === null || loss < best),
    )
    if (front.length > maxStates) return null
  }
  return best
}

/** The coalitions of both lists that no other beats. */
function merged(a: readonly Corruptible[], b: readonly Corruptible[]): Corruptible[] {
  const all = [...a, ...b].sort((x, y) =>
    x.loss < y.loss ? -1 : x.loss > y.loss ? 1 : x.vote > y.vote ? -1 : 1,
  )
  const kept: Corruptible[] = []
  let most = -1n
  for (const one of all) {
    if (one.vote <= most) continue
    kept.push(one)
    most = one.vote
  }
  return kept
}
