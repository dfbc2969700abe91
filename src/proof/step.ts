import type { Client } from 'pg'
import type { ProvenReading } from '../chain/history/history'
import type { RangeProof } from '../chain/verify/range-proof'
import {
  type InvalidBlock,
  readVerifiedUpTo,
  writeVerifiedUpTo,
} from '../store/checks/verification'
import type { Head } from '../store/cursor'
import { readStoredLogs } from '../store/stored-logs'
import type { Claim } from '../store/writer/lock'
import { mismatchOf } from './compare'
import type { FollowedContracts } from './contracts'

/** What verification needs of the chain. */
export interface ChainAccess {
  /** Logs of blocks by what their headers commit to. */
  verifyRange: RangeProof
  /** Range that was verified while it was indexed; null: none. */
  verifiedOnRead(): ProvenReading | null
  /** Whether the providers have this block, and so all before it. */
  isOnChain(block: Head): Promise<boolean>
}

export interface StepOptions extends ChainAccess {
  client: Client
  /** Under which the result is written. */
  claim: Claim
  contracts: FollowedContracts
  /** Maximum blocks of the step; 0: only notes what was verified when it was read. */
  span: number
}

/** Result of a step. */
export interface Step {
  /** Last verified block. */
  upTo: number
  calls: number
  /** Invalid blocks, ascending. */
  invalid: Pick<InvalidBlock, 'block' | 'reason'>[]
  /** Why the step ended early; null: it did not. */
  obstacle: string | null
}

/**
 * Verifies the next stored blocks up to the last final one, and stores how far it is.
 * @returns null if all are verified
 */
export async function verifyNext(finalized: Head, options: StepOptions): Promise<Step | null> {
  const { client, claim, contracts, verifyRange, verifiedOnRead, isOnChain, span } = options
  const last = await readVerifiedUpTo(client)
  if (!last || last.block >= finalized.height) return null

  const read = endOfVerified(verifiedOnRead(), last.block, finalized)
  if (read) {
    await writeVerifiedUpTo(client, claim, last.block, { block: read.height, hash: read.hash }, [])
    return { upTo: read.height, calls: 0, invalid: [], obstacle: null }
  }
  if (span === 0) return null

  const to = Math.min(last.block + span, finalized.height)
  await contracts.read(client, to)
  const stored = await readStoredLogs(client, last.block, to)
  const { blocks, calls } = await verifyRange({
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
  const invalid = compared.flatMap((block) => {
    const { number } = block.header
    const reason = mismatchOf(block, stored.get(number), contracts.kindsAt(number))
    return reason === null ? [] : [{ block: number, reason }]
  })
  // After a reorganization below finality, or on another chain, all blocks would differ, and none is invalid; those without
  // stored logs would be taken for verified.
  if (compared.length > 0 && !(await isOnChain(finalized))) {
    const obstacle = `the providers do not have block ${finalized.height} as it is stored`
    return { upTo: last.block, calls, invalid: [], obstacle }
  }
  const end = compared.at(-1)?.header
  if (end) {
    await writeVerifiedUpTo(
      client,
      claim,
      last.block,
      { block: end.number, hash: end.hash },
      invalid,
    )
  }
  const upTo = end?.number ?? last.block
  return { upTo, calls, invalid, obstacle: obstacleAt(upTo + 1, to, forked >= 0) }
}

/** Last final block of the range that was verified while it was indexed, if it continues after `block`. */
function endOfVerified(range: ProvenReading | null, block: number, finalized: Head): Head | null {
  if (!range || range.from > block + 1 || range.last.number <= block) return null
  if (range.last.number > finalized.height) return finalized
  return { height: range.last.number, hash: range.last.hash }
}

function obstacleAt(next: number, to: number, isForked: boolean): string | null {
  if (next > to) return null
  return isForked
    ? `block ${next} is stored with another hash than the provider has`
    : `no provider has the receipts of block ${next}, nor all its logs by hash`
}
