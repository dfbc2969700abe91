import type { Prover } from './prover'
import type { RawLog } from './types'
import { Contradiction } from './verify/contradiction'
import { type Doubt, doubtOf, type Followed, type Rules } from './verify/doubt'
import type { SealedHeader } from './verify/header'
import { checkSame, hasBloom } from './verify/logs'
import type { Tally } from './verify/tally'

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
 * @throws Contradiction when a claim is wrong; LinchpinError as the prover
 */
export async function checkBlocks(
  claims: readonly ClaimedBlock[],
  options: CheckOptions,
  signal?: AbortSignal,
): Promise<void> {
  const { followed, rules, tally } = options
  const doubtful = claims.flatMap((claim) => {
    const doubt = doubtOf(claim.header, claim.logs, followed, rules)
    if (doubt === null && !hasBloom(claim.header, claim.logs)) tally.skipped()
    return doubt === null && !claim.dispute ? [] : [{ claim, doubt }]
  })
  const open = doubtful.values()
  const worker = async () => {
    for (const { claim, doubt } of open) await prove(claim, doubt, options, signal)
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, doubtful.length) }, worker))
}

async function prove(
  { header, logs, dispute }: ClaimedBlock,
  doubt: Doubt | null,
  { prover, tally, wanted }: CheckOptions,
  signal?: AbortSignal,
): Promise<void> {
  const all = await prover.logsOf(header, signal)
  if (all === null) {
    if (dispute) {
      const message = `two providers give different logs of block ${header.number}, and neither can prove its own`
      throw new Contradiction('disagreement', message)
    }
    if (doubt !== 'place') return
    throw new Contradiction('place', `two logs in one place of block ${header.number}`)
  }
  const known = all.filter(wanted)
  checkSame(known, logs)
  if (dispute) countFault(tally, dispute, known)
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
