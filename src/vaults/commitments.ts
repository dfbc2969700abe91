import type { Vault, VaultRows } from './rows'
import { cumulativeSlash, type ExecutedSlash, slashableStake } from './slashable'
import { stakeIn } from './stake'

/** Executed slashings by vault, by set, by operator. */
export type Slashes = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, ExecutedSlash[]>>>

/** Vaults at the end of a block, and what of the time before it can still be slashed. */
export interface VaultState {
  readonly rows: VaultRows
  /** Rows a second before the time of the block. */
  readonly before: VaultRows
  readonly slashes: Slashes
  /** Networks that have a middleware, which alone can slash. */
  readonly networksWithMiddleware: ReadonlySet<string>
  /** Time of the block; of a block without logs any time after the last one with logs. */
  readonly time: bigint
}

/** Stake of a vault that is promised to a subnetwork through an operator; null: it depends on an unknown constant. */
export interface VaultCommitment {
  readonly vault: string
  readonly set: string
  readonly operator: string
  /** BaseDelegator.stake. */
  readonly stake: bigint | null
  /** What could be slashed now of the stake a second ago: 0 without a slasher, or a middleware of the network. */
  readonly slashable: bigint | null
  /** BaseSlasher.cumulativeSlash. */
  readonly cumulativeSlash: bigint
}

/** All commitments of vaults of core v1, but those of which all amounts are 0; by vault, set and operator. */
export function vaultCommitments(state: VaultState): VaultCommitment[] {
  const found: VaultCommitment[] = []
  for (const address of [...state.rows.vaults.keys()].sort()) {
    const sets = operatorsBySet(state, state.rows.vaults.get(address)!)
    for (const set of [...sets.keys()].sort()) {
      for (const operator of [...sets.get(set)!].sort()) {
        const one = vaultCommitment(state, address, set, operator)
        if (one.stake !== 0n || one.slashable !== 0n || one.cumulativeSlash !== 0n) found.push(one)
      }
    }
  }
  return found
}

/** The commitment of a vault to a set through an operator. */
export function vaultCommitment(
  state: VaultState,
  vault: string,
  set: string,
  operator: string,
): VaultCommitment {
  const slashes = state.slashes.get(vault)?.get(set)?.get(operator) ?? []
  return {
    vault,
    set,
    operator,
    stake: stakeIn(state.rows, vault, set, operator),
    slashable: slashableNow(state, vault, set, operator, slashes),
    cumulativeSlash: cumulativeSlash(slashes),
  }
}

function slashableNow(
  { rows, before, networksWithMiddleware, time }: VaultState,
  vault: string,
  set: string,
  operator: string,
  slashes: readonly ExecutedSlash[],
): bigint | null {
  const { slasher, epochDuration } = rows.vaults.get(vault) ?? {
    slasher: null,
    epochDuration: null,
  }
  const network = rows.networks.get(set)
  if (slasher === null || network === undefined || !networksWithMiddleware.has(network)) return 0n
  const stake = stakeIn(before, vault, set, operator)
  return slashableStake({ capture: time - 1n, now: time }, stake, slashes, epochDuration)
}

/** Operators that may have a commitment, by set: those with a limit now or before, of specific delegators their operator. */
export function operatorsBySet(
  { rows, before, slashes }: VaultState,
  vault: Vault,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  const add = (set: string, operators: Iterable<string>) => {
    const known = found.get(set) ?? new Set()
    found.set(set, known)
    for (const operator of operators) known.add(operator)
  }
  for (const [set, bySet] of slashes.get(vault.address) ?? []) add(set, bySet.keys())
  const { delegator, delegatorType, specificOperator } = vault
  if (delegator === null) return found
  for (const { networkLimits, operatorLimits, vaultOptIns } of [rows, before]) {
    for (const set of networkLimits.get(delegator)?.keys() ?? []) {
      if (specificOperator !== null) add(set, [specificOperator])
      const isUnknown =
        delegatorType === null || (isSpecific(delegatorType) && specificOperator === null)
      if (isUnknown) add(set, vaultOptIns.get(vault.address) ?? [])
    }
    for (const [set, bySet] of operatorLimits.get(delegator) ?? []) add(set, bySet.keys())
  }
  return found
}

const isSpecific = (type: Vault['delegatorType']) =>
  type === 'OPERATOR_SPECIFIC' || type === 'OPERATOR_NETWORK_SPECIFIC'
