import type { ServerResponse } from 'node:http'
import type { ApiMetrics } from './edge/metrics'
import { type Health, ready, status } from './health'
import { openapi } from './openapi'
import {
  type JsonResponse,
  type Representation,
  send,
  sendJson,
  sendRepresentation,
} from './responses'

/** Answers a GET or HEAD. */
type Answer = (response: ServerResponse) => Promise<void>

/** What they answer from. */
export interface PlainParts {
  /** GET /schema.graphql; its body is not copied for each answer. */
  sdl: Representation
  /** GET /ready and /status. */
  health: Health
  /** GET /metrics. */
  metrics: ApiMetrics
}

/** Endpoints without parameters, by path. They are not shed. */
export function plainEndpoints({ sdl, health, metrics }: PlainParts): ReadonlyMap<string, Answer> {
  const isReady = shared(() => ready(health))
  const standing = shared(() => status(health))
  return new Map<string, Answer>([
    ['/health', (response) => sendJson(response, { status: 200, body: { ok: true } })],
    ['/ready', async (response) => sendJson(response, await isReady())],
    ['/status', async (response) => sendJson(response, await standing())],
    [
      '/metrics',
      async (response) => {
        const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' }
        send(response, 200, await metrics.text(), headers)
      },
    ],
    ['/schema.graphql', (response) => sendRepresentation(response, sdl)],
    ['/openapi.json', (response) => sendRepresentation(response, openapi())],
  ])
}

/** Requests that come while an answer is made get that one. */
function shared(answer: () => Promise<JsonResponse>): () => Promise<JsonResponse> {
  let running: Promise<JsonResponse> | null = null
  return () => {
    running ??= answer().finally(() => {
      running = null
    })
    return running
  }
}
