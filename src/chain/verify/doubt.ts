import type { Hex, RawLog } from '../types'
import { type Bits, bitsOf, fill, mayHold } from './bloom'
import { Contradiction } from './contradiction'
import type { SealedHeader } from './header'
import { checkBlockHash, hasBloom } from './logs'

/** How much is checked: what is likely to be wrong, or everything. */
export type VerifyMode = 'standard' | 'full'

/** A contract whose logs are wanted. */
export interface Followed {
  firstBlock: number
  bits: Bits
  /** First topics it is known to emit; null: any. */
  topics: readonly Bits[] | null
}

export interface Rules {
  mode: VerifyMode
  /** First topics of logs on which much depends: their blocks are always proven. */
  weighty: ReadonlySet<Hex>
  /** Blocks of which a wrong answer was believed before: they are always proven. */
  distrusted?: ReadonlySet<number>
}

/** Why a block is not taken on the provider's word. */
export type Doubt = 'weighty' | 'distrusted' | 'sample' | 'bloom' | 'place'

/**
 * Above it the bloom is so full, or so many contracts are followed, that it tells nothing: nearly every block would be in
 * doubt, and cost a call for its receipts.
 */
const MAX_ACCIDENTS = 0.25

/** Hashes end so in one block of 256, which nobody can foresee. */
const SAMPLE = '00'

/**
 * Looks at the wanted logs that a provider gave of one block, in log order, and says whether they must
 * be compared with the block's receipts.
 *
 * In full mode every block is in doubt whose bloom may hold a followed contract: no omission escapes,
 * because a log always leaves its contract in the bloom. In standard mode a followed contract is in
 * doubt only if the answer has no log of it and the bloom may hold a topic it emits, too, and not by accident.
 *
 * @throws Contradiction when the bloom rules out a log
 */
export function doubtOf(
  header: SealedHeader,
  logs: readonly RawLog[],
  followed: ReadonlyMap<Hex, Followed>,
  { mode, weighty, distrusted }: Rules,
): Doubt | null {
  checkBlockHash(header, logs)
  const bloomed = hasBloom(header, logs)
  if (bloomed) checkContained(header.bloom, logs)
  if (mode === 'full') return !bloomed || holdsFollowed(header, followed) ? 'bloom' : null
  if (distrusted?.has(header.number)) return 'distrusted'
  if (logs.some((log) => weighty.has(log.topics[0] ?? ''))) return 'weighty'
  if (header.hash.endsWith(SAMPLE)) return 'sample'
  if (logs.some((log, at) => at > 0 && log.logIndex <= logs[at - 1]!.logIndex)) return 'place'
  return bloomed && holdsSilent(header, logs, followed) ? 'bloom' : null
}

type Bloomed = SealedHeader & { bloom: Uint8Array }

function checkContained(bloom: Uint8Array, logs: readonly RawLog[]): void {
  for (const log of logs) {
    const items = [log.address, ...log.topics]
    if (items.every((item) => mayHold(bloom, bitsOf(item)))) continue
    const place = `${log.blockNumber}/${log.logIndex}`
    throw new Contradiction(
      'foreign',
      `the bloom of the block has no log ${place} of ${log.address}`,
    )
  }
}

function holdsFollowed({ number, bloom }: Bloomed, followed: ReadonlyMap<Hex, Followed>): boolean {
  for (const { firstBlock, bits } of followed.values()) {
    if (firstBlock <= number && mayHold(bloom, bits)) return true
  }
  return false
}

function holdsSilent(
  { number, bloom }: Bloomed,
  logs: readonly RawLog[],
  followed: ReadonlyMap<Hex, Followed>,
): boolean {
  if (accidents(bloom, followed) > MAX_ACCIDENTS) return false
  const heard = new Set(logs.map((log) => log.address))
  for (const [address, { firstBlock, bits, topics }] of followed) {
    if (firstBlock > number || !mayHold(bloom, bits) || heard.has(address)) continue
    if (topics === null || topics.some((topic) => mayHold(bloom, topic))) return true
  }
  return false
}

/** How many followed contracts, with a topic of theirs, the bloom is expected to hold by accident. */
function accidents(bloom: Uint8Array, followed: ReadonlyMap<Hex, Followed>): number {
  const item = fill(bloom) ** 3
  let expected = 0
  for (const { topics } of followed.values()) {
    expected += item * Math.min(1, topics === null ? 1 : topics.length * item)
  }
  return expected
}
