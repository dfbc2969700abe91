import type { Pool } from 'pg'
import { ApiError } from '../../reads/errors'
import { digestAt } from '../../reads/graph/digest-at'
import {
  MAX_LAG_SECONDS,
  type Replica,
  reasonOf,
  STANDING_SQL,
  type Standing,
  whole,
  wholeAge,
} from '../../reads/standing'
import { hasBeenSilent } from '../database/answers'
import type { Connections } from '../database/transaction'
import { otherMigrations, UNKNOWN_SQL, type Version } from '../database/version'
import { openOperation } from '../operation'
import { notReady, unavailable, within } from './readiness'
import type { JsonResponse } from './responses'

/** How many answers of contracts are unknown, and the first of them. */
const UNANSWERED_SQL = `SELECT count(*)::int AS count, coalesce((SELECT jsonb_agg(to_jsonb(first)) FROM (
    SELECT contract, block, name, reason FROM contract_answer WHERE reason IS NOT NULL ORDER BY block, contract, name LIMIT 20
  ) first), '[]') AS first FROM contract_answer WHERE reason IS NOT NULL`

const UNREAD_SQL = `SELECT status, count(*)::int AS logs FROM contract_event
  WHERE status <> 'DECODED' GROUP BY status ORDER BY status`

const DEFERRED_SQL = 'SELECT count(*)::int AS missing FROM deferred_index'

/** A database that does not answer in this time is not waited for. */
const READY_DEADLINE_MS = 4_000
const STATUS_DEADLINE_MS = 15_000

/** What the health of the API is read from. */
export interface Health {
  connections: Connections
  /** Of a statement. */
  timeoutMs: number
  /** By which a database is refused; null: not checked. */
  version: Version | null
  /** Seconds that the index may be behind; null: the default. */
  maxLagSeconds: number | null
  /** Whether it has run what first pages ask. */
  isWarm(): boolean
}

const WARMING_UP = {
  code: 'WARMING_UP',
  message: 'The API runs what pages ask for the first time.',
  hint: 'Wait some seconds: it answers already, but slower.',
}

/**
 * GET /ready: 200 if the database is available and of this version, all indexes exist, the index is current, and the API is warm, else
 * 503 with the reasons.
 */
export async function ready(health: Health): Promise<JsonResponse> {
  const found = await readReady(health)
  if (health.isWarm()) return found
  const { reasons = [] } = found.body as { reasons?: readonly object[] }
  return notReady(...reasons, WARMING_UP)
}

async function readReady(health: Health): Promise<JsonResponse> {
  const operation = openOperation(health.connections, health.timeoutMs, health.version)
  const read = async () => {
    // A database without a head is checked, too.
    if (health.version) {
      const { migrations } = health.version
      const unknown = await operation.query<{ name: string }>(UNKNOWN_SQL, [migrations])
      if (unknown.length > 0) throw otherMigrations(unknown.map(({ name }) => name))
    }
    const [standing] = await operation.query<Standing>(STANDING_SQL)
    const lagging = standing && reasonOf(standing, health.maxLagSeconds ?? MAX_LAG_SECONDS)
    if (lagging) return notReady(lagging)
    const head = await operation.head()
    const [deferred] = await operation.query<{ missing: number }>(DEFERRED_SQL)
    if (deferred!.missing > 0) throw indexesMissing()
    const { source } = standing!
    const age = wholeAge(standing!)
    const body = { ready: true, source, block: head.number, head: head.chainHead, age }
    return { status: 200, body }
  }
  try {
    return await within(READY_DEADLINE_MS, read())
  } catch (error) {
    return unavailable(error, notReady)
  } finally {
    void operation.close()
  }
}

/** GET /status: the head of the index, how current it is, and the undecoded logs, in one snapshot. */
export async function status(health: Health): Promise<JsonResponse> {
  const operation = openOperation(health.connections, health.timeoutMs)
  const read = async () => {
    const head = await operation.head()
    const digest = await digestAt(operation, head.number)
    const unread = await operation.query<{ status: string; logs: number }>(UNREAD_SQL)
    const [unanswered] = await operation.query(UNANSWERED_SQL)
    const [standing] = await operation.query<Standing>(STANDING_SQL)
    const reason = reasonOf(standing!, health.maxLagSeconds ?? MAX_LAG_SECONDS)
    const { network, chainId, number, hash, timestamp, finalizedNumber, chainHead, lag } = head
    const { source, headSeenAt, replica } = standing!
    const body = {
      network,
      chainId,
      source,
      block: { number, hash, timestamp },
      finalized: finalizedNumber,
      head: chainHead,
      headSeenAt: whole(headSeenAt),
      lag,
      updatedAt: whole(head.updatedAt),
      age: wholeAge(standing!),
      replica: replica && { state: replica.state, lag: whole(replica.lag) },
      current: reason === null,
      reasons: reason ? [reason] : [],
      digest: digest || null,
      provenTo: head.provenTo,
      stopped: head.stopped,
      unknownConstants: head.unknownConstants,
      missingContracts: head.missingContracts,
      unanswered,
      unread: Object.fromEntries(unread.map((row) => [row.status, row.logs])),
    }
    return { status: 200, body }
  }
  try {
    return await within(STATUS_DEADLINE_MS, read())
  } catch (error) {
    return unavailable(error, (reason) => ({ status: 503, body: { error: reason } }))
  } finally {
    void operation.close()
  }
}

/** How the database follows its primary; null: it is no replica, or does not answer at once. */
export async function readReplica(pool: Pool): Promise<Replica | null> {
  if (hasBeenSilent(pool)) return null
  try {
    const { rows } = await within(READY_DEADLINE_MS, pool.query<Standing>(STANDING_SQL))
    return rows[0]?.replica ?? null
  } catch {
    return null
  }
}

function indexesMissing(): ApiError {
  return new ApiError(
    'NOT_READY',
    'History is still being indexed; the indexes of the database are created at its end.',
    {
      hint: 'Queries work, but are slow. GET /status reports the progress.',
    },
  )
}
