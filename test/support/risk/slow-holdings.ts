import { add, type Ratio, ratio } from '../../../src/risk/math/ratio'
import type { Checkpoint } from '../recordings'
import { poolNetwork } from './pool-network'
import { operatorValue } from './queue-truth'

/* What stakers hold, by plain loops over the answers of the contracts. */

const WAD = 10n ** 18n
const ZERO = ratio(0n)
const lower = (text: string) => text.toLowerCase()

/** What a function gives for a key, computed once. */
function kept<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>()
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key))
    return known.get(key)!
  }
}

/** Pools of a checkpoint by id. */
const networksOf = kept((truth: Checkpoint) => {
  const networks = new Map<string, ReturnType<typeof poolNetwork>>()
  return (pool: string) => {
    if (!networks.has(pool)) networks.set(pool, poolNetwork(truth, pool))
    return networks.get(pool)!
  }
})

/** Stake of stakers by pool at a checkpoint. */
export const stakesOf = kept((truth: Checkpoint) => {
  return new Map(
    Object.entries(truth.stakers).map(([staker, { delegatedTo, withdrawable }]) => {
      const pools = Object.entries(withdrawable).flatMap(([pool, amount]): [string, bigint][] =>
        amount === '0' ? [] : [[lower(pool), BigInt(amount)]],
      )
      return [lower(staker), { operator: lower(delegatedTo ?? ''), pools: new Map(pools) }]
    }),
  )
})

/** What stakers hold of a pool. */
export interface Held {
  amount: bigint
  slashable: Ratio
  avss: Map<string, Ratio>
  /** How often a set takes something of it: of the stake of a staker, of the queue of an operator. */
  takings: number
}

/** What stakers have queued that can still be slashed (DelegationManager.getSlashableSharesInQueue), and what sets take of it. */
function addQueued(
  found: Map<string, Held>,
  truth: Checkpoint,
  stakers: readonly string[],
  delay: number,
) {
  const scaledBy = new Map<string, bigint>()
  for (const [staker, { queued }] of Object.entries(truth.stakers)) {
    if (!stakers.includes(lower(staker))) continue
    for (const { delegatedTo, startBlock, strategies, scaledShares } of queued) {
      if (Number(startBlock) + delay < truth.block) continue
      strategies.forEach((pool, at) => {
        const key = `${lower(delegatedTo)} ${lower(pool)}`
        scaledBy.set(key, (scaledBy.get(key) ?? 0n) + BigInt(scaledShares[at]!))
      })
    }
  }
  for (const [key, scaled] of scaledBy) {
    const [operator, pool] = key.split(' ') as [string, string]
    if (/^0x0+$/.test(operator)) continue
    const max = operatorValue(truth, operator, pool, (one) => one.maxMagnitude)
    const held = found.get(pool) ?? { amount: 0n, slashable: ZERO, avss: new Map(), takings: 0 }
    const amount = (scaled * BigInt(max ?? WAD)) / WAD
    if (amount === 0n) continue
    held.amount += amount
    found.set(pool, held)
    for (const [set, { strategies, slashable, allocations }] of Object.entries(
      truth.operatorSets,
    )) {
      if (!strategies.map(lower).includes(pool) || !slashable.map(lower).includes(operator))
        continue
      for (const one of allocations) {
        if (lower(one.operator) !== operator || lower(one.strategy) !== pool) continue
        const part = ratio((scaled * BigInt(one.currentMagnitude)) / WAD)
        if (part.num === 0n) continue
        const avs = lower(set.split('/')[0]!)
        held.slashable = add(held.slashable, part)
        held.takings += 1
        held.avss.set(avs, add(held.avss.get(avs) ?? ZERO, part))
      }
    }
  }
}

/** What stakers hold of each pool, what sets can take of it, and for which AVS. @param delay null: without the queue */
export function slowHeld(
  truth: Checkpoint,
  stakers: readonly string[],
  delay: number | null,
): Map<string, Held> {
  const found = new Map<string, Held>()
  const stakes = stakesOf(truth)
  for (const staker of stakers) {
    for (const [pool, amount] of stakes.get(staker)?.pools ?? []) {
      const { operator } = stakes.get(staker)!
      const { cap, sets } = networksOf(truth)(pool)
      const held = found.get(pool) ?? { amount: 0n, slashable: ZERO, avss: new Map(), takings: 0 }
      held.amount += amount
      for (const { avs, slashable } of sets.values()) {
        const taken = slashable.get(operator) ?? 0n
        if (taken === 0n) continue
        const part = ratio(amount * taken, cap.get(operator)!)
        held.slashable = add(held.slashable, part)
        held.takings += 1
        held.avss.set(avs, add(held.avss.get(avs) ?? ZERO, part))
      }
      found.set(pool, held)
    }
  }
  if (delay !== null) addQueued(found, truth, stakers, delay)
  return found
}
