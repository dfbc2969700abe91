import { listen, readBody, send } from '../../../src/chain/http'
import {
  answerJsonRpc,
  MethodError,
  type RpcCall,
  type RpcOutcome,
} from '../../../src/chain/jsonrpc'
import { loadRecording } from '../../../src/chain/recording/recording'
import { startReplay } from '../../../src/chain/recording/replay'
import { FIXTURE } from '../recordings'
import { upTo } from './forks'

/** Answers a call to a contract; null: it reverts. @throws Error with which the node refuses */
export type CallContract = (to: string, data: string, block: number) => string | null

/**
 * The recorded chain up to a block, where it stands still, on a node that answers `eth_call` and `eth_getCode`, too.
 *
 * @param call may be replaced while the node runs
 * @param recording folder of the chain
 */
export async function startContractNode(head: number, call: CallContract, recording = FIXTURE) {
  const replay = await startReplay(upTo(await loadRecording(recording), head))
  const node = { call, code: (_address: string) => '0x60' }
  const run = async ({ method, params }: RpcCall): Promise<RpcOutcome> => {
    if (method === 'eth_getCode') return { result: JSON.stringify(node.code(String(params[0]))) }
    if (method !== 'eth_call') {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
      const { result, error } = await (await fetch(replay.url, { method: 'POST', body })).json()
      return error ? { error } : { result: JSON.stringify(result) }
    }
    const { to, data } = params[0] as { to: string; data: string }
    try {
      const answer = node.call(to, data, Number(params[1]))
      if (answer !== null) return { result: JSON.stringify(answer) }
      return { error: { code: 3, message: 'execution reverted' } }
    } catch (error) {
      const code = error instanceof MethodError ? error.code : -32000
      return { error: { code, message: (error as Error).message } }
    }
  }
  let isClosed = false
  const server = await listen(async (request, response) => {
    const body = (await readBody(request))!
    try {
      const text = await answerJsonRpc(body, (calls) => Promise.all(calls.map(run)))
      send(response, 200, text, 'application/json')
    } catch (error) {
      // Of a request that was open when the node ended.
      if (!isClosed) throw error
    }
  }, {})
  return Object.assign(node, {
    url: server.url,
    async close() {
      isClosed = true
      await server.close()
      await replay.close()
    },
  })
}
