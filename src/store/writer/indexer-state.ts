import type { Client } from 'pg'
import type { Claim } from './lock'

/** What the indexer knows of the chain. Ages are seconds before now: the database turns them into times of its own clock. */
export interface IndexerState {
  source: 'RPC' | 'RECORDING'
  /** Newest block of the providers that answered last; null: none has answered yet. */
  head: number | null
  /** Since a provider answered with `head`. */
  headAge: number | null
  /** Since a provider answered with a head at or above the last indexed block; null: not in this run. */
  levelAge: number | null
  /** Since every block that was seen was indexed; null: not yet in this run. */
  completeAge: number | null
  /** Blocks indexed per second, lately; null: not known. */
  blocksPerSecond: number | null
}

/** Writes what the writer of this claim knows; a process that lost the claim writes nothing. */
export async function writeIndexerState(
  client: Client,
  { epoch }: Claim,
  state: IndexerState,
): Promise<void> {
  const { source, head, headAge, levelAge, completeAge, blocksPerSecond } = state
  await client.query(
    `UPDATE indexer_state SET source = $2, blocks_per_second = $7,
       head = coalesce($3, head), head_seen_at = coalesce(${ago(4)}, head_seen_at),
       level_at = greatest(level_at, ${ago(5)}), complete_at = greatest(complete_at, ${ago(6)})
     WHERE EXISTS (SELECT FROM writer WHERE epoch = $1)`,
    [epoch, source, head, headAge, levelAge, completeAge, blocksPerSecond],
  )
}

/** The time this many seconds ago; null stays null. */
function ago(parameter: number): string {
  return `clock_timestamp() - make_interval(secs => $${parameter}::float8)`
}
