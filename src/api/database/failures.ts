import { ApiError, apiError } from '../../reads/errors'

/** SQLSTATE codes and classes, and codes of sockets: the database is unavailable. */
const UNAVAILABLE = /^(08...|57P0[123]|53...|28...|3D000|ECONN.*|EPIPE|ENOTFOUND|EAI_.*|ETIMEDOUT)$/

/** SQLSTATE of a statement or connection that a replica ended, because what it reads is to be replayed over. */
const CONFLICT = /^40(001|P01)$/

/** Messages of pg without a code: the connection was lost. */
const UNAVAILABLE_TEXT = /Connection terminated|not queryable|timeout expired/

/** Message of pg: a statement got no answer, not even that it was cancelled. */
const SILENT_TEXT = /Query read timeout/

/** Messages of pg and its pool: no connection came in time. */
const TIMEOUT_TEXT = /\btimeout\b/

/** Message of pg's pool: no connection became free in time. */
const BUSY_TEXT = /timeout exceeded when trying to connect/

/**
 * The error that a client of the API gets for a failed statement.
 *
 * @param error what pg threw
 * @returns an ApiError if the cause is known, else `error` itself: a bug, to be masked and logged
 */
export function databaseFailure(error: unknown): unknown {
  if (error instanceof ApiError || !(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === '57014') {
    return apiError('QUERY_TIMEOUT', 'The query took too long and was cancelled.', {
      hint: 'Request fewer rows or fewer nested lists, or filter by id.',
    })
  }
  if (code === '42P01') return notSetUp()
  if (code === '42501') {
    const hint = 'Run GRANT SELECT ON ALL TABLES IN SCHEMA public for the user of the API.'
    return new ApiError(
      'NOT_READY',
      'The database does not let the API read its tables.',
      { hint },
      { cause: error },
    )
  }
  if (CONFLICT.test(code)) return replicaConflict(error)
  if (isSilent(error)) return databaseSilent(error)
  if (UNAVAILABLE.test(code) || (code === '' && UNAVAILABLE_TEXT.test(error.message))) {
    return new ApiError(
      'NOT_READY',
      'The database is unavailable.',
      { hint: 'Try again; GET /ready reports when it is available.' },
      { cause: error },
    )
  }
  if (code.startsWith('22')) {
    return apiError('BAD_USER_INPUT', 'A value of the query does not fit its column.', {
      hint: 'Check for characters such as U+0000, dates that do not exist and numbers that are too large.',
    })
  }
  if (code.startsWith('54')) {
    return apiError('LIMIT_EXCEEDED', 'The query is too complex for the database.', {
      hint: 'Use fewer conditions and fewer nested relations.',
    })
  }
  return error
}

/**
 * The error for an operation that gets no connection.
 *
 * @param hangs whether the database has not answered any statement lately
 */
export function connectFailure(error: unknown, hangs: boolean): unknown {
  if (!(error instanceof Error) || !TIMEOUT_TEXT.test(error.message)) return error
  if (hangs) return databaseSilent(error)
  if (!BUSY_TEXT.test(error.message)) return error
  return apiError('OVERLOADED', 'All connections to the database are in use by other queries.', {
    hint: 'Try again after the seconds of the header Retry-After.',
  })
}

/** The database accepts statements, and does not answer them. */
export function databaseSilent(cause?: Error): ApiError {
  const hint =
    'It is frozen or overloaded, or the network drops its packets. Try again; GET /ready reports when it answers.'
  return new ApiError(
    'DATABASE_SILENT',
    'The database does not answer.',
    { hint },
    { ...(cause && { cause }) },
  )
}

function replicaConflict(cause: Error): ApiError {
  const hint =
    'Ask again, or the primary. If it happens often: max_standby_streaming_delay or hot_standby_feedback of the replica.'
  return new ApiError(
    'REPLICA_CONFLICT',
    'The replica cancelled the query, to replay a change of its primary.',
    { hint },
    { cause },
  )
}

/** Whether a replica cancelled a statement, so that the same operation in a later snapshot can succeed. */
export function isReplicaConflict(error: unknown): boolean {
  if (error instanceof ApiError) return error.extensions.code === 'REPLICA_CONFLICT'
  return CONFLICT.test(String(Object(error).code))
}

/** A replica goes on with a database that another one has replaced under its name. */
export function renamed(): ApiError {
  return apiError('REPLICA_CONFLICT', 'The database was replaced by another one of its name.', {
    hint: 'Ask again.',
  })
}

/** Whether a statement got no answer in time: its connection may be dead. */
export function isSilent(error: unknown): boolean {
  return error instanceof Error && SILENT_TEXT.test(error.message)
}

/** The tables are missing, or those of an earlier version. */
export function notSetUp(): ApiError {
  return apiError('NOT_READY', 'The database has no tables of this version yet.', {
    hint: 'Start the indexer or run `linchpin migrate`, which create them.',
  })
}

/** Whether there was no room for an operation: no connection, or no thread. */
export function isOverloaded(error: unknown): error is ApiError {
  return error instanceof ApiError && error.extensions.code === 'OVERLOADED'
}
