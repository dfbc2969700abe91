import { numbersOf, readHeaders } from '../history/headers'
import type { Rpc } from '../provider/rpc'
import type { BlockHeader, Hex, RawLog } from '../types'
import { bitsOf, isEmpty } from './bloom'
import { doubtOf, type Followed, type Rules } from './doubt'
import { plainHeader, type SealedHeader } from './header'
import { type BlockRef, checkHashes, checkLinks } from './links'
import type { Verifier } from './verifier'

/** Proofs under way at once. */
const PARALLEL = 4

/** What is asked of a range of final blocks. */
export interface ProofQuestion {
  from: number
  to: number
  /** The block before `from`, which the first one must name; null: its hash is not known. */
  before: BlockRef | null
  /** First block of each followed contract. */
  contracts: ReadonlyMap<Hex, number>
  /** Blocks that are said to hold logs of them. */
  withLogs: ReadonlySet<number>
}

/** What a block holds by its header. */
export interface ProvenBlock {
  header: BlockHeader
  /** Logs of followed contracts, in order. */
  logs: RawLog[]
  /** `logs`: by the bloom alone, so that a log may lack whose bits others have set. */
  by: 'header' | 'receipts' | 'logs'
}

export interface ProvenRange {
  /** From the first block on without gaps, up to the first that no provider can prove. */
  blocks: ProvenBlock[]
  /** Calls that it took. */
  calls: number
}

/**
 * Reads what a range of blocks holds from what their headers commit to, whatever `eth_getLogs` said of them.
 * @throws Contradiction when the headers do not fit together; LinchpinError LP2004, LP2010 as the prover
 */
export type RangeProof = (question: ProofQuestion, signal?: AbortSignal) => Promise<ProvenRange>

const FULL: Rules = { mode: 'full', weighty: new Set() }

export function createRangeProof(rpc: Rpc, verifier: Verifier): RangeProof {
  return async ({ from, to, before, contracts, withLogs }, signal) => {
    const headers = await readHeaders(rpc, numbersOf(from, to), signal)
    checkLinks(headers, before ?? undefined)
    if (verifier.ethereumHashes) checkHashes(headers)
    const followed = new Map<Hex, Followed>()
    for (const [address, firstBlock] of contracts) {
      followed.set(address, { firstBlock, bits: bitsOf(address), topics: null })
    }
    let calls = headers.length
    const blocks: (ProvenBlock | null)[] = []
    const open = headers.entries()
    const worker = async () => {
      for (const [at, header] of open) {
        const isOpen = withLogs.has(header.number) || mayHoldLogs(header, followed)
        if (isOpen) calls++
        blocks[at] = isOpen
          ? await prove(header, contracts, signal)
          : { header: plainHeader(header), logs: [], by: 'header' }
      }
    }
    await Promise.all(Array.from({ length: PARALLEL }, worker))
    const end = blocks.indexOf(null)
    return { blocks: (end < 0 ? blocks : blocks.slice(0, end)) as ProvenBlock[], calls }
  }

  async function prove(
    header: SealedHeader,
    contracts: ReadonlyMap<Hex, number>,
    signal?: AbortSignal,
  ): Promise<ProvenBlock | null> {
    const proof = await verifier.prover.logsOf(header, signal)
    if (!proof) return null
    const isFollowed = ({ address, blockNumber }: RawLog) =>
      (contracts.get(address) ?? Number.POSITIVE_INFINITY) <= blockNumber
    return { header: plainHeader(header), logs: proof.logs.filter(isFollowed), by: proof.by }
  }
}

function mayHoldLogs(header: SealedHeader, followed: ReadonlyMap<Hex, Followed>): boolean {
  // Networks that fill in no blooms leave them empty, which says nothing.
  if (header.bloom && isEmpty(header.bloom) && header.hashCheck !== 'right') return true
  return doubtOf(header, [], followed, FULL) !== null
}
