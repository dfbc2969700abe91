import type { Hex, RawLog } from '../types'
import { bitsOf, fill, mayContain } from './bloom'
import { Contradiction } from './contradiction'
import type { Followed } from './followed'
import type { SealedHeader } from './header'
import { checkBlockHash, hasBloom } from './logs'

/** Which blocks are verified: those with a reason, or all that may contain a followed contract. */
export type VerifyMode = 'standard' | 'full'

/** Which blocks are verified. */
export interface Rules {
  mode: VerifyMode
  /** First topics of important events: blocks with such a log are always verified. */
  alwaysVerified: ReadonlySet<Hex>
  /** Blocks of which a wrong answer was stored before: they are always verified. */
  distrusted?: ReadonlySet<number>
  /** Up to this block wrong answers were stored more than once: it is read as in full mode. Null: none were. */
  distrustedTo?: number | null
}

/** Whether every block of a range is verified that may contain a followed contract. @param to its last block */
export function isFull({ mode, distrustedTo }: Rules, to: number): boolean {
  return mode === 'full' || to <= (distrustedTo ?? -1)
}

/** Why the logs of a block are compared with its receipts. */
export type Reason = 'always-verified' | 'distrusted' | 'sample' | 'bloom' | 'position'

/**
 * Above this number of expected false positives the bloom filter is so full, or so many contracts are followed, that a
 * match means nothing: nearly every block would be verified, at a call for its receipts each.
 */
const MAX_FALSE_POSITIVES = 0.25

/** End of the hash of one block in 256, which no provider can predict. */
const SAMPLE = '00'

/**
 * Why the logs that a provider gave for one block, in log order, must be compared with the block's receipts.
 *
 * In full mode every block is verified whose bloom may contain a followed contract. No omission escapes, because a log always
 * sets the bits of its contract. In standard mode a followed contract is a reason only if the answer has no log of it, the
 * bloom may contain a topic that it emits, too, and few false positives are expected.
 *
 * @returns null if there is no reason
 * @throws Contradiction when the bloom rules out a log
 */
export function reasonToVerify(
  header: SealedHeader,
  logs: readonly RawLog[],
  followed: ReadonlyMap<Hex, Followed>,
  rules: Rules,
): Reason | null {
  checkBlockHash(header, logs)
  const isBloomUsable = hasBloom(header, logs)
  if (isBloomUsable) checkContained(header.bloom, logs)
  if (isFull(rules, header.number)) {
    return !isBloomUsable || mayContainFollowed(header, followed) ? 'bloom' : null
  }
  if (rules.distrusted?.has(header.number)) return 'distrusted'
  if (logs.some((log) => rules.alwaysVerified.has(log.topics[0] ?? ''))) return 'always-verified'
  if (header.hash.endsWith(SAMPLE)) return 'sample'
  if (logs.some((log, at) => at > 0 && log.logIndex <= logs[at - 1]!.logIndex)) return 'position'
  return isBloomUsable && mayLackLogs(header, logs, followed) ? 'bloom' : null
}

type HeaderWithBloom = SealedHeader & { bloom: Uint8Array }

function checkContained(bloom: Uint8Array, logs: readonly RawLog[]): void {
  for (const log of logs) {
    const items = [log.address, ...log.topics]
    if (items.every((item) => mayContain(bloom, bitsOf(item)))) continue
    throw new Contradiction(
      'foreign',
      `the block's bloom rules out log ${log.blockNumber}/${log.logIndex} of ${log.address}`,
    )
  }
}

function mayContainFollowed(
  { number, bloom }: HeaderWithBloom,
  followed: ReadonlyMap<Hex, Followed>,
): boolean {
  for (const { firstBlock, bits } of followed.values()) {
    if (firstBlock <= number && mayContain(bloom, bits)) return true
  }
  return false
}

/** Whether the bloom may contain a log of a followed contract of which the answer has none. */
function mayLackLogs(
  { number, bloom }: HeaderWithBloom,
  logs: readonly RawLog[],
  followed: ReadonlyMap<Hex, Followed>,
): boolean {
  if (expectedFalsePositives(bloom, followed) > MAX_FALSE_POSITIVES) return false
  const present = new Set(logs.map((log) => log.address))
  for (const [address, { firstBlock, bits, topics }] of followed) {
    if (firstBlock > number || !mayContain(bloom, bits) || present.has(address)) continue
    if (topics === null || topics.some((topic) => mayContain(bloom, topic))) return true
  }
  return false
}

/** Followed contracts, with a topic of theirs, that the bloom is expected to match although they were not added. */
function expectedFalsePositives(bloom: Uint8Array, followed: ReadonlyMap<Hex, Followed>): number {
  const item = fill(bloom) ** 3
  let expected = 0
  for (const { topics } of followed.values()) {
    expected += item * Math.min(1, topics === null ? 1 : topics.length * item)
  }
  return expected
}
