import { setTimeout as wait } from 'node:timers/promises'
import pino from 'pino'
import type { Limits } from '../../../src/api/limits'
import { type ApiOptions, type Load, startApi } from '../../../src/api/server'

export interface GraphqlResponse<T> {
  data?: T | null
  extensions?: Record<string, unknown>
  errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[]
}

// biome-ignore lint/suspicious/noExplicitAny: a test knows the type of what it selected
type Data = any

export interface TestApi {
  url: string
  /** Sends an operation; returns the whole response. */
  send(query: string, variables?: object): Promise<GraphqlResponse<Data>>
  /** Sends an operation that must succeed, again for as long as the API has too many; returns its data. */
  ask(query: string, variables?: object): Promise<Data>
  /** Sends an operation that must fail; returns the extensions of its first error. */
  refuse(query: string, variables?: object): Promise<Record<string, unknown>>
  close(): Promise<void>
  load(): Load
}

/** How long an operation takes on a busy machine is no promise. */
export const PATIENT: Partial<Limits> = { operationTimeoutMs: 120_000, statementTimeoutMs: 120_000 }

/** As often a client does what Retry-After says. */
const TRIES = 30

/** Starts the API on a free port. Its log goes to `lines` only. */
export async function startTestApi(
  databaseUrl: string,
  limits: Partial<Limits> = {},
  lines: string[] = [],
  files: Pick<ApiOptions, 'labelFiles' | 'explorerUrl' | 'proofs'> = {},
): Promise<TestApi> {
  const logger = pino({}, { write: (line: string) => lines.push(line) })
  const options = { host: '127.0.0.1', port: 0, limits: { ...PATIENT, ...limits } }
  const api = await startApi({ databaseUrl, ...options, logger, ...files })
  return { ...api, ...clientOf(api.url) }
}

/** A connection that was idle for so long may be closed by now. */
const IDLE_MS = 1_000
/** Long enough for both ends to notice it, where a test has computed for long in the process of the server. */
const PAUSE_MS = 50

/** Sends operations to an API. */
export function clientOf(url: string): Pick<TestApi, 'send' | 'ask' | 'refuse'> {
  let answeredAt = performance.now()
  const send = async (query: string, variables?: object): Promise<GraphqlResponse<Data>> => {
    if (performance.now() - answeredAt > IDLE_MS) await wait(PAUSE_MS)
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    const body = (await response.json()) as GraphqlResponse<Data>
    answeredAt = performance.now()
    return body
  }
  return {
    send,
    async ask(query, variables) {
      for (let tries = 1; ; tries++) {
        const { data, errors } = await send(query, variables)
        if (!errors) return data
        const isBusy = errors[0]!.extensions.code === 'OVERLOADED'
        if (!isBusy || tries === TRIES) throw new Error(JSON.stringify(errors))
        await wait(1_000)
      }
    },
    async refuse(query, variables) {
      const { errors } = await send(query, variables)
      if (!errors?.[0]) throw new Error('The operation succeeded.')
      return errors[0].extensions
    },
  }
}
