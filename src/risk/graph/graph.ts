/**
 * The stake graph of one block: who holds stake and who may slash it.
 *
 * Operators, services (AVSs), sets and pools are referred to by their position in `operators`,
 * `services`, `sets` and `pools`, each in ascending order of id. Amounts are exact integers in base
 * units of their pool; amounts of different pools are only added with a `Valuation`.
 *
 * A bucket is the smallest unit of stake whose losses are shared: the stake of one operator in one
 * pool (EigenLayer strategy), or a whole pool whose loss all its operators share (Symbiotic vault).
 * Metrics see no other difference between protocols.
 */
export interface StakeGraph {
  readonly operators: readonly string[]
  readonly services: readonly string[]
  readonly sets: readonly ServiceSet[]
  readonly pools: readonly string[]
  readonly buckets: Buckets
  readonly commitments: Commitments
  /** Bases that are unknown at this block, because a constant that they need is unknown. */
  readonly unknownBases: readonly Basis[]
}

/**
 * A subset of a service with its own pools and members: an operator set, a subnetwork, or a
 * directory registration.
 */
export interface ServiceSet {
  readonly id: string
  /** Position in `services`. */
  readonly service: number
  /** Whether it can slash; directory registrations cannot. */
  readonly slashes: boolean
  /** Pools whose stake counts in it, as positions in ascending order; null: every pool. */
  readonly accepts: readonly number[] | null
}

/** Columns of equal length, one bucket per position, ordered by operator and pool. */
interface Buckets {
  /** Position in `operators`; -1: the pool is one bucket for all operators. */
  readonly operator: Int32Array
  /** Position in `pools`. */
  readonly pool: Int32Array
  /** Stake in it. */
  readonly cap: readonly bigint[]
  /**
   * Stake in the withdrawal queue that can still be slashed, before slashings since it was queued
   * (scaled shares); of a shared bucket, withdrawals that a slashing can take of. Null: not loaded.
   */
  readonly queued: readonly bigint[] | null
  /**
   * Max magnitude, of which `Commitments.magnitude` is a part; 0: slashed to 0, or not divided by
   * magnitudes.
   */
  readonly maxMagnitude: readonly bigint[]
  /** Withdrawals from shared buckets that can still be slashed; absent: there are none. */
  readonly exits?: Exits
  /**
   * 1: a shared bucket of which commitments are set apart (Symbiotic core V2), so that a slashing takes of one and of no other.
   * Absent: there are none.
   */
  readonly isSetApart?: Uint8Array
}

/**
 * Columns parallel to those of `Buckets`: withdrawals from a shared bucket by the epoch in which they were asked for, in base
 * units; 0 of other buckets. A slashing takes of those of the next epoch, and with stake of the previous epoch of those of
 * the current one, too. Source: Vault.onSlash (Symbiotic).
 */
export interface Exits {
  /** Number of the current epoch; null: unknown, or it has none. */
  readonly epoch: readonly (bigint | null)[]
  /** 1: there are withdrawals, and the epoch is unknown, so that it is not known which can be slashed. */
  readonly isUnknown: Uint8Array
  readonly current: readonly bigint[]
  readonly next: readonly bigint[]
  /** 1: the latest stake that can be slashed is that of the previous epoch. */
  readonly isBefore: Uint8Array
}

/**
 * Columns of equal length: what an operator committed of a bucket to a set, ordered by set,
 * operator, bucket.
 */
interface Commitments {
  readonly operator: Int32Array
  readonly set: Int32Array
  /** Position in `buckets`; -1: a member without stake that the set accepts. */
  readonly bucket: Int32Array
  /**
   * 1: registered to the set, which accepts the pool. 0: only still slashable, or only allocated.
   */
  readonly isRegistered: Uint8Array
  /** Stake that the set counts as registered; 0 unless registered. */
  readonly registered: readonly bigint[]
  /** Stake that the set can slash now. */
  readonly slashable: readonly bigint[]
  /** Stake that the set can still slash once all pending reductions are in effect. */
  readonly minSlashable: readonly bigint[]
  /**
   * Part of `Buckets.maxMagnitude` that the set can slash now, from which `slashable` follows; 0:
   * none, or not divided by magnitudes.
   */
  readonly magnitude: readonly bigint[]
  /** `magnitude` once all pending reductions are in effect, from which `minSlashable` follows. */
  readonly minMagnitude: readonly bigint[]
  /**
   * How a set divides its limit in a shared bucket among its operators; absent: by amounts alone.
   */
  readonly divided?: Divided
}

/**
 * Columns parallel to those of `Commitments`: the operator has `shares` of all shares in the set,
 * which may slash `limit` of the bucket: shares * min(active stake, limit) / all shares, rounded
 * down. Source: NetworkRestakeDelegator.stake (Symbiotic).
 */
export interface Divided {
  /** 0: the commitment is a fixed amount. */
  readonly shares: readonly bigint[]
  /** All shares in the set, those of operators without a commitment too. Absent: those of the commitments. */
  readonly all?: readonly bigint[]
  readonly limit: readonly bigint[]
}

/**
 * Which stake counts.
 * - DELEGATED: all stake of an operator, whatever it serves.
 * - REGISTERED: what a service advertises: stake of its members in the pools it accepts. A bucket
 *   that several sets of one service accept counts once (maximum).
 * - SLASHABLE: what a service can slash now. Sets of one service add up: their parts do not
 *   overlap.
 * - MIN_SLASHABLE: the same once all pending reductions are in effect.
 * - VOTES: weights that services recorded, of a graph of its own, whose pools are quorums.
 */
export type Basis = 'DELEGATED' | 'REGISTERED' | 'SLASHABLE' | 'MIN_SLASHABLE' | 'VOTES'

/** The stakers behind the buckets. Large, so loaded only when a metric needs it. */
export interface StakerLayer {
  /** Each once, in no order. */
  readonly stakers: readonly string[]
  /** Operator that each staker delegates to: position in `StakeGraph.operators`; -1: none. */
  readonly operatorOf: Int32Array
  /** Positions: one per staker and pool with stake. Columns of equal length, in no order. */
  readonly staker: Int32Array
  readonly pool: Int32Array
  /** Withdrawable stake, in base units of the pool. */
  readonly amount: readonly bigint[]
  /** Why stake of some of them is unknown, and left out; absent: none is. */
  readonly unknown?: 'ASSETS_UNKNOWN' | 'BLOCK_TIME_UNKNOWN' | 'CONSTANT_UNKNOWN'
}
