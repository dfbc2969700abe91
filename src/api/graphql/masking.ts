import { randomUUID } from 'node:crypto'
import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import { ApiError, isApiCode } from '../../reads/errors'

/**
 * Turns whatever was thrown into an error that may leave the process: one with a stable code, or a masked one.
 * What is masked is logged with the id that the client gets.
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
    return known(logger, error)
  }
}

/** What a resolver or a scalar threw, below the errors that graphql-js wrapped around it. */
function causeOf(error: GraphQLError): Error | undefined {
  const inner = error.originalError
  return inner instanceof GraphQLError ? causeOf(inner) : inner
}

/** Refused as a whole, before anything was run. */
function requestError(error: ApiError): GraphQLError {
  return new GraphQLError(error.message, {
    extensions: { ...error.extensions, http: { spec: true, status: 400 } },
  })
}

/** An error that graphql-js or yoga itself raised. */
function known(logger: Logger, error: GraphQLError): GraphQLError {
  const { originalError: _, code, ...rest } = error.extensions
  if (code === 'REQUEST_ENTITY_TOO_LARGE') {
    const extensions = { ...rest, code: 'LIMIT_EXCEEDED', hint: 'Send a smaller request body.' }
    return new GraphQLError('The request body is too large.', { extensions })
  }
  // Without a code and with a path it is a value that does not fit the schema: ours to mend.
  if (code === undefined && error.path) return masked(logger, error, error)
  const { nodes, source, positions, path } = error
  // What libraries refuse under names of their own is the client's to mend.
  const extensions = { ...rest, code: isApiCode(code) ? code : 'BAD_USER_INPUT' }
  return new GraphQLError(error.message, { nodes, source, positions, path, extensions })
}

function masked(logger: Logger, cause: unknown, error: GraphQLError | undefined): GraphQLError {
  const requestId = randomUUID()
  logger.error({ err: cause, requestId, path: error?.path }, 'A request failed')
  return new GraphQLError('The server failed.', {
    nodes: error?.nodes,
    path: error?.path,
    extensions: {
      code: 'INTERNAL_SERVER_ERROR',
      requestId,
      hint: 'Report the request id; the log of the server has the cause.',
    },
  })
}
