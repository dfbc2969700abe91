import { MalformedAnswer, toQuantity } from '../chain/normalize'
import { RpcRefused, unreachable } from '../chain/provider/errors'
import { isRevert } from '../chain/provider/faults'
import type { Rpc } from '../chain/provider/rpc'

/** A question to a contract. */
export interface EthCall {
  to: string
  data: string
}

/**
 * Asks contracts. Answers in call order; null where the contract does not answer: it reverts, or there is no code.
 * @throws LinchpinError LP2010 if no provider answers
 */
export type Caller = (calls: readonly EthCall[]) => Promise<(string | null)[]>

/** Rounds over the providers before a question is given up. */
const ATTEMPTS = 5

/**
 * Asks with eth_call, many calls in one HTTP request. A call that reverts is an answer.
 *
 * @param block whose state is asked
 */
export function createCaller(rpc: Rpc, block: number): Caller {
  return async (calls) => {
    const asked = calls.map((call) => ({ method: 'eth_call', params: [call, toQuantity(block)] }))
    try {
      return await rpc.batch<string | null>(asked, {
        attempts: ATTEMPTS,
        parse: toAnswer,
        accept: (error) => (isRevert(error) ? null : undefined),
      })
    } catch (error) {
      throw error instanceof RpcRefused ? unreachable('eth_call', error.message) : error
    }
  }
}

function toAnswer(result: unknown): string | null {
  if (typeof result !== 'string' || !/^0x[0-9a-f]*$/i.test(result)) {
    throw new MalformedAnswer('answer is not hex')
  }
  // An address without code answers nothing.
  return result === '0x' ? null : result
}
