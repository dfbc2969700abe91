import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal } from './refusal'

/** A body that has not arrived after so long is not waited for. */
const DEADLINE_MS = 5_000
/** Bodies that arrive at the same time; over it, the one that has taken longest is refused. */
const MAX_ARRIVING = 256

/** A request whose client has gone: nobody waits for an answer. */
export class Gone extends Error {}

/** Reads bodies with a bound in size and time. */
export class Bodies {
  /** How each body that arrives is refused, the oldest first. */
  private readonly arriving = new Set<(refusal: Error) => void>()

  /** @param limit bytes of a body */
  constructor(private readonly limit: number) {}

  /** Bodies that arrive now. */
  get count(): number {
    return this.arriving.size
  }

  /**
   * The whole body.
   *
   * @throws Refusal 413 as soon as it is known to be too large, 408 if it is too slow
   * @throws Gone if the client ends the connection
   */
  async read(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
    if (Number(request.headers['content-length'] ?? 0) > this.limit) throw tooLarge(this.limit)
    if (request.headers.expect !== undefined) response.writeContinue()
    for (const refuse of this.arriving) {
      if (this.arriving.size < MAX_ARRIVING) break
      this.arriving.delete(refuse)
      refuse(tooSlow())
    }
    return this.collect(request)
  }

  private collect(request: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = []
    let length = 0
    return new Promise((resolve, reject) => {
      let hasEnded = false
      /** @returns whether it had not ended before */
      const end = (): boolean => {
        if (hasEnded) return false
        hasEnded = true
        clearTimeout(timer)
        this.arriving.delete(refuse)
        request.off('data', onData)
        return true
      }
      const refuse = (refusal: Error) => {
        request.pause()
        if (end()) reject(refusal)
      }
      const onData = (chunk: Buffer) => {
        length += chunk.length
        if (length > this.limit) refuse(tooLarge(this.limit))
        else chunks.push(chunk)
      }
      const onGone = () => {
        if (end()) reject(new Gone())
      }
      const timer = setTimeout(() => refuse(tooSlow()), DEADLINE_MS)
      this.arriving.add(refuse)
      request.on('data', onData)
      request.once('end', () => {
        if (end()) resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
      })
      request.once('error', onGone)
      request.once('close', onGone)
    })
  }
}

function tooLarge(limit: number): Refusal {
  const message = `The request body is larger than ${limit} bytes.`
  return new Refusal(413, 'LIMIT_EXCEEDED', message, 'Send a smaller request body.')
}

function tooSlow(): Refusal {
  const message = `The request body did not arrive in ${DEADLINE_MS / 1000} s.`
  return new Refusal(408, 'REQUEST_TIMEOUT', message, 'Send it faster, and at once.')
}
