import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { encode, encodingOf } from './compression'

/** Headers of a response, by name in lower case. */
export type Headers = Readonly<Record<string, string | number>>

/** A JSON response of an endpoint beside GraphQL. */
export interface JsonResponse {
  status: number
  body: unknown
}

/** A body before its content coding, and how it may be cached. */
export interface Representation {
  status: number
  contentType: string
  body: Buffer
  cacheControl: string
}

/** Writes the head of a response. What it varies by is added to what `response` says already. */
function writeHead(response: ServerResponse, status: number, headers: Headers): void {
  const before = response.getHeader('vary')
  const isSame = before === undefined || headers.vary === undefined || before === headers.vary
  if (isSame) return void response.writeHead(status, headers)
  const vary = new Set(`${before}, ${headers.vary}`.split(', '))
  response.writeHead(status, { ...headers, vary: [...vary].join(', ') })
}

/** Sends a whole response. */
export function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Headers,
): void {
  writeHead(response, status, headers)
  response.end(body)
}

/** Sends JSON that no client may cache. */
export function sendJson(response: ServerResponse, { status, body }: JsonResponse): Promise<void> {
  return sendRepresentation(response, {
    status,
    contentType: 'application/json; charset=utf-8',
    body: Buffer.from(`${JSON.stringify(body)}\n`),
    cacheControl: 'no-store',
  })
}

/**
 * Sends a body in the content coding that the client prefers. A successful GET that may be stored has an entity tag, and is
 * answered 304 if the client has it already.
 *
 * @param more headers
 */
export async function sendRepresentation(
  response: ServerResponse,
  { status, contentType, body, cacheControl }: Representation,
  more: Headers = {},
): Promise<void> {
  const { method, headers: asked } = response.req
  const encoding = encodingOf(asked, body.length)
  const headers: Record<string, string | number> = {
    ...more,
    'cache-control': cacheControl,
    vary: 'accept, accept-encoding',
  }
  const isRead = method === 'GET' || method === 'HEAD'
  if (isRead && status === 200 && cacheControl !== 'no-store') {
    const etag = etagOf(contentType, encoding, body)
    headers.etag = etag
    if (hasTag(asked['if-none-match'], etag)) return send(response, 304, '', headers)
  }
  const sent = encoding === null ? body : await encode(body, encoding)
  if (encoding !== null) headers['content-encoding'] = encoding
  if (contentType) headers['content-type'] = contentType
  headers['content-length'] = sent.length
  send(response, status, sent, headers)
}

/** By body, which has one type. */
const hashes = new WeakMap<Buffer, string>()

/** The tag of one representation: another body, type or coding has another. */
function etagOf(contentType: string, encoding: string | null, body: Buffer): string {
  const known =
    hashes.get(body) ??
    createHash('sha256').update(`${contentType}\n`).update(body).digest('base64url')
  hashes.set(body, known)
  return `"${known}${encoding === null ? '' : `-${encoding}`}"`
}

/** Whether If-None-Match names the tag, weakly compared (RFC 9110, 13.1.2). */
export function hasTag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch.trim() === '*') return true
  return ifNoneMatch.match(/"[^"]*"/g)?.some((tag) => tag === etag) ?? false
}
