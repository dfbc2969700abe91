import type { Amounts } from '../math/amounts'

/**
 * Who holds stake and who may slash it, at one block.
 *
 * Things are named by their position in `operators`, `services`, `sets` and `pools`, each in ascending order of id.
 * Amounts are exact integers in base units of their pool; amounts of different pools are never added without a
 * `Valuation`.
 *
 * A bucket is the smallest pot whose losses are shared: an operator's stake in one pool (EigenLayer strategy) where each
 * operator answers for itself, or a whole pool (Symbiotic vault) where a slash of one operator is felt by all. That is
 * the only difference between protocols that the metrics see.
 */
export interface StakeGraph {
  readonly operators: readonly string[]
  readonly services: readonly string[]
  readonly sets: readonly ServiceSet[]
  readonly pools: readonly string[]
  readonly buckets: Buckets
  readonly commitments: Commitments
  /** Bases that cannot be answered, because a constant that they need is unknown at this block. */
  readonly unknownBases: readonly Basis[]
}

/** A part of a service with pools and members of its own: an operator set, a subnetwork, or a directory registration. */
export interface ServiceSet {
  readonly id: string
  /** Position in `services`. */
  readonly service: number
  /** Whether it can slash: registrations of a directory cannot. */
  readonly slashes: boolean
  /** Pools whose stake counts in it, as positions in ascending order; null: every pool. */
  readonly accepts: readonly number[] | null
}

/** Columns of equal length, one bucket per position, ordered by operator and pool. */
export interface Buckets {
  /** Position in `operators`; -1: the pool is one bucket for all operators. */
  readonly operator: Int32Array
  /** Position in `pools`. */
  readonly pool: Int32Array
  /** Stake in it. */
  readonly cap: readonly bigint[]
  /** Stake that left it for the withdrawal queue and can still be slashed, before slashings since it was queued (scaled shares). Null: not asked for. */
  readonly queued: readonly bigint[] | null
  /** The whole of which `Commitments.magnitude` is a part (max magnitude); 0: slashed to nothing, or not divided that way. */
  readonly maxMagnitude: readonly bigint[]
}

/** Columns of equal length: what an operator promised a set out of a bucket, ordered by set, operator, bucket. */
export interface Commitments {
  readonly operator: Int32Array
  readonly set: Int32Array
  /** Position in `buckets`; -1: a member without stake that the set accepts. */
  readonly bucket: Int32Array
  /** 1: registered to the set, which accepts the pool. 0: only slashable still, or only allocated. */
  readonly isRegistered: Uint8Array
  /** Stake the set counts as registered; 0 unless registered. */
  readonly registered: readonly bigint[]
  /** Stake the set can slash now. */
  readonly slashable: readonly bigint[]
  /** Stake the set could still slash if every pending reduction had taken effect. */
  readonly minSlashable: readonly bigint[]
  /** Part of `Buckets.maxMagnitude` that the set can slash now, of which `slashable` follows; 0: none, or not divided that way. */
  readonly magnitude: readonly bigint[]
  /** What is left of `magnitude` once every pending reduction has taken effect, of which `minSlashable` follows. */
  readonly minMagnitude: readonly bigint[]
  /** How a set divides what it may take of a pool that is one bucket among its operators; absent: by amounts alone. */
  readonly divided?: Divided
}

/**
 * Columns as those of `Commitments`: the operator has `shares` of all shares in the set, which may take `limit` of the
 * bucket. Source: Symbiotic NetworkRestakeDelegator.stake: shares * min(active stake, limit) / all shares, rounded down.
 */
export interface Divided {
  /** 0: the line is an amount of its own. */
  readonly shares: readonly bigint[]
  readonly limit: readonly bigint[]
}

/**
 * Which stake counts.
 * - DELEGATED: all stake of an operator, whatever it serves.
 * - REGISTERED: what a service advertises: stake of its members in the pools it accepts. Sets of one service that accept
 *   one bucket count it once (maximum).
 * - SLASHABLE: what a service can destroy now. Sets of one service add up: their parts do not overlap.
 * - MIN_SLASHABLE: the same with every pending reduction in effect.
 */
export type Basis = 'DELEGATED' | 'REGISTERED' | 'SLASHABLE' | 'MIN_SLASHABLE'

/** Who stands behind the buckets. Large, so it is loaded only when a question needs it. */
export interface StakerLayer {
  /** Each once, in no order. */
  readonly stakers: readonly string[]
  /** Operator each staker delegates to, as position in `StakeGraph.operators`; -1: none. */
  readonly operatorOf: Int32Array
  /** Positions: one per staker and pool with stake. Columns of equal length, in no order. */
  readonly staker: Int32Array
  readonly pool: Int32Array
  /** What the staker could withdraw, in base units of the pool. */
  readonly amount: Amounts
}

/**
 * What one base unit of each pool is worth, as weight / unit: integers that make amounts of different pools addable.
 * Null: no price. Without prices, one pool has weight 1 and unit 1, and the others have none.
 */
export interface Valuation {
  readonly weights: readonly (bigint | null)[]
  /** Common denominator of the weights. */
  readonly unit: bigint
}
