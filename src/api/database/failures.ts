import { ApiError, apiError } from '../../reads/errors'

/** Classes and codes of SQLSTATE, and codes of sockets, that say the database does not answer now. */
const UNAVAILABLE = /^(08...|57P0[123]|53...|28...|3D000|ECONN.*|EPIPE|ENOTFOUND|EAI_.*|ETIMEDOUT)$/

/** Why a connection ended or was not had: pg gives these no code. */
const UNAVAILABLE_TEXT = /Connection terminated|not queryable/

/** All connections of the API are in use: what pg's pool says when none came free in time. */
const BUSY_TEXT = /timeout exceeded when trying to connect/

/**
 * What a failed statement means to the client of the API.
 *
 * @param error what pg threw
 * @returns an ApiError where the cause is known, else `error` itself: a defect, to be masked and logged
 */
export function databaseFailure(error: unknown): unknown {
  if (error instanceof ApiError || !(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === '57014') {
    return apiError('QUERY_TIMEOUT', 'The query took too long and was stopped.', {
      hint: 'Ask for fewer rows, fewer nested lists, or filter by id.',
    })
  }
  if (code === '42P01') return notSetUp()
  if (code === '' && BUSY_TEXT.test(error.message)) {
    return apiError('QUERY_TIMEOUT', 'Other queries kept the database busy.', {
      hint: 'Try again in a few seconds.',
    })
  }
  if (UNAVAILABLE.test(code) || (code === '' && UNAVAILABLE_TEXT.test(error.message))) {
    return new ApiError(
      'NOT_READY',
      'The database does not answer.',
      { hint: 'Try again; GET /ready says when it answers.' },
      { cause: error },
    )
  }
  if (code.startsWith('22')) {
    return apiError('BAD_USER_INPUT', 'A value of the query does not fit its column.', {
      hint: 'Look for characters such as U+0000, dates that do not exist and numbers too large.',
    })
  }
  if (code.startsWith('54')) {
    return apiError('LIMIT_EXCEEDED', 'The query is too complex for the database.', {
      hint: 'Use fewer conditions and fewer nested relations.',
    })
  }
  return error
}

/** Nothing was set up yet, or by an earlier version. */
export function notSetUp(): ApiError {
  return apiError('NOT_READY', 'The database has no tables of this version yet.', {
    hint: 'Wait until the indexer, or `linchpin migrate`, has set it up.',
  })
}
