import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EXIT, LinchpinError } from './errors'

/** Connections that wait to be accepted: a burst of more than node's 511 would make others wait for seconds. */
const BACKLOG = 4_096

/** The port that a server listens on. */
export interface OpenPort {
  port: number
  /** `http://host:port`, without a trailing slash. */
  url: string
}

/**
 * Starts to listen; port 0 takes a free one.
 *
 * @throws LinchpinError LP1004 when the port is in use or may not be opened
 */
export async function openPort(server: Server, host: string, port: number): Promise<OpenPort> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refused(host, port, error)))
    server.listen({ port, host, backlog: BACKLOG }, resolve)
  })
  const bound = (server.address() as AddressInfo).port
  return { port: bound, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` }
}

function refused(host: string, port: number, error: NodeJS.ErrnoException): LinchpinError {
  const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${error.code})`
  const message = `port ${port} on ${host} ${reason}`
  const hint =
    'stop the process that listens there, or choose another port or address; those of the API are GQL_PORT and LINCHPIN_HOST, the port of notify is LINCHPIN_NOTIFY_PORT'
  return new LinchpinError('LP1004', message, hint, EXIT.UNAVAILABLE, { cause: error })
}
