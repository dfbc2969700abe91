import type { Client } from 'pg'
import type { ProvenReading } from '../chain/history/history'
import type { RangeProof } from '../chain/verify/range-proof'
import type { Head } from '../store/cursor'
import { readProof, storedLogs, writeProof } from '../store/proof'
import { misfitOf } from './compare'
import type { FollowedContracts } from './contracts'

export interface StepOptions {
  client: Client
  contracts: FollowedContracts
  /** Says what blocks hold by their headers. */
  prove: RangeProof
  /** What was read with proof, so that it needs none. */
  proven(): ProvenReading | null
  /** Whether the providers have this block, and so those before it. */
  isOnChain(block: Head): Promise<boolean>
  /** Most blocks in one step. */
  span: number
}

/** What a step came to. */
export interface Step {
  /** Last block that is proven. */
  upTo: number
  calls: number
  /** What is wrong with blocks that are stored, ascending. */
  misfits: { block: number; reason: string }[]
  /** Why it ended early; null: it did not. */
  obstacle: string | null
}

/**
 * Proves the next stored blocks up to the last final one, and writes down how far that is.
 * @returns null if all are proven
 */
export async function proveNext(finalized: Head, options: StepOptions): Promise<Step | null> {
  const { client, contracts, prove, proven, isOnChain, span } = options
  const last = await readProof(client)
  if (!last || last.block >= finalized.height) return null

  const read = readWithProof(proven(), last.block, finalized)
  if (read) {
    await writeProof(client, last.block, { block: read.height, hash: read.hash }, [])
    return { upTo: read.height, calls: 0, misfits: [], obstacle: null }
  }

  const to = Math.min(last.block + span, finalized.height)
  await contracts.read(client, to)
  const stored = await storedLogs(client, last.block, to)
  const { blocks, calls } = await prove({
    from: last.block + 1,
    to,
    before: last.hash === null ? null : { number: last.block, hash: last.hash },
    contracts: contracts.firstBlocks,
    withLogs: new Set(stored.keys()),
  })
  const forked = blocks.findIndex(({ header }) => {
    return (stored.get(header.number)?.hash ?? header.hash) !== header.hash
  })
  const compared = forked < 0 ? blocks : blocks.slice(0, forked)
  const misfits = compared.flatMap((block) => {
    const { number } = block.header
    const reason = misfitOf(block, stored.get(number), contracts.kindsAt(number))
    return reason === null ? [] : [{ block: number, reason }]
  })
  // On another branch nothing would fit, which is no omission.
  if (misfits.length > 0 && !(await isOnChain(finalized))) {
    const obstacle = `the providers do not have block ${finalized.height} as it is stored`
    return { upTo: last.block, calls, misfits: [], obstacle }
  }
  const end = compared.at(-1)?.header
  if (end) await writeProof(client, last.block, { block: end.number, hash: end.hash }, misfits)
  const upTo = end?.number ?? last.block
  return { upTo, calls, misfits, obstacle: obstacleAt(upTo + 1, to, forked >= 0) }
}

/** The end of what was read with proof after `block`, as far as it is final. */
function readWithProof(read: ProvenReading | null, block: number, finalized: Head): Head | null {
  if (!read || read.from > block + 1 || read.last.number <= block) return null
  if (read.last.number > finalized.height) return finalized
  return { height: read.last.number, hash: read.last.hash }
}

function obstacleAt(next: number, to: number, isForked: boolean): string | null {
  if (next > to) return null
  return isForked
    ? `block ${next} is stored with another hash than the provider gives`
    : `no provider has the receipts of block ${next}, nor all its logs by hash`
}
