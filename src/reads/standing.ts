/** Seconds between two blocks of every network. */
const BLOCK_SECONDS = 12
/** Default of LINCHPIN_MAX_LAG_SECONDS: ten blocks. */
export const MAX_LAG_SECONDS = 10 * BLOCK_SECONDS
/** A running indexer writes its heartbeat every few seconds, and asks for the head as often. */
const QUIET_SECONDS = 20

/** How current the index is. Ages are seconds. */
export interface Standing {
  /** `custom`: blocks may come at any time, or never. */
  network: string
  source: 'RPC' | 'RECORDING' | null
  startBlock: number
  /** Last indexed block. */
  number: number
  /** Last block of the chain, as last seen; null: not seen yet. */
  head: number | null
  /** Since a provider answered with it. */
  headAge: number | null
  /** When it did, in Unix seconds. */
  headSeenAt: number | null
  /** Since the last commit. */
  commitAge: number
  /** Of the last indexed block's own time; null: not known. */
  blockAge: number | null
  /** Since a provider answered with a head at or above the last indexed block. */
  levelAge: number | null
  /** Since all blocks that were seen were indexed; null: never. */
  completeAge: number | null
  /** Since the indexer last said that it runs; null: never. */
  beatAge: number | null
  blocksPerSecond: number | null
  /** Error at which the indexer stopped until an operator acts. */
  stopped: string | null
  /** What the database is as a replica; null: it is the one that the indexer writes. */
  replica: Replica | null
}

/** How a replica (a standby of Postgres) follows its primary. */
export interface Replica {
  /**
   * `LEVEL`: it replayed all that it received. `REPLAYING`: it received more than it replayed. `PAUSED`: its replay is paused.
   * `DETACHED`: it receives nothing, as it has no connection to its primary.
   */
  state: 'LEVEL' | 'REPLAYING' | 'PAUSED' | 'DETACHED'
  /** Seconds that it may be behind: 0 if it is level, else since the last commit that it replayed. */
  lag: number
}

/** SQL of a `Replica` as JSON, by the clock of the replica: with the tables `cursor` c and `writer` w. */
const REPLICA_SQL = `CASE WHEN pg_is_in_recovery() THEN (
    SELECT json_build_object('state', r.state, 'lag', CASE WHEN r.state = 'LEVEL' THEN 0
      ELSE ${age('coalesce(pg_last_xact_replay_timestamp(), w.heartbeat, c.updated_at)')} END)
    FROM (SELECT CASE WHEN pg_is_wal_replay_paused() THEN 'PAUSED'
      WHEN NOT EXISTS (SELECT FROM pg_stat_wal_receiver WHERE pid IS NOT NULL) THEN 'DETACHED'
      WHEN pg_last_wal_replay_lsn() < pg_last_wal_receive_lsn() THEN 'REPLAYING' ELSE 'LEVEL' END AS state) r) END`

/** SQL of the last block of the chain that was seen, at a commit or since: with the tables `cursor` c and `indexer_state` s. */
export const SEEN_HEAD =
  'CASE WHEN s.head_seen_at > c.updated_at THEN s.head ELSE coalesce(c.head, s.head) END'

/** Standing by the clock of the database, so that clocks of other machines do not matter. One row, or none before the start. */
export const STANDING_SQL = `
  SELECT c.network, s.source, c.start_block AS "startBlock", c.height AS number,
    ${SEEN_HEAD} AS head,
    ${age('s.head_seen_at')} AS "headAge", extract(epoch FROM s.head_seen_at)::float8 AS "headSeenAt",
    ${age('c.updated_at')} AS "commitAge", ${age('to_timestamp(c.block_timestamp)')} AS "blockAge",
    ${age('s.level_at')} AS "levelAge", ${age('s.complete_at')} AS "completeAge", ${age('w.heartbeat')} AS "beatAge",
    s.blocks_per_second AS "blocksPerSecond", c.stopped, ${REPLICA_SQL} AS replica
  FROM cursor c LEFT JOIN indexer_state s ON true LEFT JOIN writer w ON true`

/** SQL of the seconds since a time; a clock that was set back makes none negative. */
function age(time: string): string {
  return `(CASE WHEN ${time} IS NOT NULL THEN greatest(0, extract(epoch FROM clock_timestamp() - ${time}))::float8 END)`
}

/** Why the index is not current. */
export interface Reason {
  code:
    | 'INDEXER_STOPPED'
    | 'INDEXER_SILENT'
    | 'REPLICA_BEHIND'
    | 'PROVIDER_SILENT'
    | 'PROVIDER_BEHIND'
    | 'OLD_BLOCK'
    | 'BEHIND'
    | 'SYNCING'
  message: string
  hint: string
  /** Whole seconds for which it has been so; null: not known. */
  seconds: number | null
  /** While blocks are missing. */
  progress?: Progress
}

/** How far the index is. */
export interface Progress {
  block: number
  head: number
  /** Of the blocks from the first to `head` that are indexed, from 0 to 1. */
  share: number
  /** Estimated time left; null: not known, or nothing moves. */
  secondsLeft: number | null
}

/**
 * Age of the index in seconds: on a public network that of the last indexed block's own time; on a custom one, whose blocks
 * may come at any time, the time since a provider answered with a head at or above the last indexed block. Null for a recording
 * that is indexed, and if it is not known.
 */
export function ageOf(standing: Standing): number | null {
  const { network, source, blockAge, levelAge } = standing
  if (isFinishedRecording(standing)) return null
  return network === 'custom' || source === 'RECORDING' ? levelAge : blockAge
}

