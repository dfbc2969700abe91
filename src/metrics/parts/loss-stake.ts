import { loadQueued } from '../../reads/graph/queue'
import { loadStakers } from '../../reads/graph/stakers'
import { hasUnknownExits, isShared } from '../../risk/graph/delegated'
import type { StakeGraph } from '../../risk/graph/graph'
import { partOfBuckets } from '../../risk/graph/part-of-buckets'
import { withQueue } from '../../risk/graph/with-queue'
import type { ArgumentsOf, Assumption } from '../define/argument'
import { flag } from '../define/arguments'
import type { Measured, Request } from '../define/measure'
import type { NullReason } from '../define/meta'
import { namedStakers, stakerGroupArguments } from './staker-group'

/** Argument `includeQueued`. */
export const includeQueued = flag(
  'Whether stake in the withdrawal queue counts that can still be slashed (DelegationManager.getSlashableSharesInQueue).',
  true,
)

/** Arguments for whose stake is lost. */
export const lossStakeArguments = { ...stakerGroupArguments, includeQueued }

type Arguments = ArgumentsOf<typeof lossStakeArguments>
type At = Pick<Measured, 'at' | 'block'>

/** Whose losses are measured. */
export interface LossStake {
  /** With the queue in it, or without; only with the stake of the stakers that are named. */
  readonly graph: StakeGraph
  readonly assumptions: readonly Assumption[]
}

/**
 * The stake that losses are measured of: all, or that of some stakers; the reason why there is none.
 * @throws ApiError as `namedStakers`
 */
export async function lossStake(
  request: Request,
  measured: At,
  args: Arguments,
): Promise<LossStake | NullReason> {
  const found = await holdersOf(request, measured, args)
  if (typeof found === 'string') return found
  const graph = found.layer ? partOfBuckets(measured.at.graph, found.layer) : measured.at.graph
  const { queued, assumptions } = found
  return { graph: queued ? withQueue(graph, queued) : graph, assumptions }
}

/** All stake that can be lost, with the queue in it or without; null: the withdrawal delay is unknown. */
export async function stakeAtRisk(
  request: Request,
  measured: At,
  includeQueued: boolean,
): Promise<StakeGraph | null> {
  const all = { stakers: null, group: null, includeQueued }
  const stake = await lossStake(request, measured, all)
  return typeof stake === 'string' ? null : stake.graph
}

/** What a simulation changes, and the part of it that some stakers have. */
export interface SimulatedStake {
  /** With the queue beside its stake. */
  readonly graph: StakeGraph
  /** Null: no stakers are named. */
  readonly part: StakeGraph | null
  readonly assumptions: readonly Assumption[]
}

/** The stake that is simulated; the reason why there is none. @throws ApiError as `namedStakers` */
export async function simulatedStake(
  request: Request,
  measured: At,
  args: Arguments,
): Promise<SimulatedStake | NullReason> {
  const { graph } = measured.at
  const all = { ...args, stakers: null, group: null }
  const whole = await holdersOf(request, measured, all)
  const found = await holdersOf(request, measured, args)
  if (typeof whole === 'string') return whole
  if (typeof found === 'string') return found
  const beside = (graph: StakeGraph, queued: readonly bigint[] | null) => {
    return { ...graph, buckets: { ...graph.buckets, queued } }
  }
  return {
    graph: beside(graph, whole.queued),
    part: found.layer && beside(partOfBuckets(graph, found.layer), found.queued),
    assumptions: found.assumptions,
  }
}

/** Scaled shares in the queue that can still be slashed, by bucket: of all, and of some stakers. */
export interface Queues {
  readonly all: readonly bigint[]
  readonly own: readonly bigint[]
}

/** The queue as some stakers are in it; null: the withdrawal delay is unknown, and something is queued. */
export async function queuesOf(
  { context }: Request,
  { at, block }: At,
  stakers: readonly string[],
): Promise<Queues | null> {
  const { graph, withdrawalDelay } = at
  const all = await loadQueued(context, block, at)
  const isUnknown = all.some((one, bucket) => one > 0n && !isShared(graph, bucket))
  if ((withdrawalDelay === null && isUnknown) || hasUnknownExits(graph)) return null
  return { all, own: await loadQueued(context, block, at, stakers) }
}

/** Stakers that are named, and what is queued of them, or of all. */
async function holdersOf(
  { context, sources }: Request,
  { at, block }: At,
  { includeQueued, ...named }: Arguments,
) {
  const found = namedStakers(named, sources.labels(block.chainId))
  const stakers = found?.stakers ?? null
  const layer = stakers && (await loadStakers(context, block, at.graph, { stakers }))
  if (layer?.unknown) return layer.unknown
  const { withdrawalDelay } = at
  const queued = includeQueued ? await loadQueued(context, block, at, stakers) : null
  const isQueued = queued?.some((one, bucket) => one > 0n && !isShared(at.graph, bucket)) ?? false
  if (includeQueued && hasUnknownExits(at.graph)) {
    return block.timestamp === null ? 'BLOCK_TIME_UNKNOWN' : 'CONSTANT_UNKNOWN'
  }
  // Without the delay it is unknown what can still be slashed, unless nothing is queued.
  if (withdrawalDelay === null && isQueued) return 'CONSTANT_UNKNOWN'
  const isEmpty = layer?.staker.length === 0 && !queued?.some((one) => one > 0n)
  if (layer && isEmpty) return 'UNKNOWN_SCOPE'
  return { layer, queued, assumptions: found?.assumptions ?? [] }
}
