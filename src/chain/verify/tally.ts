import type { Fault } from './contradiction'

/** Outcomes of checks since the start. */
export interface VerificationCounts {
  /** Blocks whose logs were verified, by what they were compared with. */
  proven: { receipts: number; logs: number }
  /** Checks that were skipped: no provider has the data that they need. */
  skipped: number
  /** Wrong answers by provider (scheme and host) and kind. None of them was stored. */
  rejected: Record<string, Partial<Record<Fault, number>>>
}

/** Counts outcomes of checks. */
export interface Tally {
  proven(by: 'receipts' | 'logs'): void
  skipped(): void
  rejected(provider: string, fault: Fault): void
  /** A copy. */
  counts(): VerificationCounts
}

/** Makes a tally with all counts at 0. */
export function createTally(): Tally {
  const counts: VerificationCounts = { proven: { receipts: 0, logs: 0 }, skipped: 0, rejected: {} }
  return {
    proven: (by) => {
      counts.proven[by]++
    },
    skipped: () => {
      counts.skipped++
    },
    rejected: (provider, fault) => {
      counts.rejected[provider] ??= {}
      const ofProvider = counts.rejected[provider]
      ofProvider[fault] = (ofProvider[fault] ?? 0) + 1
    },
    counts: () => structuredClone(counts),
  }
}
