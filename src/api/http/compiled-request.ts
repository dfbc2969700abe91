import type { IncomingMessage } from 'node:http'
import { LRUCache } from 'lru-cache'
import type { GraphqlRequest } from '../graphql/compiled/compiled'

const PARAMETERS = new Set(['query', 'operationName', 'variables'])

/** The operation of a POST of plain JSON; null: yoga reads it, and says what is wrong with it. */
export function compiledRequest(
  { method, url, headers }: IncomingMessage,
  body: Buffer | null,
): GraphqlRequest | null {
  const isJson = /^application\/json(; *charset=utf-8)?$/i.test(headers['content-type'] ?? '')
  if (method !== 'POST' || url !== '/graphql' || !isJson) return null
  if (body === null) return null
  const sent = parse(body)
  return isRequest(sent) ? sent : null
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}

function isRequest(sent: unknown): sent is GraphqlRequest {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return false
  const { query, operationName = null, variables = null } = sent as Record<string, unknown>
  return (
    typeof query === 'string' &&
    (operationName === null || typeof operationName === 'string') &&
    typeof variables === 'object' &&
    !Array.isArray(variables) &&
    Object.keys(sent).every((name) => PARAMETERS.has(name))
  )
}

/** Content types of responses with data by the Accept header of their requests, as yoga chose them. */
export class ContentTypes {
  private readonly known = new LRUCache<string, string>({ max: 100 })

  /** @returns null: yoga has not answered such a request yet, or not with JSON */
  find({ headers: { accept = '' } }: IncomingMessage): string | null {
    return this.known.get(accept) ?? null
  }

  /** Keeps what yoga chose for a request. */
  learn({ headers: { accept = '' } }: IncomingMessage, status: number, type: string | null): void {
    const isJson = /^application\/(graphql-response\+)?json\b/.test(type ?? '')
    if (status === 200 && type !== null && isJson && accept.length < 500)
      this.known.set(accept, type)
  }
}
