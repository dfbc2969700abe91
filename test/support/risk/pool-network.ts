import { IS_LONG, someOf } from '../../long.mjs'
import { type Checkpoint, groundTruth, recordings } from '../recordings'

/** An operator set in one pool, as the contracts answered. */
export interface PoolSet {
  avs: string
  members: readonly string[]
  /** Slashable stake by operator, without those of nothing. */
  slashable: ReadonlyMap<string, bigint>
  slasher: string
  /** Null: what it slashes is burned. */
  recipient: string | null
}

/** One pool: stake, and the sets that accept it. Plain numbers; ids in lower case. */
export interface PoolNetwork {
  pool: string
  /** Delegated stake by operator. */
  cap: ReadonlyMap<string, bigint>
  sets: ReadonlyMap<string, PoolSet>
}

const lower = (text: string) => text.toLowerCase()

/** What a checkpoint says of a pool. */
export function poolNetwork(truth: Checkpoint, pool: string): PoolNetwork {
  const cap = new Map<string, bigint>()
  for (const [operator, { shares }] of Object.entries(truth.operators)) {
    for (const [one, amount] of Object.entries(shares)) {
      if (lower(one) === pool) cap.set(lower(operator), BigInt(amount))
    }
  }
  const sets = new Map<string, PoolSet>()
  for (const [key, answers] of Object.entries(truth.operatorSets)) {
    if (!answers.strategies.map(lower).includes(pool)) continue
    const slashable = new Map<string, bigint>()
    for (const [operator, stakes] of Object.entries(answers.minSlashableNow)) {
      for (const [one, amount] of Object.entries(stakes)) {
        if (lower(one) === pool && amount !== '0') slashable.set(lower(operator), BigInt(amount))
      }
    }
    sets.set(lower(key), {
      avs: lower(key.split('/')[0]!),
      members: answers.members.map(lower),
      slashable,
      slasher: lower(answers.slasher),
      recipient: answers.isRedistributing ? lower(answers.redistributionRecipient) : null,
    })
  }
  return { pool, cap, sets }
}

/** The pool in which most operators can be slashed. */
export function busiestPool(truth: Checkpoint): string {
  const count = new Map<string, number>()
  for (const { minSlashableNow } of Object.values(truth.operatorSets)) {
    for (const stakes of Object.values(minSlashableNow)) {
      for (const [pool, amount] of Object.entries(stakes)) {
        if (amount !== '0') count.set(lower(pool), (count.get(lower(pool)) ?? 0) + 1)
      }
    }
  }
  return [...count].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0]
}

/**
 * Recordings, and five checkpoints of each at which metrics are computed a second time; in CI three checkpoints of the first
 * recording.
 */
export const CHECKED = recordings()
  .filter(({ name }) => /-(a|large)$/.test(name))
  .slice(0, IS_LONG ? undefined : 1)
  .map(({ name, dir }) => {
    const checkpoints = groundTruth(dir)
    const step = Math.max(1, Math.floor(checkpoints.length / 5))
    const chosen = checkpoints.filter((_, index) => index % step === step - 1).slice(-5)
    return { name, dir, chosen: someOf(chosen, 3) }
  })
