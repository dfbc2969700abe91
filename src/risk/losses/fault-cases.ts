import type { FaultModel } from './fault-model'
import { MAX_EXACT_FAULTS, type Sampling } from './loss-distribution'
import { drawStrikes } from './loss-draws'
import { type Fault, faultsOf, groupsOf } from './risky-rows'

/** Loss of each row if it is slashed; rows that are missing lose nothing. */
export type LossByRow = ReadonlyMap<number, number>

/** Cases of a period: all combinations of faults, or draws. */
export interface FaultCases {
  /** Whether the cases are all combinations. */
  readonly isExact: boolean
  /** Weight of each case: its probability, or 1 for a draw. */
  readonly weight: Float64Array
  /** Loss in each case for these losses of rows. Rows without a loss in `losses` are ignored. */
  lossIn(amounts: LossByRow): Float64Array
}

/**
 * The cases of `lossSteps` with the same arguments, with the rows that are slashed in each: the
 * same combinations and the same draws. Draws are stored as positions where rows are slashed, so
 * memory grows with the number of slashings.
 * @param losses above 0 for every row that can lose something
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
  // Case `state` has the faults of its set bits.
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
      // Rows with the same faults are slashed together.
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
  const slashings = new Map<number, Int32Array[]>()
  for (const { row, from, own, common } of drawStrikes(groups, seed, draws)) {
    const slashed = union(own, common)
    for (let index = 0; index < slashed.length; index++) slashed[index]! += from
    const list = slashings.get(row.row) ?? []
    slashings.set(row.row, list)
    list.push(slashed)
  }
  return {
    isExact: false,
    weight: new Float64Array(draws).fill(1),
    lossIn(amounts) {
      const lost = new Float64Array(draws)
      for (const [row, lists] of slashings) {
        const amount = amounts.get(row) ?? 0
        if (amount === 0) continue
        for (const slashed of lists) {
          for (let index = 0; index < slashed.length; index++) lost[slashed[index]!]! += amount
        }
      }
      return lost
    },
  }
}

/** Union of two ascending lists. */
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
