import type { DelegatorType, SlasherType } from '../facts/enums.generated'

/*
 * Rows of Symbiotic core v1 that stake follows from, as plain objects. Addresses are in lower case, times are unix seconds;
 * a set is a subnetwork, by its key.
 */

/** A vault with its delegator and slasher; null: unknown, or not set. */
export interface Vault {
  readonly address: string
  readonly version: number | null
  readonly epochStart: bigint
  readonly epochDuration: bigint | null
  readonly delegator: string | null
  readonly delegatorType: DelegatorType | null
  readonly specificOperator: string | null
  readonly specificNetwork: string | null
  readonly isSlasherSet: boolean
  /** Null: none. */
  readonly slasher: string | null
  readonly slasherType: SlasherType | null
  readonly activeStake: bigint | null
  readonly activeShares: bigint | null
}

/** Withdrawals of one epoch. */
export interface EpochTotal {
  readonly assets: bigint
  readonly shares: bigint
}

/** How much of a vault a subnetwork may use. */
export interface NetworkLimit {
  readonly maxNetworkLimit: bigint
  readonly networkLimit: bigint
  readonly totalOperatorShares: bigint
}

/** How much of that an operator gets. */
export interface OperatorLimit {
  readonly stakeLimit: bigint
  readonly shares: bigint
}

/** All of them at one block. */
export interface VaultRows {
  /** By address. */
  readonly vaults: ReadonlyMap<string, Vault>
  /** By vault, by epoch. */
  readonly epochs: ReadonlyMap<string, ReadonlyMap<bigint, EpochTotal>>
  /** By delegator, by set. */
  readonly networkLimits: ReadonlyMap<string, ReadonlyMap<string, NetworkLimit>>
  /** By delegator, by set, by operator. */
  readonly operatorLimits: ReadonlyMap<
    string,
    ReadonlyMap<string, ReadonlyMap<string, OperatorLimit>>
  >
  /** Operators that opted in, by vault. */
  readonly vaultOptIns: ReadonlyMap<string, ReadonlySet<string>>
  /** Operators that opted in, by network. */
  readonly networkOptIns: ReadonlyMap<string, ReadonlySet<string>>
  /** Network of each set. */
  readonly networks: ReadonlyMap<string, string>
}

/** A value of a map of maps; undefined: none. */
export function within<V>(
  map: ReadonlyMap<string, ReadonlyMap<string, V>>,
  first: string,
  second: string,
): V | undefined {
  return map.get(first)?.get(second)
}
