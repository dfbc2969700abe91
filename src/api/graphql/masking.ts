import { GraphQLError } from 'graphql'
import { type ApiCode, ApiError, isApiCode } from '../../reads/errors'
import type { RareLog } from '../rare-log'

/** Status of errors that are no fault of the document, in any media type. */
const STATUS: Partial<Record<ApiCode, number>> = {
  ORIGIN_NOT_ALLOWED: 403,
  TOO_MANY_JOBS: 429,
  NOT_READY: 503,
  OVERLOADED: 503,
  DATABASE_SILENT: 503,
  REPLICA_CONFLICT: 503,
  QUERY_TIMEOUT: 504,
}
/** Clients that get one of these may try again. */
const RETRY_AFTER: Readonly<Record<number, string>> = { 429: '10', 503: '1' }

/**
 * Turns an error into one for the client: with a stable code, or masked as INTERNAL_SERVER_ERROR. A masked error is logged
 * with the request id that the client gets.
 */
export function maskErrors(log: RareLog): (error: unknown) => GraphQLError {
  return (error) => {
    if (error instanceof ApiError) return requestError(error)
    if (!(error instanceof GraphQLError)) return masked(log, error, undefined)
    const cause = causeOf(error)
    if (cause instanceof ApiError) {
      const { nodes, source, positions, path } = error
      return new GraphQLError(cause.message, {
        nodes,
        source,
        positions,
        path,
        extensions: { ...httpOf(cause), ...cause.extensions },
      })
    }
    if (cause) return masked(log, cause, error)
    return libraryError(log, error)
  }
}

/** The error of a resolver or a scalar, which graphql-js has wrapped. */
function causeOf(error: GraphQLError): Error | undefined {
  const inner = error.originalError
  return inner instanceof GraphQLError ? causeOf(inner) : inner
}

/** An error before execution, which rejects the whole request. */
function requestError(error: ApiError): GraphQLError {
  return new GraphQLError(error.message, {
    extensions: { http: { spec: true, status: 400 }, ...httpOf(error), ...error.extensions },
  })
}

/** Status and headers of an error that is no fault of the document. */
function httpOf({ extensions: { code } }: ApiError): { http?: object } {
  const status = STATUS[code]
  if (status === undefined) return {}
  const retryAfter = RETRY_AFTER[status]
  return { http: { status, ...(retryAfter && { headers: { 'retry-after': retryAfter } }) } }
}

/** An error of graphql-js or yoga. */
function libraryError(log: RareLog, error: GraphQLError): GraphQLError {
  const { originalError: _, code, ...rest } = error.extensions
  // Without a code and with a path, a resolver returned a value that does not fit the schema: a bug.
  if (code === undefined && error.path) return masked(log, error, error)
  const { nodes, source, positions, path } = error
  const extensions = { ...rest, ...libraryCode(code, rest.http) }
  return new GraphQLError(error.message, { nodes, source, positions, path, extensions })
}

/** Codes of the libraries are not stable; all of them are errors of the client. */
function libraryCode(code: unknown, http: unknown): Record<string, unknown> {
  if (code === 'OPERATION_RESOLUTION_FAILURE') {
    return { code: 'BAD_USER_INPUT', http: { spec: true, status: 400 } }
  }
  const isMethod = (http as { status?: number } | undefined)?.status === 405
  if (isMethod) return { code: 'METHOD_NOT_ALLOWED', hint: 'Use POST.' }
  return { code: isApiCode(code) ? code : 'BAD_USER_INPUT' }
}

function masked(log: RareLog, cause: unknown, error: GraphQLError | undefined): GraphQLError {
  const requestId = log.error(cause, 'Request failed', { path: error?.path })
  return new GraphQLError('Internal server error.', {
    nodes: error?.nodes,
    path: error?.path,
    extensions: {
      code: 'INTERNAL_SERVER_ERROR',
      requestId,
      hint: 'Report the request id; the server log has the cause.',
    },
  })
}
