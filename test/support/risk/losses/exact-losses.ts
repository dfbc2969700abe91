/** An operator: what the whole loses if it is slashed, and what the part loses; whole numbers. */
export interface SlowRow {
  readonly whole: number
  readonly part: number
  /** Probability of its own fault. */
  readonly own: number
}

/** A fault that slashes several operators at once. */
export interface SlowFault {
  readonly probability: number
  readonly rows: readonly number[]
}

/** Probability of each pair of losses. */
interface Pair {
  readonly part: number
  readonly whole: number
  readonly p: number
}

/**
 * The joint distribution of the loss of a part and of the whole: every combination of the common
 * faults, and for each the operators that they spare, added one after the other.
 */
export function exactPairs(rows: readonly SlowRow[], common: readonly SlowFault[]): Pair[] {
  const parts = rows.reduce((sum, { part }) => sum + part, 0) + 1
  const wholes = rows.reduce((sum, { whole }) => sum + whole, 0) + 1
  const all = new Float64Array(parts * wholes)
  let before = new Float64Array(all.length)
  let after = new Float64Array(all.length)
  for (let state = 0; state < 2 ** common.length; state++) {
    let weight = 1
    const hit = new Set<number>()
    common.forEach(({ probability, rows }, bit) => {
      const happens = ((state >> bit) & 1) === 1
      weight *= happens ? probability : 1 - probability
      if (happens) for (const row of rows) hit.add(row)
    })
    if (weight === 0) continue
    before.fill(0)
    before[0] = weight
    rows.forEach(({ part, whole, own }, row) => {
      const p = hit.has(row) ? 1 : own
      after.fill(0)
      for (let at = 0; at < before.length; at++) {
        const mass = before[at]!
        if (mass === 0) continue
        after[at]! += mass * (1 - p)
        if (p > 0) after[at + part * wholes + whole]! += mass * p
      }
      ;[before, after] = [after, before]
    })
    for (let at = 0; at < all.length; at++) all[at]! += before[at]!
  }
  const pairs: Pair[] = []
  all.forEach((p, at) => {
    if (p > 0) pairs.push({ part: Math.floor(at / wholes), whole: at % wholes, p })
  })
  return pairs
}

type Kind = 'part' | 'whole'

function mass(pairs: readonly Pair[]): number {
  return pairs.reduce((sum, { p }) => sum + p, 0)
}

/** The smallest loss that is not exceeded with a probability. */
function quantile(pairs: readonly Pair[], of: Kind, level: number): number {
  const byLoss = new Map<number, number>()
  for (const pair of pairs) byLoss.set(pair[of], (byLoss.get(pair[of]) ?? 0) + pair.p)
  const sorted = [...byLoss].sort(([a], [b]) => a - b)
  const total = mass(pairs)
  let below = 0
  return sorted.find(([, p]) => {
    below += p
    return below >= level * total - 1e-15
  })![0]
}

/** Value at risk and expected shortfall of the whole, by their definitions. */
export function exactTail(pairs: readonly Pair[], level: number) {
  const valueAtRisk = quantile(pairs, 'whole', level)
  const beyond = pairs.filter(({ whole }) => whole > valueAtRisk)
  const lost = beyond.reduce((sum, { whole, p }) => sum + whole * p, 0)
  return {
    valueAtRisk,
    expectedShortfall: (lost + valueAtRisk * (1 - level - mass(beyond))) / (1 - level),
  }
}

/** The joint tail of the part and the whole, by its definitions. */
export function exactJointTail(pairs: readonly Pair[], level: number) {
  const [part, whole] = [quantile(pairs, 'part', level), quantile(pairs, 'whole', level)]
  const median = quantile(pairs, 'part', 1 / 2)
  const distress = pairs.filter((pair) => pair.part >= part)
  const tail = pairs.filter((pair) => pair.whole >= whole)
  const coVaR = quantile(distress, 'whole', level)
  const calm = pairs.filter((pair) => pair.part <= median)
  return {
    valueAtRisk: part,
    inDistress: mass(distress),
    coVaR,
    deltaCoVaR: coVaR - quantile(calm, 'whole', level),
    marginalShortfall: tail.reduce((sum, pair) => sum + pair.part * pair.p, 0) / mass(tail),
    tailDependence: mass(distress.filter((pair) => pair.whole >= whole)) / mass(distress),
  }
}
