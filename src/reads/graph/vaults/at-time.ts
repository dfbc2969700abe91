import { type CapturedStake, capturedStake } from '../../../vaults/capture'
import { exact } from '../../block-times'
import type { ApiContext } from '../../context'
import { loadVaultRows } from '../../vaults/rows'
import { type BlockGraph, withVaults } from '../timeline'
import { withAdapters } from './load'
import { vaultPart } from './part'

/** The graph if nothing happens until a time at or after that of the block: epochs of vaults turn. @param time unix seconds */
export function graphAtTime(at: BlockGraph, time: bigint): BlockGraph {
  const { vaults } = at
  if (!vaults || time <= vaults.state.time) return at
  const { operators, services } = vaults.graph
  const state = { ...vaults.state, before: vaults.state.rows, time }
  const own = vaultPart(state, { operators, services }, exact('0x', Number(time)))
  const graph = withAdapters(own, vaults.adapters)
  const later = { ...vaults, state, graph }
  return at.of ? withVaults(at.of.EIGENLAYER, later) : { ...at, vaults: later, graph }
}

/** A commitment of a vault whose stake was captured. */
export interface CaptureRequest {
  readonly vault: string
  readonly set: string
  readonly operator: string
  /** Unix seconds; null: the latest time allowed, a second ago. */
  readonly capture: bigint | null
}

/**
 * What can be slashed of the stake of a vault that was captured at a time; null: it depends on a constant that is unknown.
 * @param now time of the slashing; null: that of the block
 */
export async function loadCaptured(
  context: ApiContext,
  block: number,
  { state, graph }: NonNullable<BlockGraph['vaults']>,
  { capture, ...commitment }: CaptureRequest,
  now: bigint | null,
): Promise<CapturedStake | null> {
  // Vaults of core V2 know no other time than now.
  const latest = graph.commitments.bucket.findIndex((bucket, line) => {
    return (
      bucket >= 0 &&
      graph.buckets.isSetApart?.[bucket] === 1 &&
      graph.pools[graph.buckets.pool[bucket]!] === commitment.vault &&
      graph.sets[graph.commitments.set[line]!]!.id === commitment.set &&
      graph.operators[graph.commitments.operator[line]!] === commitment.operator
    )
  })
  if (latest >= 0) return { slashable: graph.commitments.slashable[latest]!, isBefore: false }
  const times = { capture: capture ?? (now ?? state.time) - 1n, now: now ?? state.time }
  if (times.capture >= state.time) return capturedStake(state, state.rows, commitment, times)
  const [found] = await context.query<{ block: number }>(
    `SELECT block FROM block WHERE block <= $1 AND block_time <= to_timestamp($2::float8) ORDER BY block DESC LIMIT 1`,
    [block, Number(times.capture)],
  )
  const past = await loadVaultRows(context, { number: found?.block ?? -1, isHead: false })
  return capturedStake(state, past, commitment, times)
}
