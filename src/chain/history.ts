import { setTimeout as wait } from 'node:timers/promises'
import { EXIT, LinchpinError } from '../errors'
import { accelerate } from './accelerated-query'
import { type ClaimedBlock, checkBlocks } from './check-blocks'
import { followedContracts } from './followed'
import { createLogQuery, type LogQuery } from './log-query'
import { MalformedAnswer, parseQuantity, toQuantity } from './normalize'
import type { Rpc } from './provider/rpc'
import { type Discover, readRangeLogs } from './range-logs'
import { createSecondOpinion } from './second-opinion'
import type { BlockData, RawLog } from './types'
import type { Verifier } from './verifier'
import { Contradiction } from './verify/contradiction'
import { plainHeader, type SealedHeader, toSealedHeader } from './verify/header'
import { type BlockRef, checkHashes, checkLinks } from './verify/links'
import { byBlock, checkBlockHash, differingBlocks } from './verify/logs'
import type { WatchSet } from './watch'

export interface HistoryOptions {
  rpc: Rpc
  watch: WatchSet
  discover: Discover
  /** Null: answers are only checked against each other. */
  verifier: Verifier | null
  /** A faster source of logs, which the providers' headers vouch for. */
  portal?: LogQuery | null
  /** Addresses in one eth_getLogs call. */
  maxAddresses?: number
  /** Times a range is read before its contradictions are given up on. */
  attempts?: number
  /** Pause between those. */
  retryMs?: number
  /** Told of every contradiction found in a provider's answers. */
  onWarning?: (message: string) => void
}

/** Finalized history, read by RPC. */
export interface History {
  /**
   * Blocks from..to that hold logs of followed contracts, with those logs, and block `to` always.
   *
   * Contracts revealed on the way are followed from the block that reveals them, that whole block
   * included. @throws LinchpinError LP2004 when the answers keep contradicting each other.
   */
  readRange(from: number, to: number, signal?: AbortSignal): Promise<BlockData[]>
}

export function createHistory(options: HistoryOptions): History {
  const { rpc, watch, discover, verifier, attempts = 5, retryMs = 500, onWarning } = options
  const maxAddresses = options.maxAddresses ?? 500
  const slow = createLogQuery(rpc, maxAddresses)
  const fast = options.portal ? accelerate(options.portal, slow, onWarning ?? (() => {})) : null
  const query = fast?.query ?? slow
  const second = verifier ? createSecondOpinion({ ...options, maxAddresses }) : null
  let end: BlockRef | undefined

  function readHeaders(numbers: readonly number[], signal?: AbortSignal): Promise<SealedHeader[]> {
    const calls = numbers.map((number) => ({
      method: 'eth_getBlockByNumber',
      params: [toQuantity(number), false],
    }))
    return rpc.batch(calls, {
      ...(signal && { signal }),
      parse: (result, call) => {
        const header = toSealedHeader(result)
        if (header.number === parseQuantity(call.params[0])) return header
        throw new MalformedAnswer(`block ${header.number} instead of ${Number(call.params[0])}`)
      },
    })
  }

  async function readOnce(from: number, to: number, signal?: AbortSignal): Promise<BlockData[]> {
    const [{ logs, revealed }, other] = await Promise.all([
      readRangeLogs({ query, watch, discover }, from, to, signal),
      second?.(from, to, signal),
    ])
    const disputed = other ? differingBlocks(logs, other.logs) : []
    const own = byBlock(logs)
    const numbers =
      verifier?.rules.mode === 'full'
        ? Array.from({ length: to - from + 1 }, (_, at) => from + at)
        : [...new Set([...own.keys(), ...disputed, to])].sort((a, b) => a - b)
    const headers = await readHeaders(numbers, signal)
    checkLinks(headers, end)
    if (verifier?.ethereumHashes) checkHashes(headers)
    const others = byBlock(other?.logs ?? [])
    const claims = headers.map((header): ClaimedBlock => {
      const { number } = header
      const claim = { header, logs: own.get(number) ?? [] }
      if (!other || !disputed.includes(number)) return claim
      return { ...claim, dispute: { provider: other.provider, logs: others.get(number) ?? [] } }
    })
    for (const { header, logs } of claims) checkBlockHash(header, logs)
    if (verifier) {
      const followed = followedContracts(watch, revealed, to, verifier.topicsOf)
      const wanted = ({ address, blockNumber }: RawLog) =>
        (followed.get(address)?.firstBlock ?? Number.POSITIVE_INFINITY) <= blockNumber
      await checkBlocks(claims, { ...verifier, followed, wanted }, signal)
    }
    // Only now: a range that is read again must start from the same watch set.
    for (const [address, firstBlock] of revealed) watch.add(address, firstBlock)
    end = headers.at(-1)
    return claims
      .filter(({ header, logs }) => logs.length > 0 || header.number === to)
      .map(({ header, logs }) => ({ header: plainHeader(header), logs: [...logs] }))
  }

  return {
    async readRange(from, to, signal) {
      for (let attempt = 1; ; attempt++) {
        const provider = rpc.preferred()
        try {
          return await readOnce(from, to, signal)
        } catch (error) {
          if (!(error instanceof Contradiction)) throw error
          verifier?.tally.rejected(provider, error.fault)
          if (attempt >= attempts) throw contradictory(from, to, error)
          onWarning?.(`blocks ${from} to ${to}: ${error.message}; asking again`)
          if (fast) fast.distrust()
          else rpc.rotate()
          await wait(retryMs, undefined, signal ? { signal } : {})
        }
      }
    },
  }
}

function contradictory(from: number, to: number, error: Contradiction): LinchpinError {
  return new LinchpinError(
    'LP2004',
    `the provider contradicts itself in blocks ${from} to ${to}: ${error.message}`,
    'Nothing was stored. Try another provider in RPC_ENDPOINT.',
    EXIT.UNAVAILABLE,
    { cause: error },
  )
}