/** Why the index is not current; null: it is. @param max seconds that it may be behind */
export function reasonOf(standing: Standing, max: number): Reason | null {
  // What a replica that is behind tells of the indexer may be over.
  const behind = isFinishedRecording(standing) ? null : replicaBehind(standing, max)
  if (behind) return behind
  if (standing.stopped !== null) {
    return {
      code: 'INDEXER_STOPPED',
      message: `The indexer stopped: ${standing.stopped}`,
      hint: 'Answers are right at their block, but no later blocks are indexed. docs/errors.md says what to do.',
      seconds: null,
    }
  }
  if (isFinishedRecording(standing)) return null
  return isCurrent(standing, max) ? null : causeOf(standing, max)
}

function isFinishedRecording({ source, number, head, startBlock }: Standing): boolean {
  return source === 'RECORDING' && head !== null && number >= head && number >= startBlock
}

function isCurrent(standing: Standing, max: number): boolean {
  const { number, head, completeAge, beatAge } = standing
  const exceeds = (age: number | null) => age === null || age > max
  const isMissing = head === null || number < head
  return !exceeds(ageOf(standing)) && !exceeds(beatAge) && !(isMissing && exceeds(completeAge))
}

function causeOf(standing: Standing, max: number): Reason {
  const { number, head, headAge, beatAge, commitAge, completeAge, replica, blocksPerSecond } =
    standing
  const quiet = Math.min(max, QUIET_SECONDS)
  const behind = replicaBehind(standing, quiet)
  if (behind) return behind
  if (beatAge === null || beatAge > quiet) {
    const level = replica ? ' This database is a replica, and level with its primary.' : ''
    return {
      code: 'INDEXER_SILENT',
      message: `${beatAge === null ? 'No indexer has written this database.' : `The indexer has not been heard for ${describe(beatAge)}.`}${level}`,
      hint: 'Start the indexer, or see its log; it may have ended, be frozen, or have lost its connection to the database.',
      seconds: whole(beatAge),
      ...progress(standing, null),
    }
  }
  if (head === null || headAge === null || headAge > quiet) {
    return {
      code: 'PROVIDER_SILENT',
      message: `No RPC provider has answered with a head for ${headAge === null ? 'as long as is known' : describe(headAge)}.`,
      hint: 'Check RPC_ENDPOINT and the providers; the log of the indexer has their answers. The indexer goes on when one answers.',
      seconds: whole(headAge),
      ...progress(standing, null),
    }
  }
  if (head < number) {
    const since = ageOf(standing)
    return {
      code: 'PROVIDER_BEHIND',
      message: `The newest block of the RPC providers is ${head}, below the last indexed one, ${number}.`,
      hint: 'The node lags or is syncing, or was restarted: wait, or add a provider to RPC_ENDPOINT.',
      seconds: whole(since),
    }
  }
  if (head === number) {
    const since = ageOf(standing)
    return {
      code: 'OLD_BLOCK',
      message: `The last block of the chain, ${number}, is indexed; it is ${describe(since ?? 0)} old.`,
      hint: 'The chain has no new block, or all providers stand still: compare with a block explorer, or add a provider.',
      seconds: whole(since),
    }
  }
  // A transaction of the first sync takes long.
  const isMoving = commitAge <= (completeAge === null ? Math.max(max, MAX_LAG_SECONDS) : max)
  if (isMoving) {
    return {
      code: 'SYNCING',
      message: `Block ${number} of ${head} is indexed.`,
      hint: 'Wait: `progress` says how far it is. Answers are right at their block.',
      seconds: whole(completeAge),
      ...progress(standing, blocksPerSecond),
    }
  }
  return {
    code: 'BEHIND',
    message: `The RPC providers have block ${head}, but no block after ${number} was indexed for ${describe(commitAge)}.`,
    hint: 'See the log of the indexer: a provider may not return a block, or its logs. Add a provider to RPC_ENDPOINT.',
    seconds: whole(commitAge),
    ...progress(standing, null),
  }
}

/** Why a replica is not followed further; null: it is no replica, or at most so many seconds behind. */
function replicaBehind({ replica }: Standing, max: number): Reason | null {
  if (!replica || replica.state === 'LEVEL' || replica.lag <= max) return null
  return {
    code: 'REPLICA_BEHIND',
    message: `This database is a replica, and may be ${describe(replica.lag)} behind its primary: ${CAUSES[replica.state]}.`,
    hint: 'Answers are right at their block. Ask another replica or the primary meanwhile; see the replication of Postgres.',
    seconds: whole(replica.lag),
  }
}

const CAUSES = {
  REPLAYING: 'it has received changes that it has not replayed yet',
  PAUSED: 'its replay is paused',
  DETACHED: 'it is not connected to its primary',
}

/** @param blocksPerSecond null: nothing moves */
function progress(standing: Standing, blocksPerSecond: number | null): { progress?: Progress } {
  const { startBlock, number, head } = standing
  if (head === null || number >= head) return {}
  const done = Math.max(0, number - startBlock + 1)
  const secondsLeft = blocksPerSecond ? whole((head - number) / blocksPerSecond) : null
  const share = Math.floor((10_000 * done) / Math.max(head - startBlock + 1, 1)) / 10_000
  return { progress: { block: number, head, share, secondsLeft } }
}

/** Age of the index in whole seconds: see `ageOf`. */
export function wholeAge(standing: Standing): number | null {
  return whole(ageOf(standing))
}

/** Whole seconds; null stays null. */
export function whole(seconds: number): number
export function whole(seconds: number | null): number | null
export function whole(seconds: number | null): number | null {
  return seconds === null ? null : Math.floor(seconds)
}

function describe(seconds: number): string {
  return `${whole(seconds)} s`
}
