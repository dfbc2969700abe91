import type { ServerResponse } from 'node:http'

/** Headers of a response, by name in lower case. */
export type Headers = Readonly<Record<string, string | number>>

/** A JSON response of an endpoint beside GraphQL. */
export interface JsonResponse {
  status: number
  body: unknown
}

/** Writes the head of a response. What it varies by is added to what `response` says already. */
export function writeHead(response: ServerResponse, status: number, headers: Headers): void {
  const vary = [response.getHeader('vary'), headers.vary].filter((names) => names !== undefined)
  response.writeHead(status, vary.length > 1 ? { ...headers, vary: vary.join(', ') } : headers)
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
export function sendJson(response: ServerResponse, { status, body }: JsonResponse): void {
  send(response, status, `${JSON.stringify(body)}\n`, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
}
