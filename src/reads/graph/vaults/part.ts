import type { Basis, Divided, StakeGraph } from '../../../risk/graph/graph'
import { WAD } from '../../../risk/math/wad'
import { operatorsBySet, type VaultState, vaultCommitment } from '../../../vaults/commitments'
import { epochAt } from '../../../vaults/epoch'
import { type Vault, type VaultRows, within } from '../../../vaults/rows'
import { stakeOf } from '../../../vaults/stake'
import { atTimeOf } from '../../at-time'
import type { BlockHeader } from '../../context'

/** Ids that may not be in any row of a vault. */
export interface VaultMembers {
  readonly operators: readonly string[]
  readonly services: readonly string[]
}

/** More than any vault can have. */
const UNLIMITED = 2n ** 256n - 1n

interface Line {
  readonly operator: string
  readonly vault: string
  readonly isRegistered: boolean
  /** Null: unknown. */
  readonly stake: bigint | null
  readonly slashable: bigint | null
  readonly divided: { readonly shares: bigint; readonly all: bigint; readonly limit: bigint }
}

/**
 * The stake graph of vaults of core v1: a vault is one bucket that all operators share. An operator is registered to a
 * subnetwork in a vault if it opted in to both and has a part of a limit above 0. Registered stake is
 * BaseDelegator.stake, slashable stake BaseSlasher.slashableStake of the latest time allowed; nothing reduces it later, so
 * MIN_SLASHABLE is the same.
 */
export function vaultPart(
  state: VaultState,
  members: VaultMembers,
  header: BlockHeader,
): StakeGraph {
  const { rows } = state
  const bySet = linesBySet(state)
  const setIds = [...rows.networks.keys()].sort()
  const lines = setIds.flatMap((id, set) => {
    return (bySet.get(id) ?? []).map((line) => ({ ...line, set }))
  })
  const pools = [...rows.vaults.keys()].sort()
  const operators = sorted([...members.operators, ...lines.map(({ operator }) => operator)])
  const services = sorted([...members.services, ...rows.networks.values()])
  const at = (ids: readonly string[]) => new Map(ids.map((id, position) => [id, position]))
  const [operatorAt, serviceAt, poolAt] = [at(operators), at(services), at(pools)]
  lines.sort(
    (a, b) =>
      a.set - b.set ||
      operatorAt.get(a.operator)! - operatorAt.get(b.operator)! ||
      poolAt.get(a.vault)! - poolAt.get(b.vault)!,
  )
  const epochs = new Map(pools.map((id) => [id, epochIn(rows.vaults.get(id)!, header)]))
  const withdrawn = (vault: string, of: 'current' | 'next') => {
    const epoch = epochs.get(vault)?.current ?? null
    if (epoch === null) return 0n
    return rows.epochs.get(vault)?.get(of === 'next' ? epoch + 1n : epoch)?.assets ?? 0n
  }
  const amounts = lines.map(({ slashable }) => slashable ?? 0n)
  const none = () => lines.map(() => 0n)
  const divided: Divided = {
    shares: lines.map((line) => line.divided.shares),
    all: lines.map((line) => line.divided.all),
    limit: lines.map((line) => line.divided.limit),
  }
  return {
    operators,
    services,
    pools,
    sets: setIds.map((id) => ({
      id,
      service: serviceAt.get(rows.networks.get(id)!)!,
      slashes: true,
      accepts: pools.flatMap((vault, pool) => (hasLimit(rows, vault, id) ? [pool] : [])),
    })),
    buckets: {
      operator: new Int32Array(pools.length).fill(-1),
      pool: Int32Array.from(pools.keys()),
      cap: pools.map((id) => rows.vaults.get(id)!.activeStake ?? 0n),
      queued: null,
      maxMagnitude: pools.map(() => WAD),
      exits: {
        epoch: pools.map((id) => epochs.get(id)?.current ?? null),
        isUnknown: Uint8Array.from(pools, (id) => {
          const isAny = [...(rows.epochs.get(id)?.values() ?? [])].some(({ assets }) => assets > 0n)
          return Number(isAny && (epochs.get(id)?.current ?? null) === null)
        }),
        current: pools.map((id) => withdrawn(id, 'current')),
        next: pools.map((id) => withdrawn(id, 'next')),
        isBefore: Uint8Array.from(pools, (id) => Number(epochs.get(id)?.isBefore ?? false)),
      },
    },
    commitments: {
      operator: Int32Array.from(lines, ({ operator }) => operatorAt.get(operator)!),
      set: Int32Array.from(lines, ({ set }) => set),
      bucket: Int32Array.from(lines, ({ vault }) => poolAt.get(vault)!),
      isRegistered: Uint8Array.from(lines, ({ isRegistered }) => Number(isRegistered)),
      registered: lines.map(({ stake }) => stake ?? 0n),
      slashable: amounts,
      minSlashable: [...amounts],
      magnitude: none(),
      minMagnitude: none(),
      divided,
    },
    unknownBases: unknownBases(rows, lines),
  }
}

