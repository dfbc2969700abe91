import type { ServerResponse } from 'node:http'
import { listen, readBody, send } from '../../../src/chain/http'
import type { RpcCall } from '../../../src/chain/jsonrpc'

// biome-ignore lint/suspicious/noExplicitAny: JSON of an RPC, which tests change at will
type Json = any

export interface Asked {
  /** Counted from 1. */
  n: number
  calls: RpcCall[]
  isBatch: boolean
}

/** Answers a request itself, and returns true; or leaves it to the chain. */
export type Behaviour = (
  response: ServerResponse,
  asked: Asked,
  answer: () => Promise<string>,
) => boolean | undefined | Promise<boolean | undefined>

/** A provider that serves a chain, or `results` by method, and may misbehave. */
export async function startProvider(
  chain: string | Record<string, unknown>,
  behave: Behaviour = () => undefined,
) {
  const asked: Asked[] = []
  const server = await listen(async (request, response) => {
    const body = (await readBody(request).catch(() => undefined)) ?? ''
    const parsed: Json = JSON.parse(body)
    const isBatch = Array.isArray(parsed)
    const one: Asked = { n: asked.length + 1, calls: isBatch ? parsed : [parsed], isBatch }
    asked.push(one)
    const answer = async () => {
      if (typeof chain === 'string') return fetchText(chain, body)
      const of = ({ id, method }: Json) => ({ jsonrpc: '2.0', id, result: chain[method] })
      return JSON.stringify(isBatch ? parsed.map(of) : of(parsed))
    }
    try {
      if (await behave(response, one, answer)) return
      send(response, 200, await answer(), 'application/json')
    } catch {
      // The server of the chain was closed.
      response.destroy()
    }
  }, {})
  return {
    url: server.url,
    name: server.url,
    asked,
    methods: () => asked.flatMap(({ calls }) => calls.map(({ method }) => method)),
    close: server.close,
  }
}

async function fetchText(url: string, body: string): Promise<string> {
  return (await realFetch(url, { method: 'POST', body })).text()
}

/** Tests with a virtual clock replace the global one to count requests. */
const realFetch = globalThis.fetch

export const errorBody = (code: number, message: string, id: unknown = 0) =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } })
