import type { Checkpoint } from '../recordings'

const lower = (text: string) => text.toLowerCase()

/** Queued shares of one pool in one withdrawal, as the contracts answered. */
export interface QueuedTruth {
  root: string
  staker: string
  /** Null: nobody. */
  operator: string | null
  pool: string
  startBlock: number
  shares: bigint
}

/** Every queued withdrawal of a checkpoint, pool by pool (DelegationManager.getQueuedWithdrawals). */
export function queueTruth({ stakers }: Checkpoint): QueuedTruth[] {
  return Object.entries(stakers).flatMap(([staker, { queued }]) =>
    queued.flatMap(({ root, delegatedTo, startBlock, strategies, shares }) =>
      strategies.map((pool, i) => ({
        root,
        staker: lower(staker),
        operator: /^0x0+$/.test(delegatedTo) ? null : lower(delegatedTo),
        pool: lower(pool),
        startBlock,
        shares: BigInt(shares[i]!),
      })),
    ),
  )
}

/** Magnitude of an operator in a pool that sets can slash: of sets that accept the pool and can slash the operator. */
export function slashableMagnitude(truth: Checkpoint, operator: string, pool: string): bigint {
  let sum = 0n
  for (const { strategies, slashable, allocations } of Object.values(truth.operatorSets)) {
    if (!strategies.map(lower).includes(pool) || !slashable.map(lower).includes(operator)) continue
    for (const one of allocations) {
      if (lower(one.operator) !== operator || lower(one.strategy) !== pool) continue
      sum += BigInt(one.currentMagnitude)
    }
  }
  return sum
}

/** A value of an operator in a pool; addresses in any case. */
export function operatorValue(
  truth: Checkpoint,
  operator: string,
  pool: string,
  of: (operator: Checkpoint['operators'][0]) => Record<string, string>,
): string | null {
  const found = Object.entries(truth.operators).find(([one]) => lower(one) === operator)
  const values = found === undefined ? {} : of(found[1])
  return Object.entries(values).find(([one]) => lower(one) === pool)?.[1] ?? null
}
