import type { NoShare } from '../graph/columns'
import type { StakeGraph } from '../graph/graph'
import type { Answer } from '../math/answer'
import type { Ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import type { Controlled } from './controllers'

/** Slashable stake of vaults, and the part whose slashings can be vetoed. */
export interface VetoCoverage {
  /** What operators promised to subnetworks in vaults and can be slashed; one stake that is promised twice counts twice. */
  readonly slashable: Value
  /** The part that a resolver can save. */
  readonly vetoable: Value
  /** vetoable / slashable, in [0, 1]. */
  readonly share: Answer<Ratio, NoShare>
  /** What each resolver can save, largest priced part first, then by id. */
  readonly resolvers: readonly Controlled[]
}

/**
 * Veto coverage: slashable stake behind a slasher with a resolver, of all slashable stake in pools whose losses all operators
 * share (vaults).
 * @param resolverOf who can veto slashings of a set in a pool; null: nobody
 */
export function vetoCoverage(
  { sets, pools, buckets, commitments }: StakeGraph,
  valuation: Valuation,
  resolverOf: (set: string, pool: string) => string | null,
): VetoCoverage {
  let slashable = valuation.none
  let vetoable = valuation.none
  const byResolver = new Map<string, Value>()
  commitments.bucket.forEach((bucket, line) => {
    const amount = commitments.slashable[line]!
    if (bucket < 0 || buckets.operator[bucket] !== -1 || amount === 0n) return
    const pool = buckets.pool[bucket]!
    if (!valuation.isInScope(pool)) return
    const value = valuation.worth(pool, amount)
    slashable = slashable.plus(value)
    const resolver = resolverOf(sets[commitments.set[line]!]!.id, pools[pool]!)
    if (resolver === null) return
    vetoable = vetoable.plus(value)
    byResolver.set(resolver, (byResolver.get(resolver) ?? valuation.none).plus(value))
  })
  return {
    slashable,
    vetoable,
    share: vetoable.share(slashable),
    resolvers: [...byResolver]
      .map(([id, stake]) => ({ id, stake }))
      .sort((a, b) => Value.largestFirst(a.stake, b.stake) || (a.id < b.id ? -1 : 1)),
  }
}
