import { MalformedAnswer, toHeader, toQuantity } from '../chain/normalize'
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

/**
 * As `createCaller`, of a block that may be replaced: one provider answers all, and has that very block.
 * @param state block whose state the calls see: this one, or one before it
 * @throws Error if it has another one
 */
export function createBlockCaller(
  rpc: Rpc,
  { number, hash }: { number: number; hash: string },
  attempts = ATTEMPTS,
  state = number,
): Caller {
  const header = { method: 'eth_getBlockByNumber', params: [toQuantity(number), false] }
  const at = toQuantity(state)
  return async (calls) => {
    const requests = calls.map((call) => ({ method: 'eth_call', params: [call, at] }))
    const [found, ...answers] = await rpc.batch<string | null>([header, ...requests], {
      attempts,
      together: true,
      parse: (result, { method }) =>
        method === 'eth_call' ? toAnswer(result) : toHeader(result).hash,
      accept: (error) => (isRevert(error) ? null : undefined),
    })
    if (found !== hash) throw new Error(`the node has another block ${number}`)
    return answers
  }
}

function toAnswer(result: unknown): string | null {
  if (typeof result !== 'string' || !/^0x[0-9a-f]*$/i.test(result)) {
    throw new MalformedAnswer('answer is not hex')
  }
  // An address without code returns no data.
  return result === '0x' ? null : result
}
