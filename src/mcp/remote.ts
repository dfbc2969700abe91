import type { GraphqlAnswer } from './answer'
import type { Source } from './server'
import { ToolError } from './tool'

/** Milliseconds after which an API that does not answer is not waited for. */
const TIMEOUT_MS = 30_000

/** A running API. @param url of its endpoint /graphql */
export function remoteSource(url: URL): Source {
  const sdlUrl = new URL('schema.graphql', url)
  return {
    async ask(operation, signal) {
      const response = await request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(operation),
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      })
      return jsonOf(url, response)
    },
    async sdl() {
      const signal = AbortSignal.timeout(TIMEOUT_MS)
      return (await request(sdlUrl, { signal })).text()
    },
  }
}

/** @throws ToolError NOT_READY */
async function request(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error' })
  } catch {
    throw notReady(url, 'does not answer')
  }
}

/** @throws ToolError NOT_READY */
async function jsonOf(url: URL, response: Response): Promise<GraphqlAnswer> {
  const body: unknown = await response.json().catch(() => null)
  if (typeof body === 'object' && body !== null) return body
  throw notReady(url, `answers ${response.status}, and no JSON`)
}

function notReady(url: URL, what: string): ToolError {
  const hint = 'Start it with `linchpin up` or `linchpin serve`, or pass its address with --url.'
  return new ToolError('NOT_READY', `The API at ${url.origin} ${what}.`, hint)
}
