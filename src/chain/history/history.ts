import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { EXIT, LinchpinError } from '../../errors'
import { SILENT } from '../logger'
import type { Narrowed } from '../narrowed'
import type { Rpc } from '../provider/rpc'
import type { BlockData, Hex, RawLog } from '../types'
import { checkBlocks } from '../verify/check-blocks'
import { Contradiction, WrongLogs } from '../verify/contradiction'
import { followedContracts, type TopicsOf } from '../verify/followed'
import { plainHeader } from '../verify/header'
import { type BlockRef, checkHashes, checkLinks } from '../verify/links'
import { checkBlockHash } from '../verify/logs'
import { numbersOf, readHeaders } from '../verify/read-headers'
import { isFull } from '../verify/reason-to-verify'
import type { Verifier } from '../verify/verifier'
import type { Discover, WatchSet } from '../watch'
import { claimsOf, disputedBlocks } from './claims'
import { correct } from './corrected-query'
import { CrossCheck } from './cross-check'
import type { LogQuery } from './log-query'
import { withNarrowed } from './narrowed-query'
import { type PortalFirstQuery, portalFirst } from './portal-first-query'
import { createProviderQuery } from './provider-query'
import { readRangeLogs } from './range-logs'

/** Blocks in a row that were read and proven: their logs of followed contracts are those that the chain has. */
export interface ProvenReading {
  from: number
  last: BlockRef
}

/** Finalized history, read by JSON-RPC. */
export interface History {
  /** The newest proven blocks; null if the last range was read without proof. */
  proven(): ProvenReading | null

  /**
   * Blocks from..to that hold logs of followed contracts, with those logs, and others whose header was read: block `to`
   * always, and every block where all are verified or all headers are asked for.
   *
   * Contracts revealed on the way are followed from the block that reveals them, that whole block included.
   * @throws LinchpinError LP2004 when the answers keep contradicting each other
   */
  readRange(from: number, to: number, signal?: AbortSignal): Promise<BlockData[]>
}

export interface HistoryOptions {
  rpc: Rpc
  watch: WatchSet
  discover: Discover
  /** Null: answers are only checked against each other. */
  verifier: Verifier | null
  /** Read the headers of all blocks, for their times. */
  allHeaders?: boolean
  /** A faster source of logs, checked against the providers' headers. */
  portal?: LogQuery | null
  /** Addresses in one eth_getLogs call. */
  maxAddresses?: number
  /** Topics by which contracts may be read of which there are very many; null: by address. Default: all by address. */
  sharedTopicsOf?: TopicsOf
  /** Contracts of which only some logs are followed. Default: none. */
  narrowed?: Narrowed
  /** How often a range is read before its contradictions are given up on. */
  attempts?: number
  /** Pause between attempts. */
  retryMs?: number
  logger?: Pick<Logger, 'warn'>
}

/** Logs that blocks are known to have, by block number. */
type KnownLogs = ReadonlyMap<number, readonly RawLog[]>

/** Reads history from the providers, and from a portal if there is one. */
export class RpcHistory implements History {
  private readonly logger: Pick<Logger, 'warn'>
  private readonly query: LogQuery
  private readonly portal: PortalFirstQuery | null
  private readonly crossCheck: CrossCheck | null
  /** The last block that was read. */
  private end: BlockRef | undefined
  private lastProven: ProvenReading | null = null

  constructor(private readonly options: HistoryOptions) {
    const { rpc, verifier, portal, maxAddresses = 500, logger = SILENT } = options
    const { sharedTopicsOf = () => null, narrowed = null } = options
    const providers = createProviderQuery({ rpc, maxAddresses, sharedTopicsOf })
    this.logger = logger
    this.portal = portal ? portalFirst(portal, providers, logger) : null
    const all = this.portal?.query ?? providers
    this.query = narrowed ? withNarrowed(all, { rpc, maxAddresses, narrowed }) : all
    this.crossCheck = verifier
      ? new CrossCheck({ ...options, maxAddresses, sharedTopicsOf, narrowed, logger })
      : null
  }

