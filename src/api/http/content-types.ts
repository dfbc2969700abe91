import type { IncomingMessage } from 'node:http'
import { LRUCache } from 'lru-cache'

/** Whether the parameters of a request are in its URL, or in a body of JSON in UTF-8. */
export function isPlainJson({ method, headers }: IncomingMessage): boolean {
  const type = headers['content-type'] ?? ''
  return method !== 'POST' || type === 'application/json' || PLAIN_JSON.test(type)
}

const PLAIN_JSON = /^application\/json(; *charset=utf-8)?$/i

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
