import type { ServerResponse } from 'node:http'
import { send } from '../../../src/chain/http'
import { type Asked, type Behaviour, startProvider } from '../chain/provider'

/** What a provider answers instead of the chain, by method: a result, or a Refusal. */
export interface Answers {
  [method: string]: (params: unknown[], result: unknown) => unknown
}

/** An error of JSON-RPC as an answer. */
export class Refusal {
  constructor(
    readonly message: string,
    readonly code = -32000,
  ) {}
}

/** What a recorded chain does not have and a node has. */
const OF_A_NODE: Answers = {
  eth_getBalance: () => '0x0',
  eth_getBlockReceipts: () => [],
}

/** Answers one method of all requests as the whole response. */
const WHOLE = 'whole'

/**
 * A provider over HTTP that serves a chain as an archive node does.
 * @param answers that differ; `whole` gets the response of each request, before all others
 */
export function soundProvider(chain: string, answers: Answers = {}) {
  const all = { ...OF_A_NODE, ...answers }
  const behave: Behaviour = async (response, asked, answer) => {
    if (all[WHOLE]?.([response, asked], null) === true) return true
    const parsed = JSON.parse(await answer())
    const replies = asked.isBatch ? parsed : [parsed]
    asked.calls.forEach((call, at) => {
      const given = all[call.method]?.(call.params, replies[at].result)
      if (given === undefined) return
      const { id } = replies[at]
      replies[at] =
        given instanceof Refusal
          ? { jsonrpc: '2.0', id, error: { code: given.code, message: given.message } }
          : { jsonrpc: '2.0', id, result: given }
    })
    const body = JSON.stringify(asked.isBatch ? replies : replies[0])
    send(response, 200, body, 'application/json')
    return true
  }
  return startProvider(chain, behave)
}

/** Answers of whole requests. @param answer true: it has answered */
export function whole(answer: (response: ServerResponse, asked: Asked) => boolean): Answers {
  return { [WHOLE]: ([response, asked]) => answer(response as ServerResponse, asked as Asked) }
}
