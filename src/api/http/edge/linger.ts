import type { IncomingMessage, ServerResponse } from 'node:http'

/** For how long, and how much of, a body that nobody reads may still come, so that its client gets to the answer. */
const MAX_MS = 1_000
const MAX_BYTES = 1024 * 1024

/**
 * Closes the connection of a request that is answered before its body was read.
 *
 * At once, the client would see a reset connection instead of the answer; so what comes is dropped for a moment.
 * Call it before the answer is sent.
 */
export function closeAfter(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return
  response.setHeader('connection', 'close')
  const { socket } = request
  response.once('finish', () => {
    let bytes = 0
    const timer = setTimeout(() => socket.destroy(), MAX_MS).unref()
    socket.once('close', () => clearTimeout(timer))
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > MAX_BYTES) socket.destroy()
    })
    request.resume()
  })
}
