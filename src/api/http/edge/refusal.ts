import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ApiCode, ApiError } from '../../../reads/errors'
import { isOverloaded } from '../../database/failures'
import { type Headers, send } from '../responses'

/** Seconds after which a client that is shed may try again. */
export const RETRY_AFTER = { 'retry-after': '1' }

/** A request that is answered without running it. */
export class Refusal extends ApiError {
  /**
   * @param status the HTTP status
   * @param isDocumentFault what was asked for is wrong, not how: status 200 under `application/json`
   * @param more extensions of the error
   */
  constructor(
    readonly status: number,
    code: ApiCode,
    message: string,
    hint: string,
    readonly headers: Headers = {},
    readonly isDocumentFault = false,
    more: Readonly<Record<string, unknown>> = {},
  ) {
    super(code, message, { hint, ...more })
    this.name = 'Refusal'
  }
}

/**
 * The refusal of an operation for which there was no room; null: it has another error. It is said without yoga, which takes
 * milliseconds, when there is no time.
 */
export function shedding(error: unknown): Refusal | null {
  if (!isOverloaded(error)) return null
  const { code, hint: _, http, ...more } = error.extensions
  const headers = (http as { headers?: Headers } | undefined)?.headers ?? RETRY_AFTER
  return new Refusal(503, code, error.message, error.hint, headers, false, more)
}

/** The request has a fault of transport. */
export function badRequest(message: string, hint: string): Refusal {
  return new Refusal(400, 'BAD_REQUEST', message, hint)
}

/** Answers in the format of the endpoint, in the media type that the client prefers. */
export function sendRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
  isGraphql: boolean,
): void {
  const { status, message, extensions, headers, isDocumentFault } = refusal
  const { code, hint } = extensions
  const isJson = !isGraphql || !acceptsGraphql(request.headers.accept ?? '')
  const body = isGraphql
    ? { errors: [{ message, extensions }] }
    : { error: { code, message, hint } }
  send(response, isDocumentFault && isJson ? 200 : status, `${JSON.stringify(body)}\n`, {
    'content-type': `application/${isJson ? 'json' : 'graphql-response+json'}; charset=utf-8`,
    'cache-control': 'no-store',
    ...headers,
  })
}

/** Whether GraphQL's own media type is named before plain JSON. */
function acceptsGraphql(accept: string): boolean {
  const own = accept.indexOf('application/graphql-response+json')
  const plain = accept.indexOf('application/json')
  return own >= 0 && (plain < 0 || own < plain)
}