/** Without the stake of a vault nothing of it is known; without its type, who counts on it. */
function unknownBases(rows: VaultRows, lines: readonly Line[]): Basis[] {
  if ([...rows.vaults.values()].some(({ activeStake }) => activeStake === null)) {
    return ['DELEGATED', 'REGISTERED', 'SLASHABLE', 'MIN_SLASHABLE']
  }
  const found = new Set<Basis>()
  for (const { stake, slashable } of lines) {
    if (stake === null) for (const basis of ['DELEGATED', 'REGISTERED'] as const) found.add(basis)
    if (slashable === null)
      for (const one of ['SLASHABLE', 'MIN_SLASHABLE'] as const) found.add(one)
  }
  return [...found]
}

/** What the sets may have of each vault. */
function linesBySet(state: VaultState): Map<string, Line[]> {
  const bySet = new Map<string, Line[]>()
  for (const vault of state.rows.vaults.values()) {
    for (const [set, operators] of operatorsBySet(state, vault)) {
      const lines = [...operators].flatMap((operator) => lineOf(state, vault, set, operator) ?? [])
      bySet.set(set, [...(bySet.get(set) ?? []), ...lines])
    }
  }
  return bySet
}

function lineOf(state: VaultState, vault: Vault, set: string, operator: string): Line | null {
  const { rows } = state
  const { address, delegator, delegatorType } = vault
  const network = rows.networks.get(set)
  if (delegator === null || network === undefined) return null
  const { stake, slashable } = vaultCommitment(state, address, set, operator)
  const isRegistered = hasPart(rows, vault, set, operator, network)
  const limit = within(rows.networkLimits, delegator, set)
  const isByShares = delegatorType === 'NETWORK_RESTAKE'
  const shares = rows.operatorLimits.get(delegator)?.get(set)?.get(operator)?.shares ?? 0n
  return {
    operator,
    vault: address,
    isRegistered,
    stake,
    slashable,
    divided: {
      shares: isByShares && stake !== 0n ? shares : 0n,
      all: isByShares ? (limit?.totalOperatorShares ?? 0n) : 0n,
      limit: isByShares ? (limit?.networkLimit ?? 0n) : 0n,
    },
  }
}

/** Whether an operator would have stake of the vault, if the vault had enough. */
function hasPart(
  rows: VaultRows,
  vault: Vault,
  set: string,
  operator: string,
  network: string,
): boolean {
  const { delegator, address } = vault
  return (
    stakeOf({
      vault: { ...vault, activeStake: UNLIMITED },
      operator,
      network,
      isOptedIn:
        (rows.vaultOptIns.get(address)?.has(operator) ?? false) &&
        (rows.networkOptIns.get(network)?.has(operator) ?? false),
      limit: within(rows.networkLimits, delegator!, set),
      operatorLimit: rows.operatorLimits.get(delegator!)?.get(set)?.get(operator),
    }) !== 0n
  )
}

/** Whether the set may use any of a vault. */
function hasLimit({ vaults, networkLimits, networks }: VaultRows, vault: string, set: string) {
  const { delegator, delegatorType, specificNetwork } = vaults.get(vault)!
  const limit = delegator === null ? undefined : within(networkLimits, delegator, set)
  if (limit === undefined) return false
  if (delegatorType !== 'OPERATOR_NETWORK_SPECIFIC') return limit.networkLimit > 0n
  return limit.maxNetworkLimit > 0n && specificNetwork === networks.get(set)
}

interface EpochIn {
  readonly current: bigint | null
  /** Whether the latest time that can be slashed is in the epoch before. */
  readonly isBefore: boolean
}

/** The epoch of a vault; null: its duration or the time of the block is unknown. */
function epochIn({ epochStart, epochDuration }: Vault, header: BlockHeader): EpochIn | null {
  if (epochDuration === null || epochDuration === 0n) return null
  const clock = { start: epochStart, duration: epochDuration }
  const { value } = atTimeOf(header, (time) => {
    const current = epochAt(clock, time)
    return { current, isBefore: epochAt(clock, time - 1n) !== current }
  })
  return value
}

function sorted(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort()
}
