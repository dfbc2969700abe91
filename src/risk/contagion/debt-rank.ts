import { type ImpactRow, inDoubles } from './impact'

/**
 * How nodes pass distress on.
 * - LINEAR: every increase (Bardoscia, Battiston, Caccioli, Caldarelli 2015).
 * - ONCE: only the first distress of each node (Battiston, Puliga, Kaushik, Tasca, Caldarelli
 *   2012).
 */
export type Propagation = 'LINEAR' | 'ONCE'

/** Distress of nodes after a shock. */
interface Distress {
  /** Of each node, in [its shock, 1]. */
  readonly level: readonly number[]
  /** Number of rounds in which distress was passed on. */
  readonly rounds: number
}

/** Maximum number of rounds of LINEAR. */
const MAX_ROUNDS = 10_000

/**
 * DebtRank: a node passes on its impact on others times its distress; 1 is default.
 *
 * LINEAR is h(t+1) = min(1, h(t) + W (h(t) - h(t-1))) from h(0) = 0 and h(1) = the shock, which
 * equals h(t+1) = min(1, shock + W h(t)). It never falls, and ends when no double changes. Null:
 * not within `MAX_ROUNDS`, which a spectral radius well below 1 excludes.
 *
 * Doubles, because the limit may be irrational; sums of terms of one sign, correct to 12 digits.
 * @param impact row t has the impacts on node t
 * @param shock initial distress of each node, in [0, 1]
 * @throws RangeError on a shock outside [0, 1]
 */
export function debtRank(
  impact: readonly ImpactRow[],
  shock: readonly number[],
  propagation: Propagation,
): Distress | null {
  for (const one of shock)
    if (!(one >= 0 && one <= 1)) throw new RangeError(`Not in [0, 1]: ${one}`)
  const rows = inDoubles(impact)
  const received = (from: readonly number[]) =>
    rows.map(({ columns, parts }) => {
      let total = 0
      columns.forEach((column, at) => {
        total += parts[at]! * from[column]!
      })
      return total
    })
  return propagation === 'LINEAR' ? linear(shock, received) : once(shock, received)
}

type Received = (from: readonly number[]) => number[]

function linear(shock: readonly number[], received: Received): Distress | null {
  let level = [...shock]
  if (level.every((one) => one === 0)) return { level, rounds: 0 }
  for (let rounds = 1; rounds <= MAX_ROUNDS; rounds++) {
    const next = received(level).map((part, node) => Math.min(1, shock[node]! + part))
    if (next.every((one, node) => one === level[node])) return { level, rounds }
    level = next
  }
  return null
}

function once(shock: readonly number[], received: Received): Distress {
  const level = [...shock]
  const isDone = shock.map(() => false)
  for (let rounds = 0; ; rounds++) {
    const active = level.map((one, node) => (one > 0 && !isDone[node] ? one : 0))
    if (active.every((one) => one === 0)) return { level, rounds }
    active.forEach((one, node) => {
      if (one > 0) isDone[node] = true
    })
    received(active).forEach((part, node) => {
      level[node] = Math.min(1, level[node]! + part)
    })
  }
}
