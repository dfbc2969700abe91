import { ApiError } from '../../reads/errors'
import { digestAt } from '../../reads/graph/graphs'
import { databaseFailure } from '../database/failures'
import type { Connections } from '../database/transaction'
import { openOperation } from '../operation'
import type { JsonResponse } from './responses'

const UNREAD_SQL = `SELECT status, count(*)::int AS logs FROM contract_event
  WHERE status <> 'DECODED' GROUP BY status ORDER BY status`

const DEFERRED_SQL = 'SELECT count(*)::int AS missing FROM deferred_index'

/** Migrations in the database that are not in $1. */
const UNKNOWN_SQL = 'SELECT name FROM migrations WHERE name <> ALL($1) ORDER BY id'

/**
 * GET /ready: 200 if the database is available and of this version, a block is indexed and all indexes exist, else 503 with
 * the reasons.
 * @param migrations names that this version knows; null: not checked
 */
export async function ready(
  connections: Connections,
  timeoutMs: number,
  migrations: readonly string[] | null,
): Promise<JsonResponse> {
  const operation = openOperation(connections, timeoutMs)
  try {
    const unknown = migrations
      ? await operation.query<{ name: string }>(UNKNOWN_SQL, [migrations])
      : []
    if (unknown.length > 0) throw otherVersion(unknown.map(({ name }) => name))
    await operation.head()
    const [deferred] = await operation.query<{ missing: number }>(DEFERRED_SQL)
    if (deferred!.missing > 0) throw indexesMissing()
    return { status: 200, body: { ready: true } }
  } catch (error) {
    return unavailable(error, (reason) => ({ ready: false, reasons: [reason] }))
  } finally {
    await operation.close()
  }
}

/** GET /status: the head of the index and the undecoded logs, in one snapshot. */
export async function status(connections: Connections, timeoutMs: number): Promise<JsonResponse> {
  const operation = openOperation(connections, timeoutMs)
  try {
    const head = await operation.head()
    const digest = await digestAt(operation, head.number)
    const unread = await operation.query<{ status: string; logs: number }>(UNREAD_SQL)
    const { network, chainId, number, hash, timestamp, finalizedNumber, chainHead, lag } = head
    return {
      status: 200,
      body: {
        network,
        chainId,
        block: { number, hash, timestamp },
        finalized: finalizedNumber,
        head: chainHead,
        lag,
        digest: digest || null,
        provenTo: head.provenTo,
        stopped: head.stopped,
        unknownConstants: head.unknownConstants,
        missingContracts: head.missingContracts,
        unread: Object.fromEntries(unread.map((row) => [row.status, row.logs])),
      },
    }
  } catch (error) {
    return unavailable(error, (reason) => ({ error: reason }))
  } finally {
    await operation.close()
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

function otherVersion(unknown: readonly string[]): ApiError {
  return new ApiError(
    'NOT_READY',
    `LP3004: the database was migrated by another version: it has the unknown migration ${unknown.join(', ')}.`,
    { hint: 'Serve with the version of Linchpin that the indexer has.' },
  )
}

function unavailable(error: unknown, body: (reason: object) => unknown): JsonResponse {
  const known = databaseFailure(error)
  if (!(known instanceof ApiError)) throw error
  const { code, hint } = known.extensions
  return { status: 503, body: body({ code, message: known.message, hint }) }
}
