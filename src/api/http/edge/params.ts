import { isUtf8 } from 'node:buffer'
import { badRequest, Refusal } from './refusal'

/** The parameters of a request. */
export interface Params {
  readonly query: string
  readonly operationName: string | null
  readonly variables: Record<string, unknown> | null
}

/** Names of the parameters of GraphQL over HTTP. */
const PARAMETERS = new Set(['query', 'variables', 'operationName', 'extensions'])
const FORMAT_HINT = 'Send {"query": "...", "variables": {...}, "operationName": "..."}.'

/**
 * Reads the parameters of a request.
 *
 * @param body of a POST; null: they are in the URL
 * @throws Refusal 400, for a fault of transport in any media type; PERSISTED_QUERY_NOT_SUPPORTED
 */
export function readParams(search: string, body: Buffer | null): Params {
  const params = body === null ? ofUrl(search) : ofBody(body)
  for (const name of Object.keys(params)) {
    if (PARAMETERS.has(name) || params[name] === null || params[name] === undefined) continue
    throw badRequest(`There is no parameter "${name.slice(0, 100)}".`, FORMAT_HINT)
  }
  const { query, variables, operationName, extensions } = params
  requireObject('variables', variables)
  requireObject('extensions', extensions)
  if (operationName != null && typeof operationName !== 'string') {
    throw badRequest('"operationName" is not a string.', FORMAT_HINT)
  }
  if (query == null && isPersisted(extensions)) {
    // The text is what clients look for.
    throw new Refusal(
      400,
      'PERSISTED_QUERY_NOT_SUPPORTED',
      'PersistedQueryNotSupported',
      'Send the query instead of its hash.',
      {},
      true,
    )
  }
  if (query == null) throw badRequest('There is no parameter "query".', FORMAT_HINT)
  if (typeof query !== 'string') throw badRequest('"query" is not a string.', FORMAT_HINT)
  return { query, operationName: operationName ?? null, variables: variables ?? null }
}

function ofBody(body: Buffer): Record<string, unknown> {
  if (!isUtf8(body)) throw badRequest('The request body is not UTF-8.', FORMAT_HINT)
  let parsed: unknown
  try {
    parsed = JSON.parse(body.toString())
  } catch {
    throw badRequest('The request body is not JSON.', FORMAT_HINT)
  }
  if (Array.isArray(parsed)) {
    throw badRequest('Batches are not supported.', 'Send each operation in a request of its own.')
  }
  if (typeof parsed !== 'object' || parsed === null) {
    throw badRequest('The request body is not a JSON object.', FORMAT_HINT)
  }
  return parsed as Record<string, unknown>
}

function ofUrl(search: string): Record<string, unknown> {
  // Of a parameter that is given twice, the first counts.
  const given = [...new URLSearchParams(search)].filter(([, value]) => value !== '').reverse()
  const { variables, extensions, ...rest } = Object.fromEntries(given)
  return {
    ...rest,
    variables: jsonOf('variables', variables),
    extensions: jsonOf('extensions', extensions),
  }
}

function jsonOf(name: string, text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw badRequest(
      `The parameter "${name}" is not JSON.`,
      'Encode it: encodeURIComponent(JSON.stringify(…)).',
    )
  }
}

function requireObject(
  name: string,
  value: unknown,
): asserts value is Record<string, unknown> | null | undefined {
  if (value == null || (typeof value === 'object' && !Array.isArray(value))) return
  throw badRequest(`"${name}" is not an object.`, FORMAT_HINT)
}

function isPersisted(extensions: unknown): boolean {
  return typeof extensions === 'object' && extensions !== null && 'persistedQuery' in extensions
}
