import { entropy } from '../concentration/entropy'
import { population } from '../concentration/population'

/** Contracts that run the same code. */
export interface CodeVersion {
  /** Null: unknown. */
  readonly implementation: string | null
  /** Number of contracts. */
  readonly contracts: number
}

/** How alike the code of contracts is. */
export interface CodeDiversity {
  /** Number of contracts. */
  readonly contracts: number
  /** Contracts whose implementation is unknown: in no other figure but `contracts`. */
  readonly unknown: number
  /** Number of different implementations. */
  readonly implementations: number
  /** Shannon entropy of the contracts over implementations, in nats; null if none is known. */
  readonly entropy: number | null
}

/** Diversity of the code of contracts; versions of one implementation count together. */
export function codeDiversity(versions: readonly CodeVersion[]): CodeDiversity {
  const contracts = versions.reduce((sum, one) => sum + one.contracts, 0)
  const known = population(
    versions.flatMap(({ implementation: id, contracts: count }) =>
      id === null ? [] : [{ id, amount: BigInt(count) }],
    ),
  )
  return {
    contracts,
    unknown: contracts - Number(known.total),
    implementations: known.n,
    entropy: entropy(known),
  }
}
