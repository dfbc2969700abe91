import type { RawLog } from '../types'
import { Contradiction, WrongLogs } from './contradiction'
import { type Doubt, doubtOf, type Followed, type Rules } from './doubt'
import type { SealedHeader } from './header'
import { checkSame, contains, hasBloom } from './logs'
import type { Prover } from './prover'
import type { Tally } from './tally'

/** Proofs under way at once. */
const PARALLEL = 8

/** A block, and the wanted logs that a provider gave of it, in order. */
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
}

/**
 * Checks claimed blocks against their headers, and proves those in doubt.
 *
 * @returns whether every proof that was wanted could be made
 * @throws Contradiction when a claim is wrong: WrongLogs if it is known what is right; LinchpinError as the prover
 */
export async function checkBlocks(
  claims: readonly ClaimedBlock[],
  options: CheckOptions,
  signal?: AbortSignal,
): Promise<boolean> {
  const { followed, rules, tally } = options
  let unproven = 0
  const doubtful = claims.flatMap((claim) => {
    const doubt = doubtOf(claim.header, claim.logs, followed, rules)
    if (doubt === null && !hasBloom(claim.header, claim.logs)) {
      tally.skipped()
      unproven++
    }
    return doubt === null && !claim.dispute ? [] : [{ claim, doubt }]
  })
  const open = doubtful.values()
  const wrong: WrongLogs[] = []
  const worker = async () => {
    for (const { claim, doubt } of open) {
      const proven = await prove(claim, doubt, options, signal).catch((error) => {
        if (!(error instanceof WrongLogs)) throw error
        wrong.push(error)
        return true
      })
      if (!proven) unproven++
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, doubtful.length) }, worker))
  const [first] = wrong
  if (first) throw new WrongLogs(first, new Map(wrong.flatMap(({ right }) => [...right])))
  return unproven === 0
}

async function prove(
  { header, logs, dispute }: ClaimedBlock,
  doubt: Doubt | null,
  { prover, tally, wanted }: CheckOptions,
  signal?: AbortSignal,
): Promise<boolean> {
  const proof = await prover.logsOf(header, signal)
  if (proof === null) {
    if (dispute) {
      const message = `two providers give different logs of block ${header.number}, and neither can prove its own`
      throw new Contradiction('disagreement', message)
    }
    if (doubt !== 'place') return false
    throw new Contradiction('place', `two logs in one place of block ${header.number}`)
  }
  const known = proof.logs.filter(wanted)
  try {
    checkSame(known, logs)
  } catch (error) {
    // All logs of a block by its hash may lack one themselves, which its bloom would not show.
    const isRight = proof.by === 'receipts' || contains(known, logs)
    if (!(error instanceof Contradiction) || !isRight) throw error
    throw new WrongLogs(error, new Map([[header.number, proof.logs]]))
  }
  if (dispute) countFault(tally, dispute, known)
  return true
}

/** The claim is right, so what disputes it is wrong. */
function countFault(
  tally: Tally,
  { provider, logs }: NonNullable<ClaimedBlock['dispute']>,
  known: readonly RawLog[],
): void {
  try {
    checkSame(known, logs)
  } catch (error) {
    if (!(error instanceof Contradiction)) throw error
    tally.rejected(provider, error.fault)
  }
}
