import type { ServerResponse } from 'node:http'

/** A JSON response of an endpoint beside GraphQL. */
export interface JsonResponse {
  status: number
  body: unknown
}

/** Sends a whole response. */
export function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, headers)
  response.end(body)
}

/** Sends JSON that no client may cache. */
export function sendJson(response: ServerResponse, { status, body }: JsonResponse): void {
  send(response, status, `${JSON.stringify(body)}\n`, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
}
