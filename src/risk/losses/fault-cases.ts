import type { FaultModel } from './fault-model'
import { MAX_EXACT_FAULTS, type Sampling } from './loss-distribution'
import { drawStrikes } from './loss-draws'
import { type Fault, faultsOf, groupsOf } from './risky-rows'

/** What each row loses if it is slashed; rows that are not there lose nothing. */
export type LossByRow = ReadonlyMap<number, number>

/** What can happen in a period: combinations of faults, or draws. */
export interface FaultCases {
  readonly isExact: boolean
  /** Of each case: its probability, or 1 for each draw. */
  readonly weight: Float64Array
  /** What is lost in each case, if rows lose this. Amounts of rows that lose nothing in `losses` do not count. */
  lossIn(amounts: LossByRow): Float64Array
}

/**
 * The cases of `lossSteps` with the same arguments, each with who is slashed in it: the same combinations, and the
 * same draws. Draws are held as places where rows are struck, so memory grows with slashings and not with rows times draws.
 * @param losses above 0 for every row that matters
 * @throws RangeError as `wholeModel`
 */
export function faultCases(
  losses: readonly number[],
  model: FaultModel,
  { seed, draws }: Sampling,
): FaultCases {
  const groups = groupsOf(losses, model)
  const faults = faultsOf(groups)
  return faults.length <= MAX_EXACT_FAULTS ? combinations(faults) : drawn(groups, seed, draws)
}

function combinations(faults: readonly Fault[]): FaultCases {
  const count = 2 ** faults.length
  const weight = new Float64Array(count)
  weight[0] = 1
  // Case `state` has the faults whose bits it has.
  const masks = new Map<number, number>()
  faults.forEach(({ probability, rows }, bit) => {
    for (let state = 0; state < 2 ** bit; state++) {
      weight[state + 2 ** bit] = weight[state]! * probability
      weight[state]! *= 1 - probability
    }
    for (const row of rows) masks.set(row, (masks.get(row) ?? 0) | (1 << bit))
  })
  return {
    isExact: true,
    weight,
    lossIn(amounts) {
      // Rows that the same faults slash lose together.
      const byMask = new Map<number, number>()
      for (const [row, mask] of masks) {
        const amount = amounts.get(row) ?? 0
        if (amount > 0) byMask.set(mask, (byMask.get(mask) ?? 0) + amount)
      }
      const lost = new Float64Array(count)
      for (const [mask, amount] of byMask) {
        for (let state = 1; state < count; state++) if (state & mask) lost[state]! += amount
      }
      return lost
    },
  }
}

function drawn(groups: ReturnType<typeof groupsOf>, seed: number, draws: number): FaultCases {
  const struck = new Map<number, Int32Array[]>()
  for (const { row, from, own, common } of drawStrikes(groups, seed, draws)) {
    const places = union(own, common)
    for (let index = 0; index < places.length; index++) places[index]! += from
    const list = struck.get(row.row) ?? []
    struck.set(row.row, list)
    list.push(places)
  }
  return {
    isExact: false,
    weight: new Float64Array(draws).fill(1),
    lossIn(amounts) {
      const lost = new Float64Array(draws)
      for (const [row, lists] of struck) {
        const amount = amounts.get(row) ?? 0
        if (amount === 0) continue
        for (const places of lists) {
          for (let index = 0; index < places.length; index++) lost[places[index]!]! += amount
        }
      }
      return lost
    },
  }
}

/** Numbers of two ascending lists, each once. */
function union(a: Int32Array, b: Int32Array): Int32Array {
  const all = new Int32Array(a.length + b.length)
  let [count, i, j] = [0, 0, 0]
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY]
    all[count++] = Math.min(x, y)
    if (x <= y) i++
    if (y <= x) j++
  }
  return all.slice(0, count)
}
