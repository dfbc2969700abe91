import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EXIT, LinchpinError } from '../errors'

/** A listening HTTP server. */
export interface ListeningServer {
  port: number
  /** `http://host:port`, without a trailing slash. */
  url: string
  /** Stops listening and drops open connections. */
  close(): Promise<void>
}

/**
 * Starts an HTTP server, on loopback unless told otherwise; port 0 takes a free one.
 *
 * @throws LinchpinError LP1004 when the port is in use or may not be opened.
 */
export async function listen(
  handler: RequestListener,
  { host = '127.0.0.1', port = 0 }: { host?: string | undefined; port?: number | undefined },
): Promise<ListeningServer> {
  const server = createServer(handler)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(host, port, error)))
    server.listen(port, host, resolve)
  })
  const bound = (server.address() as AddressInfo).port
  return {
    port: bound,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
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

/** Sends a whole answer. */
export function send(response: ServerResponse, status: number, body: string, type = 'text/plain') {
  const bytes = Buffer.from(body)
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length })
  response.end(bytes)
}

function portError(host: string, port: number, error: NodeJS.ErrnoException): LinchpinError {
  const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be opened: ${error.message}`
  const hint = 'Choose another port, or stop the program that holds it.'
  return new LinchpinError('LP1004', `port ${port} on ${host} ${reason}`, hint, EXIT.UNAVAILABLE, {
    cause: error,
  })
}
