import { type ImpactRow, inDoubles } from './impact'

/**
 * How distress is passed on.
 * - LINEAR: all of it, as long as there is any (Bardoscia, Battiston, Caccioli, Caldarelli 2015).
 * - ONCE: by each node once, when it first gets some (Battiston, Puliga, Kaushik, Tasca, Caldarelli 2012).
 */
export type Propagation = 'LINEAR' | 'ONCE'

/** Distress of nodes after a shock. */
export interface Distress {
  /** Of each node, in [0, 1]. Not less than its shock. */
  readonly level: readonly number[]
  /** Rounds in which any was passed on. */
  readonly rounds: number
}

/** Rounds after which a process that does not end is given up. */
export const MAX_ROUNDS = 10_000

/**
 * Distress that spreads: what a node passes on is its impact on the other times its own distress; 1 is the end of a node.
 *
 * LINEAR is h(t+1) = min(1, h(t) + W (h(t) - h(t-1))) from h(0) = 0 and h(1) = the shock, which is
 * h(t+1) = min(1, shock + W h(t)): it only grows, and is over when no double changes. Null: not after `MAX_ROUNDS`,
 * which a spectral radius well below 1 excludes.
 *
 * Doubles, because a limit has no other value: sums of terms of one sign, right to 12 digits.
 * @param shock distress of each node at first, in [0, 1]
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
