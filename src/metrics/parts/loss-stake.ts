import { loadQueued } from '../../reads/graph/queue'
import { loadStakers } from '../../reads/graph/stakers'
import type { StakeGraph } from '../../risk/graph/graph'
import { partOfBuckets } from '../../risk/graph/part-of-buckets'
import { withQueue } from '../../risk/graph/with-queue'
import type { ArgumentsOf, Assumption } from '../define/argument'
import { flag } from '../define/arguments'
import type { Measured, Request } from '../define/measure'
import type { NullReason } from '../define/meta'
import { namedStakers, stakerGroupArguments } from './staker-group'

/** Argument `includeQueued`. */
const includeQueued = flag(
  'Whether stake in the withdrawal queue counts that can still be slashed (DelegationManager.getSlashableSharesInQueue).',
  true,
)

/** Arguments for whose stake is lost. */
export const lossStakeArguments = { ...stakerGroupArguments, includeQueued }

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
  { context, sources }: Request,
  { at, block }: Pick<Measured, 'at' | 'block'>,
  { includeQueued, ...named }: ArgumentsOf<typeof lossStakeArguments>,
): Promise<LossStake | NullReason> {
  const found = namedStakers(named, sources.labels(block.chainId))
  const stakers = found?.stakers ?? null
  const layer = stakers && (await loadStakers(context, block, at.graph, { stakers }))
  const graph = layer ? partOfBuckets(at.graph, layer) : at.graph
  const assumptions = found?.assumptions ?? []
  if (!includeQueued) {
    return layer && layer.staker.length === 0 ? 'UNKNOWN_SCOPE' : { graph, assumptions }
  }
  const { withdrawalDelay } = at
  const queued = await loadQueued(context, block, at.graph, withdrawalDelay, stakers)
  // Without the delay it is unknown what can still be slashed, unless nothing is queued.
  if (withdrawalDelay === null && queued.some((one) => one > 0n)) return 'CONSTANT_UNKNOWN'
  if (layer && layer.staker.length === 0 && queued.every((one) => one === 0n)) {
    return 'UNKNOWN_SCOPE'
  }
  return { graph: withQueue(graph, queued), assumptions }
}
