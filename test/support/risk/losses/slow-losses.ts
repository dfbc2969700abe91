import type { Checkpoint } from '../../recordings'

const lower = (text: string) => text.toLowerCase()
const WAD = 10n ** 18n

/** A piece of stake that a set can slash, as the contracts answered. */
export interface SlowCell {
  readonly operator: string
  readonly avs: string
  readonly pool: string
  /** Base units that it loses if the set slashes everything: of all, or of some stakers. */
  readonly amount: number
}

/**
 * Everything that sets can slash, by operator, AVS and pool: what AllocationManager.getMinimumSlashableStake answered, and
 * with the queue the part of its scaled shares that the magnitude of the set is of 1e18.
 *
 * @param stakers only their part of each operator's stake, and their own queued withdrawals; null: all
 */
export function slowCells(
  truth: Checkpoint,
  withQueue: boolean,
  stakers: readonly string[] | null,
  withdrawalDelay: number,
): SlowCell[] {
  const cells: SlowCell[] = []
  const sums = sumsOf(truth, stakers, withdrawalDelay)
  for (const [key, set] of Object.entries(truth.operatorSets)) {
    for (const operator of set.slashable) {
      for (const strategy of set.strategies) {
        const of = ({ operator: own, strategy: pool }: { operator: string; strategy: string }) =>
          own === operator && pool === strategy
        const now = BigInt(set.minSlashableNow[operator]?.[strategy] ?? 0)
        const magnitude = BigInt(set.allocations.find(of)?.currentMagnitude ?? 0)
        const whole = BigInt(truth.operators[operator]?.shares[strategy] ?? 0)
        const place = keyOf(operator, strategy)
        const held = stakers === null ? whole : (sums.held.get(place) ?? 0n)
        const delegated = whole === 0n ? 0n : (now * held) / whole
        const scaled = withQueue ? (sums.queued.get(place) ?? 0n) : 0n
        const amount = Number(delegated) + Number((scaled * magnitude) / WAD)
        const [avs, pool] = [lower(key.split('/')[0]!), lower(strategy)]
        if (amount > 0) cells.push({ operator: lower(operator), avs, pool, amount })
      }
    }
  }
  return cells
}

/** Amounts by operator and strategy. */
type Sums = Map<string, bigint>

const keyOf = (operator: string, strategy: string) => `${operator} ${strategy}`

function add(sums: Sums, key: string, amount: string): void {
  sums.set(key, (sums.get(key) ?? 0n) + BigInt(amount))
}

/**
 * What stakers could withdraw of each operator's stake (DelegationManager.getWithdrawableShares), and the scaled shares queued
 * from it that can still be slashed.
 */
function sumsOf(truth: Checkpoint, stakers: readonly string[] | null, delay: number) {
  const held: Sums = new Map()
  const queued: Sums = new Map()
  for (const [id, staker] of Object.entries(truth.stakers)) {
    if (stakers && !stakers.includes(lower(id))) continue
    for (const [strategy, amount] of Object.entries(staker.withdrawable)) {
      if (staker.delegatedTo) add(held, keyOf(staker.delegatedTo, strategy), amount)
    }
    for (const one of staker.queued) {
      if (Number(one.startBlock) + delay < truth.block) continue
      one.strategies.forEach((strategy, at) => {
        add(queued, keyOf(one.delegatedTo, strategy), one.scaledShares[at]!)
      })
    }
  }
  return { held, queued }
}

/** A fault, and what it takes of each cell. */
export interface SlowFaultOfCells {
  readonly probability: number
  readonly takes: (cell: SlowCell) => number
}

/** Loss and probability of every combination of faults. */
export function slowScenarios(cells: readonly SlowCell[], faults: readonly SlowFaultOfCells[]) {
  return Array.from({ length: 2 ** faults.length }, (_, state) => {
    const happens = faults.map((_, bit) => (state >> bit) % 2 === 1)
    const probability = faults.reduce(
      (all, { probability }, bit) => all * (happens[bit] ? probability : 1 - probability),
      1,
    )
    const loss = cells.reduce((sum, cell) => {
      const left = faults.reduce(
        (rest, { takes }, bit) => rest * (happens[bit] ? 1 - takes(cell) : 1),
        1,
      )
      return sum + cell.amount * (1 - left)
    }, 0)
    return { loss, probability }
  }).sort((a, b) => a.loss - b.loss)
}

/** Value at risk, and the mean of the worst 1 - level of all scenarios. */
export function slowTail(
  scenarios: readonly { readonly loss: number; readonly probability: number }[],
  level: number,
) {
  let [left, valueAtRisk, sum] = [1 - level, 0, 0]
  for (const { loss, probability } of [...scenarios].reverse()) {
    const used = Math.min(left, probability)
    if (used > 1e-12) valueAtRisk = loss
    sum += used * loss
    left -= used
  }
  return { valueAtRisk, expectedShortfall: sum / (1 - level) }
}
