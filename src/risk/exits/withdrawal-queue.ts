import { mulWad, sharesLeft } from '../math/wad'

/** Queued shares of one pool that left one operator in one block. */
export interface QueuedGroup {
  /** Null: the stakers delegated to nobody. */
  readonly operator: string | null
  readonly pool: string
  readonly startBlock: number
  readonly withdrawals: number
  /** What they pay now. */
  readonly shares: bigint
  /** Scaled shares in the contract's history of the queue, before slashings. */
  readonly scaled: bigint
}

/** Magnitudes of an operator in a pool, of 1e18. */
export interface QueueMagnitudes {
  readonly max: bigint
  /** What its operator sets can slash now; null: unknown. */
  readonly slashable: bigint | null
}

/** Queued shares of one pool, of one operator or of all. */
export interface QueuedStake {
  readonly withdrawals: number
  readonly shares: bigint
  /** The part that can be completed now. */
  readonly completable: bigint
  /** The part that slashings still reduce (DelegationManager.getSlashableSharesInQueue). */
  readonly slashable: bigint
  /** Last block in which any of it can be slashed; null: it no longer can. */
  readonly slashableUntil: number | null
  /** What sets can slash of it now; null: unknown. */
  readonly atRisk: bigint | null
}

const NOTHING: QueuedStake = {
  withdrawals: 0,
  shares: 0n,
  completable: 0n,
  slashable: 0n,
  slashableUntil: null,
  atRisk: 0n,
}

/** Queued shares of an operator in a pool; those that are delegated to nobody come last in their pool. */
export interface OperatorQueue extends QueuedStake {
  readonly operator: string | null
  readonly pool: string
}

/**
 * The queue by pool and operator, in this order.
 *
 * @param delay withdrawal delay in blocks: a withdrawal can be slashed up to and with its start block plus the delay, and can be
 *   completed from the block after that on
 */
export function queueByOperator(
  groups: readonly QueuedGroup[],
  block: number,
  delay: number,
  magnitudesOf: (operator: string, pool: string) => QueueMagnitudes,
): OperatorQueue[] {
  const byOwner = new Map<string, QueuedGroup[]>()
  for (const group of groups) {
    const key = `${group.pool} ${group.operator ?? '~'}`
    const known = byOwner.get(key)
    if (known) known.push(group)
    else byOwner.set(key, [group])
  }
  const keys = [...byOwner.keys()].sort()
  return keys.map((key) => {
    const own = byOwner.get(key)!
    const { operator, pool } = own[0]!
    const { open, ...sums } = sumOf(own, block, delay)
    if (operator === null) return { operator, pool, ...sums, ...UNDELEGATED }
    const { max, slashable: magnitude } = magnitudesOf(operator, pool)
    const scaled = open.reduce((sum, one) => sum + one.scaled, 0n)
    const slashable = mulWad(scaled, max)
    const starts = open.map(({ startBlock }) => startBlock)
    return {
      operator,
      pool,
      ...sums,
      slashable,
      slashableUntil: starts.length === 0 ? null : Math.max(...starts) + delay,
      atRisk: magnitude === null ? null : slashable - sharesLeft(slashable, max, max - magnitude),
    }
  })
}

/** No operator set can slash what is delegated to nobody. */
const UNDELEGATED = { slashable: 0n, slashableUntil: null, atRisk: 0n }

function sumOf(groups: readonly QueuedGroup[], block: number, delay: number) {
  const open = groups.filter(({ startBlock }) => startBlock + delay >= block)
  const sharesOf = (some: readonly QueuedGroup[]) =>
    some.reduce((sum, { shares }) => sum + shares, 0n)
  const shares = sharesOf(groups)
  const withdrawals = groups.reduce((sum, one) => sum + one.withdrawals, 0)
  return { open, withdrawals, shares, completable: shares - sharesOf(open) }
}

/** The queue of one pool, and the part of it that was delegated to nobody. */
export interface PoolQueue extends QueuedStake {
  readonly pool: string
  readonly undelegated: bigint
}

/** Sums over the operators of each pool, by pool. */
export function queueByPool(queues: readonly OperatorQueue[]): PoolQueue[] {
  const pools = new Map<string, PoolQueue>()
  for (const { operator, pool, ...queue } of queues) {
    const known = pools.get(pool) ?? { pool, ...NOTHING, undelegated: 0n }
    const atRisk =
      known.atRisk === null || queue.atRisk === null ? null : known.atRisk + queue.atRisk
    pools.set(pool, {
      pool,
      withdrawals: known.withdrawals + queue.withdrawals,
      shares: known.shares + queue.shares,
      completable: known.completable + queue.completable,
      slashable: known.slashable + queue.slashable,
      slashableUntil: latest(known.slashableUntil, queue.slashableUntil),
      atRisk,
      undelegated: operator === null ? queue.shares : known.undelegated,
    })
  }
  return [...pools.values()]
}

function latest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.max(a, b)
}

/** What is queued of one pool since one block. */
export interface QueueStep {
  readonly pool: string
  readonly slashableUntil: number
  readonly completableFrom: number
  readonly withdrawals: number
  readonly shares: bigint
}

/** The queue by the block in which it can be completed, then by pool. @param from those that can be completed earlier are left out */
export function queueSchedule(
  groups: readonly QueuedGroup[],
  delay: number,
  from: number,
): QueueStep[] {
  const steps = new Map<string, QueueStep>()
  for (const { pool, startBlock, withdrawals, shares } of groups) {
    const slashableUntil = startBlock + delay
    if (slashableUntil + 1 < from) continue
    const key = `${startBlock} ${pool}`
    const known = steps.get(key)
    steps.set(key, {
      pool,
      slashableUntil,
      completableFrom: slashableUntil + 1,
      withdrawals: withdrawals + (known?.withdrawals ?? 0),
      shares: shares + (known?.shares ?? 0n),
    })
  }
  return [...steps.values()].sort(
    (a, b) => a.slashableUntil - b.slashableUntil || (a.pool < b.pool ? -1 : 1),
  )
}
