import { randomUUID } from 'node:crypto'
import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import { ApiError, isApiCode } from '../../reads/errors'

/**
 * Turns an error into one for the client: with a stable code, or masked as INTERNAL_SERVER_ERROR. A masked error is logged
 * with the request id that the client gets.
 */
export function maskErrors(logger: Logger): (error: unknown) => GraphQLError {
  return (error) => {
    if (error instanceof ApiError) return requestError(error)
    if (!(error instanceof GraphQLError)) return masked(logger, error, undefined)
    const cause = causeOf(error)
    if (cause instanceof ApiError) {
      const { nodes, source, positions, path } = error
      return new GraphQLError(cause.message, {
        nodes,
        source,
        positions,
        path,
        extensions: cause.extensions,
      })
    }
    if (cause) return masked(logger, cause, error)
    return libraryError(logger, error)
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
    extensions: { http: { spec: true, status: 400 }, ...error.extensions },
  })
}

/** An error of graphql-js or yoga. */
function libraryError(logger: Logger, error: GraphQLError): GraphQLError {
  const { originalError: _, code, ...rest } = error.extensions
  if (code === 'REQUEST_ENTITY_TOO_LARGE') {
    const extensions = { ...rest, code: 'LIMIT_EXCEEDED', hint: 'Send a smaller request body.' }
    return new GraphQLError('The request body is too large.', { extensions })
  }
  // Without a code and with a path, a resolver returned a value that does not fit the schema: a bug.
  if (code === undefined && error.path) return masked(logger, error, error)
  const { nodes, source, positions, path } = error
  // Codes of the libraries are not stable; all of them are errors of the client.
  const extensions = { ...rest, code: isApiCode(code) ? code : 'BAD_USER_INPUT' }
  return new GraphQLError(error.message, { nodes, source, positions, path, extensions })
}

function masked(logger: Logger, cause: unknown, error: GraphQLError | undefined): GraphQLError {
  const requestId = randomUUID()
  logger.error({ err: cause, requestId, path: error?.path }, 'Request failed')
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
