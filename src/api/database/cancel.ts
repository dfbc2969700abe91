import { connect, type Socket } from 'node:net'
import type { PoolClient } from 'pg'

/** Milliseconds after which a server that does not take the request is not waited for. */
const CANCEL_TIMEOUT_MS = 1_000

/** Code of CancelRequest in the protocol of Postgres. */
const CANCEL_CODE = 80_877_102

/** What a connection of pg knows of its server, beyond its declared type. */
interface Backend {
  readonly host: string
  readonly port: number
  readonly processID: number | null
  readonly secretKey: number | null
}

/**
 * Asks Postgres to cancel the statement that runs on a connection, by a connection of its own, as libpq does: the request has no
 * login and no encryption, and works through a pooler. Resolves when the server has passed it on, or did not take it in time.
 */
export function cancelStatement(client: PoolClient): Promise<void> {
  const { host, port, processID, secretKey } = client as unknown as Backend
  if (processID === null || secretKey === null) return Promise.resolve()
  const request = Buffer.alloc(16)
  request.writeInt32BE(16, 0)
  request.writeInt32BE(CANCEL_CODE, 4)
  request.writeInt32BE(processID, 8)
  request.writeInt32BE(secretKey, 12)
  const socket: Socket = host.startsWith('/')
    ? connect(`${host}/.s.PGSQL.${port}`)
    : connect(port, host)
  return new Promise((resolve) => {
    socket.setTimeout(CANCEL_TIMEOUT_MS, () => socket.destroy())
    // A server that is gone has cancelled it, too.
    socket.on('error', () => {})
    socket.on('close', () => resolve())
    // The server closes the connection once it has passed the request on.
    socket.on('connect', () => socket.write(request))
    socket.resume()
  })
}
