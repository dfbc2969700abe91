import { MalformedAnswer, toQuantity } from '../chain/normalize'
import { RpcRefused, unreachable } from '../chain/provider/errors'
import { isRevert } from '../chain/provider/faults'
import type { Rpc } from '../chain/provider/rpc'

/** A call of a contract. */
export interface EthCall {
  to: string
  data: string
}

/**
 * Calls contracts. Returns answers in call order; null if the contract reverts or has no code.
 * @throws LinchpinError LP2010 if no provider answers
 */
export type Caller = (calls: readonly EthCall[]) => Promise<(string | null)[]>

const ATTEMPTS = 5

/**
 * Calls contracts by eth_call, many calls in one HTTP request. A revert is an answer.
 *
 * @param block block whose state the calls see
 * @param attempts rounds over the providers before a call fails
 */
export function createCaller(rpc: Rpc, block: number, attempts = ATTEMPTS): Caller {
  return async (calls) => {
    const requests = calls.map((call) => ({
      method: 'eth_call',
      params: [call, toQuantity(block)],
    }))
    try {
      return await rpc.batch<string | null>(requests, {
        attempts,
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
  // An address without code returns no data.
  return result === '0x' ? null : result
}
