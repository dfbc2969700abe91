import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { OpenPort } from '../open-port'
import { openPort } from '../open-port'

/** A listening HTTP server. */
export interface ListeningServer extends OpenPort {
  /** Stops listening and drops open connections. */
  close(): Promise<void>
}

/**
 * Starts an HTTP server, by default on loopback; port 0 takes a free one.
 *
 * @throws LinchpinError LP1004 when the port is in use or may not be opened.
 */
export async function listen(
  handler: RequestListener,
  { host = '127.0.0.1', port = 0 }: { host?: string | undefined; port?: number | undefined },
): Promise<ListeningServer> {
  const server = createServer(handler)
  return {
    ...(await openPort(server, host, port)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The request body as text, or undefined when it is longer than `limit` bytes. */
export async function readBody(
  request: IncomingMessage,
  limit = 8 * 1024 * 1024,
): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > limit) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Sends a complete response. */
export function send(response: ServerResponse, status: number, body: string, type = 'text/plain') {
  const bytes = Buffer.from(body)
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length })
  response.end(bytes)
}
