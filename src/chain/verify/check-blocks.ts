import type { RawLog } from '../types'
import { Contradiction, WrongLogs } from './contradiction'
import type { Followed } from './followed'
import type { SealedHeader } from './header'
import { checkEqual, contains, hasBloom } from './logs'
import type { Prover } from './prover'
import { type Reason, type Rules, reasonToVerify } from './reason-to-verify'
import type { Tally } from './tally'

/** Maximum number of proofs in flight. */
const PARALLEL = 8
/** Maximum number of logs of blocks with right claims that are kept for WrongLogs. */
const KEPT_LOGS = 50_000

/** A block, and the wanted logs that a provider gave for it, in order. */
export interface ClaimedBlock {
  header: SealedHeader
  logs: readonly RawLog[]
  /** Other logs of it that another provider gave. */
  dispute?: { provider: string; logs: readonly RawLog[] }
}

export interface CheckOptions {
  prover: Prover
  tally: Tally
  rules: Rules
  followed: ReadonlyMap<string, Followed>
  /** Which logs of a block the claims hold. */
  wanted: (log: RawLog) => boolean
  /** Whether WrongLogs has the logs of the other proven blocks, too: an answer that is read again may be wrong in those. */
  keepProven?: boolean
}

/** All logs of blocks, by number. */
type LogsOfBlocks = Map<number, readonly RawLog[]>

/**
 * Checks claimed blocks against their headers, and proves those with a reason to.
 *
 * @returns whether no proof had to be skipped
 * @throws Contradiction when a claim is wrong: WrongLogs if the right logs are known; LinchpinError as the prover
 */
export async function checkBlocks(
  claims: readonly ClaimedBlock[],
  options: CheckOptions,
  signal?: AbortSignal,
): Promise<boolean> {
  const { followed, rules, tally } = options
  let unproven = 0
  const toProve = claims.flatMap((claim) => {
    const reason = reasonToVerify(claim.header, claim.logs, followed, rules)
    if (reason === null && !hasBloom(claim.header, claim.logs)) {
      tally.skipped()
      unproven++
    }
    return reason === null && !claim.dispute ? [] : [{ claim, reason }]
  })
  const queue = toProve.values()
  const wrong: WrongLogs[] = []
  const proven: LogsOfBlocks = new Map()
  let kept = 0
  const keep = (block: number, logs: readonly RawLog[]) => {
    if (!options.keepProven || kept + logs.length > KEPT_LOGS) return
    kept += logs.length
    proven.set(block, logs)
  }
  const worker = async () => {
    for (const { claim, reason } of queue) {
      const isProven = await prove(claim, reason, options, keep, signal).catch((error) => {
        if (!(error instanceof WrongLogs)) throw error
        wrong.push(error)
        return true
      })
      if (!isProven) unproven++
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, toProve.length) }, worker))
  const [first] = wrong
  if (first) {
    const right = wrong.flatMap((one) => [...one.right])
    throw new WrongLogs(first, new Map([...proven, ...right]))
  }
  return unproven === 0
}

async function prove(
  { header, logs, dispute }: ClaimedBlock,
  reason: Reason | null,
  { prover, tally, wanted }: CheckOptions,
  keep: (block: number, logs: readonly RawLog[]) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  const proof = await prover.logsOf(header, signal)
  if (proof === null) {
    if (dispute) {
      const message = `two providers give different logs of block ${header.number}, and neither answer can be verified`
      throw new Contradiction('disagreement', message)
    }
    if (reason !== 'position') return false
    throw new Contradiction('place', `two logs at one position in block ${header.number}`)
  }
  const known = proof.logs.filter(wanted)
  try {
    checkEqual(known, logs)
  } catch (error) {
    // All logs of a block by its hash may lack one too, which the bloom need not show.
    const isRight = proof.by === 'receipts' || contains(known, logs)
    if (!(error instanceof Contradiction) || !isRight) throw error
    throw new WrongLogs(error, new Map([[header.number, proof.logs]]))
  }
  if (dispute) countFault(tally, dispute, known)
  keep(header.number, proof.logs)
  return true
}

/** The claim is right, so the other provider is wrong. */
function countFault(
  tally: Tally,
  { provider, logs }: NonNullable<ClaimedBlock['dispute']>,
  known: readonly RawLog[],
): void {
  try {
    checkEqual(known, logs)
  } catch (error) {
    if (!(error instanceof Contradiction)) throw error
    tally.rejected(provider, error.fault)
  }
}
