import { setTimeout as wait } from 'node:timers/promises'
import { EXIT, LinchpinError } from '../../errors'
import { followedContracts } from '../followed'
import type { Rpc } from '../provider/rpc'
import type { BlockData, RawLog } from '../types'
import { type ClaimedBlock, checkBlocks } from '../verify/check-blocks'
import { Contradiction, WrongLogs } from '../verify/contradiction'
import { plainHeader } from '../verify/header'
import { type BlockRef, checkHashes, checkLinks } from '../verify/links'
import { byBlock, checkBlockHash, differingBlocks } from '../verify/logs'
import type { Verifier } from '../verify/verifier'
import type { WatchSet } from '../watch'
import { accelerate } from './accelerated-query'
import { correct } from './corrected-query'
import { createSecondOpinion } from './cross-check'
import { numbersOf, readHeaders } from './headers'
import { createLogQuery, type LogQuery } from './log-query'
import { type Discover, readRangeLogs } from './range-logs'

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

/** Blocks in a row that were read with proof: all their logs of followed contracts are those that the chain has. */
export interface ProvenReading {
  from: number
  last: BlockRef
}

/** Finalized history, read by RPC. */
export interface History {
  /** The newest of such blocks; null if the last range was read without. */
  proven(): ProvenReading | null

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
  let proven: ProvenReading | null = null

  async function readOnce(
    from: number,
    to: number,
    known: ReadonlyMap<number, readonly RawLog[]>,
    signal?: AbortSignal,
  ): Promise<BlockData[]> {
    const [{ logs, revealed }, other] = await Promise.all([
      readRangeLogs({ query: correct(query, known), watch, discover }, from, to, signal),
      second?.(from, to, signal),
    ])
    const disputed = other ? differingBlocks(logs, other.logs) : []
    const own = byBlock(logs)
    const headers = await readHeaders(rpc, headed(from, to, [...own.keys(), ...disputed]), signal)
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
      const isProven = await checkBlocks(claims, { ...verifier, followed, wanted }, signal)
      proven =
        verifier.rules.mode === 'full' && isProven ? extended(proven, from, headers.at(-1)!) : null
    }
    // Only now: a range that is read again must start from the same watch set.
    for (const [address, firstBlock] of revealed) watch.add(address, firstBlock)
    end = headers.at(-1)
    return claims
      .filter(({ header, logs }) => logs.length > 0 || header.number === to)
      .map(({ header, logs }) => ({ header: plainHeader(header), logs: [...logs] }))
  }

  /** Blocks of a range whose headers are read, ascending. */
  function headed(from: number, to: number, named: readonly number[]): number[] {
    if (verifier?.rules.mode === 'full') return numbersOf(from, to)
    const distrusted = [...(verifier?.rules.distrusted ?? [])]
    const inside = distrusted.filter((number) => number >= from && number <= to)
    return [...new Set([...named, ...inside, to])].sort((a, b) => a - b)
  }

  return {
    proven: () => proven,

    async readRange(from, to, signal) {
      const known = new Map<number, readonly RawLog[]>()
      for (let attempt = 1; ; attempt++) {
        const provider = rpc.preferred()
        try {
          return await readOnce(from, to, known, signal)
        } catch (error) {
          if (!(error instanceof Contradiction)) throw error
          verifier?.tally.rejected(provider, error.fault)
          const what = `blocks ${from} to ${to}: ${error.message}`
          if (attempt >= attempts) {
            // Nobody filters right, but the blocks as a whole are known.
            if (!(error instanceof WrongLogs)) throw contradictory(from, to, error)
            for (const [number, logs] of error.right) known.set(number, logs)
            onWarning?.(`${what}; taken from the whole block`)
            continue
          }
          onWarning?.(`${what}; asking again`)
          if (fast) fast.distrust()
          else rpc.rotate()
          await wait(retryMs, undefined, signal ? { signal } : {})
        }
      }
    },
  }
}

function extended(before: ProvenReading | null, from: number, last: BlockRef): ProvenReading {
  const { number, hash } = last
  const isNext = before?.last.number === from - 1
  return { from: isNext ? before.from : from, last: { number, hash } }
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
