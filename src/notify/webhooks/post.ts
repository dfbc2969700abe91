import { type LookupAddress, lookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './address'

/** Bytes of an answer that are read; nothing in it is used. */
const MAX_ANSWER = 4_096

/** What a receiver answered. */
export type Answer =
  | { isTaken: true }
  | {
      isTaken: false
      /** Null: no HTTP answer. */
      status: number | null
      error: string
      /** Milliseconds that it asks to wait; 0: it does not say. */
      retryAfterMs: number
    }

export interface PostOptions {
  timeoutMs: number
  /** Also to addresses that are not public, and by plain HTTP. */
  allowPrivate: boolean
}

class Refused extends Error {}

/**
 * Sends a message. The address is resolved once, checked, and the connection goes to what was checked. Redirects are not followed.
 * Never throws.
 */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  options: PostOptions,
): Promise<Answer> {
  try {
    const target = new URL(url)
    if (!options.allowPrivate) requirePublic(target)
    const { status, retryAfter } = await request(target, headers, body, options)
    if (status >= 200 && status < 300) return { isTaken: true }
    const isRedirect = status >= 300 && status < 400
    const error = isRedirect ? `status ${status}: redirects are not followed` : `status ${status}`
    return { isTaken: false, status, error, retryAfterMs: retryAfter }
  } catch (error) {
    const { code, message } = Object(error) as { code?: string; message?: string }
    // Messages of node have address and port, not the path of the URL, which may have a key.
    const text = error instanceof Refused ? error.message : (code ?? message ?? 'failed')
    return { isTaken: false, status: null, error: text, retryAfterMs: 0 }
  }
}

function requirePublic({ protocol, hostname }: URL): void {
  if (protocol !== 'https:') throw new Refused('plain HTTP is refused')
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw refusedAddress(host)
}

function refusedAddress(address: string): Refused {
  return new Refused(`the address ${address} is not public, and refused`)
}

/** Resolves a name and refuses it if any of its addresses is not public. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return callback(error, '')
    const closed = found.find(({ address }) => !isPublicAddress(address))
    if (closed) return callback(refusedAddress(closed.address), '')
    if (options.all) return callback(null, found)
    const [first] = found
    callback(null, first!.address, first!.family)
  })
}

function request(
  url: URL,
  headers: Record<string, string>,
  body: string,
  { timeoutMs, allowPrivate }: PostOptions,
): Promise<{ status: number; retryAfter: number }> {
  return new Promise((resolve, reject) => {
    const { request: start } = url.protocol === 'https:' ? https : http
    const sent = start(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // No connection is used twice: each is to an address that was checked for it.
      agent: false,
      ...(!allowPrivate && { lookup: publicLookup }),
    })
    const timer = setTimeout(
      () => sent.destroy(new Refused(`no answer in ${timeoutMs / 1000} s`)),
      timeoutMs,
    )
    const done = () => clearTimeout(timer)
    sent.once('error', (error) => {
      done()
      reject(error)
    })
    sent.once('response', (response) => {
      const status = response.statusCode ?? 0
      const seconds = Number(response.headers['retry-after'])
      const retryAfter = seconds > 0 ? seconds * 1000 : 0
      let bytes = 0
      const end = () => {
        done()
        sent.destroy()
        resolve({ status, retryAfter })
      }
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > MAX_ANSWER) end()
      })
      response.once('end', end)
      response.once('error', end)
    })
    sent.end(body)
  })
}
