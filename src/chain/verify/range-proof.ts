import type { Rpc } from '../provider/rpc'
import type { BlockHeader, Hex, RawLog } from '../types'
import { bitsOf, isEmpty } from './bloom'
import type { Followed } from './followed'
import { plainHeader, type SealedHeader } from './header'
import { type BlockRef, checkHashes, checkLinks } from './links'
import type { Prover } from './prover'
import { numbersOf, readHeaders } from './read-headers'
import { type Rules, reasonToVerify } from './reason-to-verify'
import type { Verifier } from './verifier'

/** Maximum number of proofs in flight. */
const PARALLEL = 4

/** A range of final blocks to prove. */
export interface ProofQuestion {
  from: number
  to: number
  /** The block before `from`, which must be its parent; null: its hash is not known. */
  before: BlockRef | null
  /** First block of each followed contract. */
  contracts: ReadonlyMap<Hex, number>
  /** Blocks that are stored with logs of these contracts. */
  withLogs: ReadonlySet<number>
}

/** The logs that a block has according to its header. */
export interface ProvenBlock {
  header: BlockHeader
  /** Logs of followed contracts, in order. */
  logs: RawLog[]
  /** `logs`: by the bloom alone, so that a log may be missing whose bits others have set. */
  by: 'header' | 'receipts' | 'logs'
}

export interface ProvenRange {
  /** From the first block on without gaps, up to the first that no provider can prove. */
  blocks: ProvenBlock[]
  /** JSON-RPC calls that it took. */
  calls: number
}

/**
 * Reads the logs of a range of blocks as their headers commit to them, independently of what `eth_getLogs` returned.
 * @throws Contradiction when the headers are not linked; LinchpinError LP2004, LP2010 as the prover
 */
export type RangeProof = (question: ProofQuestion, signal?: AbortSignal) => Promise<ProvenRange>

const FULL: Rules = { mode: 'full', alwaysVerified: new Set() }

/** Makes the proof of ranges over a client. */
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
    const queue = headers.entries()
    const worker = async () => {
      for (const [at, header] of queue) {
        const needsProof = withLogs.has(header.number) || mayHaveLogs(header, followed)
        if (needsProof) calls++
        blocks[at] = needsProof
          ? await prove(verifier.prover, header, contracts, signal)
          : { header: plainHeader(header), logs: [], by: 'header' }
      }
    }
    await Promise.all(Array.from({ length: PARALLEL }, worker))
    const end = blocks.indexOf(null)
    return { blocks: (end < 0 ? blocks : blocks.slice(0, end)) as ProvenBlock[], calls }
  }
}

async function prove(
  prover: Prover,
  header: SealedHeader,
  contracts: ReadonlyMap<Hex, number>,
  signal?: AbortSignal,
): Promise<ProvenBlock | null> {
  const proof = await prover.logsOf(header, signal)
  if (!proof) return null
  const isFollowed = ({ address, blockNumber }: RawLog) =>
    (contracts.get(address) ?? Number.POSITIVE_INFINITY) <= blockNumber
  return { header: plainHeader(header), logs: proof.logs.filter(isFollowed), by: proof.by }
}

function mayHaveLogs(header: SealedHeader, followed: ReadonlyMap<Hex, Followed>): boolean {
  // Networks without blooms leave them empty, which says nothing about logs.
  if (header.bloom && isEmpty(header.bloom) && header.hashCheck !== 'right') return true
  return reasonToVerify(header, [], followed, FULL) !== null
}