  proven(): ProvenReading | null {
    return this.lastProven
  }

  async readRange(from: number, to: number, signal?: AbortSignal): Promise<BlockData[]> {
    const { rpc, verifier, attempts = 5, retryMs = 500 } = this.options
    const known = new Map<number, readonly RawLog[]>()
    for (let attempt = 1; ; attempt++) {
      const provider = rpc.preferred()
      try {
        return await this.readOnce(from, to, known, attempt >= attempts, signal)
      } catch (error) {
        if (!(error instanceof Contradiction)) throw error
        verifier?.tally.rejected(provider, error.fault)
        const fields = { from, to, provider, reason: error.message }
        if (attempt >= attempts) {
          // No provider filters correctly, but the logs of whole blocks are known.
          if (!(error instanceof WrongLogs)) throw contradictory(from, to, error)
          for (const [number, logs] of error.right) known.set(number, logs)
          this.logger.warn(fields, 'wrong logs: replaced by those of the whole block')
          continue
        }
        this.logger.warn(fields, 'contradicting answers: range is read again')
        if (this.portal) this.portal.distrust()
        else rpc.rotate()
        await wait(retryMs, undefined, signal ? { signal } : {})
      }
    }
  }

  private async readOnce(
    from: number,
    to: number,
    known: KnownLogs,
    keepProven: boolean,
    signal?: AbortSignal,
  ): Promise<BlockData[]> {
    const { rpc, watch, discover, verifier, narrowed = null } = this.options
    const query = correct(this.query, known)
    const [{ logs, revealed }, other] = await Promise.all([
      readRangeLogs({ query, watch, discover, narrowed }, from, to, signal),
      this.crossCheck?.read(from, to, signal) ?? null,
    ])
    const disputed = disputedBlocks(logs, other)
    const withLogs = logs.map(({ blockNumber }) => blockNumber)
    const numbers = this.blocksToRead(from, to, [...withLogs, ...disputed])
    const headers = await readHeaders(rpc, numbers, signal)
    checkLinks(headers, this.end)
    if (verifier?.ethereumHashes) checkHashes(headers)
    const claims = claimsOf(headers, logs, other, disputed)
    for (const { header, logs } of claims) checkBlockHash(header, logs)
    if (verifier) {
      const followed = followedContracts(watch, revealed, to, verifier.topicsOf)
      const firstBlock = (address: Hex) =>
        followed.get(address)?.firstBlock ?? Number.POSITIVE_INFINITY
      const wanted = (log: RawLog) =>
        firstBlock(log.address) <= log.blockNumber &&
        (narrowed === null || narrowed.isFollowed(log, firstBlock))
      const options = { ...verifier, followed, wanted, keepProven }
      const isProven = await checkBlocks(claims, options, signal)
      this.noteProven(from, headers.at(-1)!, isProven && isFull(verifier.rules, to))
    }
    // Only now: a range that is read again must start from the same watch set.
    for (const [address, firstBlock] of revealed) watch.add(address, firstBlock)
    this.end = headers.at(-1)
    return claims.map(({ header, logs }) => ({ header: plainHeader(header), logs: [...logs] }))
  }

  /** Blocks of a range whose headers are read, ascending. @param needed may repeat */
  private blocksToRead(from: number, to: number, needed: readonly number[]): number[] {
    const { verifier, allHeaders = false } = this.options
    const rules = verifier?.rules
    if (allHeaders || rules?.mode === 'full') return numbersOf(from, to)
    const inRange = [...(rules?.distrusted ?? [])].filter((one) => one >= from && one <= to)
    const all = numbersOf(from, Math.min(to, rules?.distrustedTo ?? -1))
    return [...new Set([...all, ...needed, ...inRange, to])].sort((a, b) => a - b)
  }

  private noteProven(from: number, { number, hash }: BlockRef, isProven: boolean): void {
    const before = this.lastProven
    const isNext = before?.last.number === from - 1
    this.lastProven = isProven
      ? { from: isNext ? before.from : from, last: { number, hash } }
      : null
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
