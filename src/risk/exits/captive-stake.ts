import { slashableByBucket } from '../graph/bucket-stake'
import type { StakeGraph } from '../graph/graph'
import { mulWad, partOf, sharesLeft } from '../math/wad'
import type { QueuedGroup } from './withdrawal-queue'

/** Allocation delay of an operator, with a pending change; null: none. Blocks. */
export interface AllocationDelay {
  readonly stored: number | null
  readonly pending: number | null
  readonly effectBlock: number | null
}

/** The delay in effect at a block (AllocationManager.getAllocationDelay); null: none, so it cannot allocate. */
export function delayInEffect(
  { stored, pending, effectBlock }: AllocationDelay,
  block: number,
): number | null {
  return effectBlock !== null && effectBlock <= block ? pending : stored
}

/**
 * Least number of blocks after which an allocation of an operator can be in effect: with the delay in effect, or with a pending
 * one once it is. Null: it cannot allocate.
 */
export function blocksToBind(delay: AllocationDelay, block: number): number | null {
  const { pending, effectBlock } = delay
  const now = delayInEffect(delay, block)
  if (pending === null || effectBlock === null || effectBlock <= block) return now
  const later = effectBlock - block + pending
  return now === null ? later : Math.min(now, later)
}

/** What captive stake is computed from, beside the graph. */
export interface CaptiveInput {
  readonly block: number
  /** Withdrawal delay in blocks: stake that is queued now can be slashed for as long, so a block more is the way out. */
  readonly withdrawalDelay: number
  /** By operator. */
  readonly delays: ReadonlyMap<string, AllocationDelay>
  /** Magnitude that is not encumbered, by `<operator>-<pool>`; absent: all of the max magnitude. */
  readonly encumbered: ReadonlyMap<string, bigint>
  readonly queue: readonly QueuedGroup[]
  /** Of each set of the graph: whether slashed stake goes to a recipient. */
  readonly redistributes: readonly boolean[]
  /** Whether redistributing sets may have a pool. */
  readonly isRedistributable: (pool: string) => boolean
}

/** Amounts in base units of a pool. */
export interface CaptiveAmounts {
  /** Delegated shares. */
  readonly shares: bigint
  /** Of them what no set has yet, and any set could. */
  readonly bindable: bigint
  /** Queued shares that such an allocation could still slash. */
  readonly bindableQueued: bigint
  /** Of both what a redistributing set may have. */
  readonly redistributable: bigint
  /** Delegated shares that sets can slash already; null: unknown. */
  readonly slashable: bigint | null
  /** Of them what redistributing sets can; null: unknown. */
  readonly redistributing: bigint | null
}

/** Stake of one operator in one pool. */
export interface CaptiveStake extends CaptiveAmounts {
  readonly operator: string
  readonly pool: string
  /** Delay in effect; null: it only has a pending one. */
  readonly delay: number | null
  readonly blocksToBind: number
}

/**
 * Stake of operators that can allocate it before its stakers can leave, so that no staker who watches the chain can avoid it:
 * `blocksToBind` at most the withdrawal delay. By pool, in each the largest bindable stake first.
 * Source: EigenLayer improvement proposal 016, rationale.
 */
export function captiveStakes(graph: StakeGraph, input: CaptiveInput): CaptiveStake[] {
  const { operators, pools, buckets, commitments, unknownBases } = graph
  const isUnknown = unknownBases.includes('SLASHABLE')
  const slashable = slashableByBucket(graph, 'SLASHABLE')
  const redistributing = buckets.cap.map(() => 0n)
  commitments.slashable.forEach((amount, line) => {
    const bucket = commitments.bucket[line]!
    if (bucket >= 0 && input.redistributes[commitments.set[line]!])
      redistributing[bucket]! += amount
  })
  const queued = byOwner(input.queue)
  const found: CaptiveStake[] = []
  buckets.cap.forEach((shares, bucket) => {
    const operator = operators[buckets.operator[bucket]!]
    const pool = pools[buckets.pool[bucket]!]!
    const own = operator === undefined ? undefined : input.delays.get(operator)
    const toBind = own === undefined ? null : blocksToBind(own, input.block)
    if (operator === undefined || toBind === null || toBind > input.withdrawalDelay) return
    const key = `${operator}-${pool}`
    const max = buckets.maxMagnitude[bucket]!
    const free = max - (input.encumbered.get(key) ?? 0n)
    const bindable = partOf(shares, free, max)
    const bindableQueued = ofQueue(queued.get(key) ?? [], max, free, input, toBind)
    if (shares === 0n && bindableQueued === 0n) return
    found.push({
      operator,
      pool,
      delay: delayInEffect(own!, input.block),
      blocksToBind: toBind,
      shares,
      bindable,
      bindableQueued,
      redistributable: input.isRedistributable(pool) ? bindable + bindableQueued : 0n,
      slashable: isUnknown ? null : slashable[bucket]!,
      redistributing: isUnknown ? null : redistributing[bucket]!,
    })
  })
  return found.sort((a, b) => {
    if (a.pool !== b.pool) return a.pool < b.pool ? -1 : 1
    if (a.bindable !== b.bindable) return a.bindable > b.bindable ? -1 : 1
    return a.operator < b.operator ? -1 : 1
  })
}

function byOwner(queue: readonly QueuedGroup[]): Map<string, QueuedGroup[]> {
  const found = new Map<string, QueuedGroup[]>()
  for (const group of queue) {
    const key = `${group.operator}-${group.pool}`
    const known = found.get(key)
    if (known) known.push(group)
    else found.set(key, [group])
  }
  return found
}

/** What slashing the free magnitude takes from what is still queued when it can be allocated (SlashingLib.calcSlashedAmount). */
function ofQueue(
  groups: readonly QueuedGroup[],
  max: bigint,
  free: bigint,
  { block, withdrawalDelay }: CaptiveInput,
  toBind: number,
): bigint {
  const open = groups.filter(({ startBlock }) => startBlock + withdrawalDelay >= block + toBind)
  const shares = mulWad(
    open.reduce((sum, { scaled }) => sum + scaled, 0n),
    max,
  )
  return shares - sharesLeft(shares, max, max - free)
}

/** Sums over operators. */
export interface CaptiveSum extends CaptiveAmounts {
  readonly operators: number
}

/** The sum of stake of one pool. */
export function sumOfCaptive(stakes: readonly CaptiveStake[]): CaptiveSum {
  const add = (pick: (stake: CaptiveStake) => bigint) =>
    stakes.reduce((sum, stake) => sum + pick(stake), 0n)
  const addKnown = (pick: (stake: CaptiveStake) => bigint | null) =>
    stakes.some((stake) => pick(stake) === null) ? null : add((stake) => pick(stake)!)
  return {
    operators: new Set(stakes.map(({ operator }) => operator)).size,
    shares: add(({ shares }) => shares),
    bindable: add(({ bindable }) => bindable),
    bindableQueued: add(({ bindableQueued }) => bindableQueued),
    redistributable: add(({ redistributable }) => redistributable),
    slashable: addKnown(({ slashable }) => slashable),
    redistributing: addKnown(({ redistributing }) => redistributing),
  }
}
