import { childId, logId, resolverKey, subnetworkKey, vaultSlashingKey } from '../../facts/ids'
import type { LogPosition } from '../../facts/log-position'
import type { SubnetworkRef } from '../../facts/vaults'
import { epochAt, epochStart } from '../../vaults/epoch'
import { resolverAt } from '../../vaults/resolver'
import type { RowRef } from '../rows'
import type { ResolverRow, VaultRow, VaultSlashingRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import {
  ensureProfiledOperator,
  ensureSubnetwork,
  profiledOperatorRefs,
  subnetworkRefs,
  vaultOf,
  vaultRef,
} from './first-seen'
import { clockOf } from './stake'

const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'

/** Slashings of vaults, from the request to its end, and who may veto them. */
export const vaultSlashingRules: Rules<
  'vaultSlashed' | 'slashRequested' | 'slashExecuted' | 'slashVetoed' | 'resolver'
> = {
  vaultSlashed: {
    touches: slashedRefs,
    // Its key is the position of its log, which nobody else can have.
    touchesToo: (_, { slasher }, at) => [slashingRef(slasher, logId(at.block, at.logIndex))],
    apply(state, fact, at) {
      const { accounted, realized, captureTimestamp } = fact
      const key = vaultSlashingKey(fact.slasher, logId(at.block, at.logIndex))
      begin(state, fact, at, {
        key,
        slashIndex: null,
        captureTimestamp,
        vetoDeadline: null,
        requested: null,
        accounted,
        realized,
        resolvedAtBlock: at.block,
      })
    },
  },

  slashRequested: {
    touches: (fact) => [...slashedRefs(fact), slashingRef(fact.slasher, fact.slashIndex)],
    apply(state, fact, at) {
      const { slashIndex, captureTimestamp, vetoDeadline, amount } = fact
      begin(state, fact, at, {
        key: vaultSlashingKey(fact.slasher, slashIndex),
        slashIndex,
        captureTimestamp,
        vetoDeadline,
        requested: amount,
        accounted: null,
        realized: null,
        resolvedAtBlock: null,
      })
    },
  },

  slashExecuted: {
    touches: ({ slasher, slashIndex }) => [slashingRef(slasher, slashIndex)],
    apply(state, { slasher, slashIndex, accounted, realized }, at) {
      const row = state.get('vaultSlashing', vaultSlashingKey(slasher, slashIndex))
      // Of an unknown request nobody knows whose stake was slashed; the log is stored.
      if (!row) return
      state.put('vaultSlashing', { ...row, accounted, realized, resolvedAtBlock: at.block })
    },
  },

  slashVetoed: {
    touches: ({ slasher, slashIndex }) => [slashingRef(slasher, slashIndex)],
    apply(state, { slasher, slashIndex, resolver }, at) {
      const row = state.get('vaultSlashing', vaultSlashingKey(slasher, slashIndex))
      if (!row) return
      state.put('vaultSlashing', {
        ...row,
        vetoed: true,
        vetoedBy: resolver,
        resolvedAtBlock: at.block,
      })
    },
  },

  resolver: {
    touches: ({ vault, slasher, subnetwork }) => [
      ...(vault === null ? [] : [vaultRef(vault)]),
      ...subnetworkRefs(subnetwork),
      { table: 'resolver', key: resolverKey(slasher, subnetwork) },
    ],
    apply(state, { vault, slasher, subnetwork, resolver: address }, at) {
      const { key: operatorSet } = ensureSubnetwork(state, subnetwork, at.block)
      const key = resolverKey(slasher, subnetwork)
      const resolver = address === ZERO_ADDRESS ? null : address
      const before = state.get('resolver', key)
      const settled = { hasPending: false, storedPendingResolver: null, storedPendingFrom: null }
      // The first one is in effect at once.
      const first: ResolverRow = { key, slasher, operatorSet, storedResolver: resolver, ...settled }
      if (!before) return state.put('resolver', first)
      const inEffect = resolverAt(before, BigInt(at.timestamp))
      // The contract keeps the value before, or replaces a pending one: which of them is unknown without its time.
      const storedResolver = inEffect === undefined ? before.storedResolver : inEffect
      const row: ResolverRow = { ...before, storedResolver, ...settled }
      if (inEffect !== undefined && inEffect === resolver) return state.put('resolver', row)
      state.put('resolver', {
        ...row,
        hasPending: true,
        storedPendingResolver: resolver,
        storedPendingFrom: resolverEffectTime(vaultOf(state, vault), BigInt(at.timestamp)),
      })
    },
  },
}

/** Time from which a new resolver is in effect (VetoSlasher.setResolver); null: a constant is unknown. */
export function resolverEffectTime(vault: VaultRow | null, now: bigint): bigint | null {
  const clock = vault && clockOf(vault)
  const epoch = clock && epochAt(clock, now)
  const delay = vault?.resolverSetEpochsDelay ?? null
  return epoch === null || delay === null ? null : epochStart(clock!, epoch + delay)
}

interface Slashed {
  vault: string | null
  slasher: string
  subnetwork: SubnetworkRef
  operator: string
}

function slashedRefs({ vault, subnetwork, operator }: Slashed): RowRef[] {
  return [
    ...(vault === null ? [] : [vaultRef(vault)]),
    ...subnetworkRefs(subnetwork),
    ...profiledOperatorRefs(operator),
  ]
}

const slashingRef = (slasher: string, request: bigint | string): RowRef => {
  return { table: 'vaultSlashing', key: vaultSlashingKey(slasher, request) }
}

type Beginning = Omit<
  VaultSlashingRow,
  'slashing' | 'slasher' | 'vault' | 'operatorSet' | 'operator' | 'vetoed' | 'vetoedBy'
>

function begin(
  state: LedgerState,
  { vault, slasher, subnetwork, operator }: Slashed,
  at: LogPosition,
  row: Beginning,
): void {
  ensureSubnetwork(state, subnetwork, at.block)
  ensureProfiledOperator(state, operator, at.block)
  const operatorSet = subnetworkKey(subnetwork)
  const known = vaultOf(state, vault)?.key ?? null
  addSlashing(state, { vault: known, slasher, operatorSet, operator }, at, row)
}

/** Adds a slashing, its pool, and what is to become of it. */
export function addSlashing(
  state: LedgerState,
  of: Pick<VaultSlashingRow, 'vault' | 'slasher' | 'operatorSet' | 'operator'>,
  at: LogPosition,
  row: Beginning,
): void {
  const { vault, operatorSet, operator } = of
  const id = logId(at.block, at.logIndex)
  state.append('slashing', {
    id,
    block: at.block,
    logIndex: at.logIndex,
    blockTime: at.timestamp,
    transactionHash: at.transactionHash,
    operator,
    operatorSet,
    slashId: null,
    redistributionRecipient: null,
    description: '',
  })
  if (vault !== null) {
    state.append('slashedPool', {
      id: childId(id, 0),
      block: at.block,
      position: 0,
      slashing: id,
      pool: vault,
      wadSlashed: null,
      maxMagnitudeBefore: null,
      maxMagnitudeAfter: null,
      sharesBefore: null,
      sharesAfter: null,
      queuedSharesSlashed: null,
    })
  }
  state.put('vaultSlashing', {
    ...row,
    ...of,
    slashing: id,
    vetoed: false,
    vetoedBy: null,
  })
}
