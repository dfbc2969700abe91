import { profileKey, resolverKey, subnetworkKey } from '../../facts/ids'
import type { VaultPowerFact } from '../../facts/vault-powers'
import { resolverAt } from '../../vaults/resolver'
import { appendChange } from '../apply/governance'
import type { RowRef } from '../rows'
import type { VaultCuratorRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { vaultOf } from './first-seen'
import { NOBODY } from './nobody'
import { resolverEffectTime } from './slashings'

const curatorRef = (vault: string): RowRef => ({ table: 'vaultCurator', key: vault })

function curatorOf(state: LedgerState, vault: string): VaultCuratorRow {
  const none = { curator: null, curatorFee: null, operatorsFee: null }
  return state.get('vaultCurator', vault) ?? { key: vault, vault, ...none }
}

/** Who rules vaults. Changes of hooks, resolvers and middleware have the value before, so they come before the state's. */
export const vaultPowerRules: Rules<VaultPowerFact['kind']> = {
  hookChanged: {
    touches: ({ vault }) => (vault === null ? [] : [{ table: 'vault', key: vault }]),
    apply(state, { contract, event, vault, hook }, at) {
      const before = vault === null ? null : (state.get('vault', vault)?.hook ?? null)
      const after = hook === NOBODY ? '' : hook
      appendChange(state, at, { contract, event, kind: 'HOOK', subject: vault, before, after })
    },
  },

  resolverChanged: {
    touches: ({ contract, vault, subnetwork }) => [
      { table: 'resolver', key: resolverKey(contract, subnetwork) },
      ...(vault === null ? [] : [{ table: 'vault' as const, key: vault }]),
    ],
    apply(state, { contract, event, vault, subnetwork, resolver }, at) {
      const row = state.get('resolver', resolverKey(contract, subnetwork))
      const before = (row && resolverAt(row, BigInt(at.timestamp))) ?? null
      const after = resolver === NOBODY ? null : resolver
      // The first one is in effect at once, and so is the one that already was: it only cancels a pending one.
      const isDelayed = row !== null && after !== before
      appendChange(state, at, {
        contract,
        event,
        kind: 'RESOLVER',
        subject: subnetworkKey(subnetwork),
        before,
        after: after ?? '',
        effectTime: isDelayed
          ? resolverEffectTime(vaultOf(state, vault), BigInt(at.timestamp))
          : null,
      })
    },
  },

  middlewareChanged: {
    touches: ({ network }) => [{ table: 'avsProfile', key: profileKey(network) }],
    apply(state, { contract, event, network, middleware }, at) {
      const before = state.get('avsProfile', profileKey(network))?.middleware ?? null
      const after = middleware === NOBODY ? '' : middleware
      appendChange(state, at, {
        contract,
        event,
        kind: 'MIDDLEWARE',
        subject: network,
        before,
        after,
      })
    },
  },

  curator: {
    touches: ({ vault }) => [curatorRef(vault)],
    apply(state, { contract, event, vault, curator }, at) {
      const row = curatorOf(state, vault)
      state.put('vaultCurator', { ...row, curator: curator || null })
      const values = { subject: vault, before: row.curator, after: curator }
      appendChange(state, at, { contract, event, kind: 'CURATOR', ...values })
    },
  },

  curatorFees: {
    touches: ({ vault }) => [curatorRef(vault)],
    apply(state, { vault, curatorFee, operatorsFee }) {
      const row = curatorOf(state, vault)
      state.put('vaultCurator', {
        ...row,
        curatorFee: curatorFee ?? row.curatorFee,
        operatorsFee: operatorsFee ?? row.operatorsFee,
      })
    },
  },
}
