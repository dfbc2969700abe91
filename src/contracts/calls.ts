import { setTimeout as wait } from 'node:timers/promises'
import type { RpcErrorBody } from '../chain/jsonrpc'
import { toQuantity } from '../chain/normalize'
import { exchange } from '../chain/provider/transport'
import { redactUrl, scrubText } from '../config/redact'
import { EXIT, LinchpinError } from '../errors'

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

export interface CallerOptions {
  /** Providers, preferred first. */
  urls: readonly string[]
  /** Block whose state is asked. */
  block: number
  /** Most calls in one HTTP request. */
  maxBatch?: number
  /** Tries per provider. */
  attempts?: number
  /** Longest pause between two rounds over the providers. */
  pauseMs?: number
}

/** Codes and words of nodes for a call that the contract itself refuses; asking again gives the same. */
const REVERTED =
  /revert|vm execution error|invalid (opcode|jump)|out of gas|stack (under|over)flow|bad instruction/i

const isReverted = ({ code, message }: RpcErrorBody) => code === 3 || REVERTED.test(message)

/**
 * Asks with eth_call, many calls in one HTTP request.
 *
 * The client of the indexer takes every error for a fault of the provider; here a call that reverts is an answer.
 */
export function createCaller(options: CallerOptions): Caller {
  const { urls, block, attempts = 5, pauseMs = 2_000 } = options
  let maxBatch = options.maxBatch ?? 100

  async function askPart(calls: readonly EthCall[], answers: (string | null)[], from: number) {
    let open = calls.map((_, index) => index)
    const reasons = new Map<string, string>()
    for (let failures = 0; open.length > 0; failures++) {
      if (failures === attempts * urls.length) throw unreachable(reasons)
      if (failures > 0 && failures % urls.length === 0) {
        await wait(Math.min(100 * 2 ** (failures / urls.length), pauseMs))
      }
      const url = urls[failures % urls.length]!
      const requests = open.map((index) => ({
        method: 'eth_call',
        params: [calls[index]!, toQuantity(block)],
      }))
      const replies = await exchange(url, requests, 60_000)
      if (replies === 'batch-refused') return false
      open = open.filter((index, i) => {
        const reply = replies[i]!
        if ('result' in reply) {
          const isHex = typeof reply.result === 'string' && /^0x[0-9a-f]*$/i.test(reply.result)
          if (!isHex) reasons.set(url, 'malformed answer')
          // An address without code answers nothing.
          else answers[from + index] = reply.result === '0x' ? null : (reply.result as string)
          return !isHex
        }
        if (reply.error && isReverted(reply.error)) return false
        reasons.set(url, scrubText(reply.reason, url))
        return true
      })
    }
    return true
  }

  return async (calls) => {
    const answers: (string | null)[] = calls.map(() => null)
    for (let from = 0; from < calls.length; ) {
      const part = calls.slice(from, from + maxBatch)
      if (await askPart(part, answers, from)) from += part.length
      else maxBatch = Math.ceil(part.length / 2)
    }
    return answers
  }
}

function unreachable(reasons: ReadonlyMap<string, string>): LinchpinError {
  const list = [...reasons].map(([url, reason]) => `${redactUrl(url)}: ${reason}`).join('; ')
  return new LinchpinError(
    'LP2010',
    `no RPC provider answers eth_call (${list})`,
    'The provider must have the state of the block: name a recent one with --block, or use an archive node.',
    EXIT.UNAVAILABLE,
  )
}
