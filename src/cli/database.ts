import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { hostOf } from '../config/database-url'
import { EXIT, LinchpinError } from '../errors'
import { KEEPALIVES } from '../store/connection'

/** SQLSTATE of errors that no retry resolves. */
const REFUSED: Readonly<Record<string, string>> = {
  '28P01': 'rejects the password',
  '28000': 'rejects the user',
  '3D000': 'has no such database',
}

/** Of pg, which has no code for it. */
const NO_PASSWORD = /client password must be a/

/**
 * Connects to a database that may still be starting.
 *
 * @param url postgres:// URL
 * @param waitMs how long to retry, once a second
 * @throws LinchpinError LP3001 if it does not answer in time, LP3005 if it rejects the credentials, LP3025 if
 *   both sides do not agree on TLS
 */
export async function connectWhenReady(url: string, waitMs: number): Promise<Client> {
  // A monotonic clock: setting the system clock must not lengthen the wait.
  const deadline = performance.now() + waitMs
  for (;;) {
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: 10_000,
      ...KEEPALIVES,
    })
    // The next query reports a connection that broke while idle.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (cause) {
      await client.end().catch(() => undefined)
      const { code = '', message } = cause as { code?: string; message: string }
      const remedy = tlsRemedy(code, message)
      if (remedy !== null) throw noTls(url, message, remedy, cause)
      const refusal = REFUSED[code] ?? (NO_PASSWORD.test(message) ? 'wants a password' : undefined)
      if (refusal !== undefined) throw refused(url, refusal, cause)
      if (performance.now() + 1000 > deadline)
        throw unreachable(url, code || message, waitMs, cause)
    }
    await sleep(1000)
  }
}

/** What to set after a connection that failed for its TLS; null: it failed for something else. */
function tlsRemedy(code: string, message: string): string | null {
  if (/does not support SSL/.test(message)) return 'sslmode=disable, or turn on `ssl` in the server'
  // Of pg_hba.conf, and of providers that refuse before it is read.
  if (/no encryption|SSL off|(SSL|TLS|secure).* (is )?required|must use (SSL|TLS)/i.test(message)) {
    return 'sslmode=require, or verify-full'
  }
  if (/^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO)/.test(code)) {
    return 'sslrootcert=FILE with the certificate of the authority that your provider publishes; or sslmode=require, which does not check who the server is'
  }
  return null
}

function noTls(url: string, reason: string, remedy: string, cause: unknown): LinchpinError {
  const message = `the database at ${addressOf(url)} and this client do not agree on TLS: ${reason}`
  const hint = `set in DB_URL: ${remedy}`
  return new LinchpinError('LP3025', message, hint, EXIT.CONFIG, { cause })
}

/** Host, port and database of a URL, without user and password. */
function addressOf(url: string): string {
  const { port, pathname } = new URL(url)
  return `${hostOf(url)}:${port || 5432}${pathname}`
}

function refused(url: string, refusal: string, cause: unknown): LinchpinError {
  const hint = 'check user, password and database name in DB_URL, or DB_NAME, DB_USER and DB_PASS'
  const message = `the database at ${addressOf(url)} ${refusal}`
  return new LinchpinError('LP3005', message, hint, EXIT.CONFIG, { cause })
}

function unreachable(url: string, reason: string, waitMs: number, cause: unknown): LinchpinError {
  const waited = `${Math.round(waitMs / 1000)} s`
  const message = `the database at ${addressOf(url)} did not answer within ${waited}: ${reason}`
  const hint = 'start the database, or correct DB_URL, or DB_HOST and DB_PORT'
  return new LinchpinError('LP3001', message, hint, EXIT.UNAVAILABLE, { cause })
}
