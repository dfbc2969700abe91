import { networkOptInKey, profileKey, roleKey, vaultOptInKey } from '../../facts/ids'
import type { RowRef } from '../rows'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import {
  ensureNetwork,
  ensureProfiledOperator,
  networkRefs,
  profiledOperatorRefs,
} from './first-seen'

const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'

/** Operators and networks, what operators opted in to, and roles on contracts. */
export const registryRules: Rules<
  | 'operatorEntered'
  | 'networkEntered'
  | 'profileMetadata'
  | 'middleware'
  | 'vaultOptIn'
  | 'networkOptIn'
  | 'role'
> = {
  operatorEntered: {
    touches: ({ operator }) => profiledOperatorRefs(operator),
    apply(state, { operator }, at) {
      const profile = ensureProfiledOperator(state, operator, at.block)
      state.put('operatorProfile', { ...profile, registeredAtBlock: at.block })
    },
  },

  networkEntered: {
    touches: ({ network }) => networkRefs(network),
    apply(state, { network }, at) {
      const profile = ensureNetwork(state, network, at.block)
      state.put('avsProfile', { ...profile, registeredAtBlock: at.block })
    },
  },

  profileMetadata: {
    touches: ({ of, address }) => [
      ...(of === 'NETWORK' ? [] : profiledOperatorRefs(address)),
      ...(of === 'OPERATOR' ? [] : networkRefs(address)),
    ],
    apply(state, { of, address, uri: metadataURI }, at) {
      const who = of ?? registeredAs(state, address)
      if (who === 'OPERATOR') {
        const profile = ensureProfiledOperator(state, address, at.block)
        state.put('operatorProfile', { ...profile, metadataURI })
      } else if (who === 'NETWORK') {
        const profile = ensureNetwork(state, address, at.block)
        state.put('avsProfile', { ...profile, metadataURI })
      }
    },
  },

  middleware: {
    touches: ({ network }) => networkRefs(network),
    apply(state, fact, at) {
      const profile = ensureNetwork(state, fact.network, at.block)
      const middleware = fact.middleware === ZERO_ADDRESS ? null : fact.middleware
      state.put('avsProfile', { ...profile, middleware })
    },
  },

  vaultOptIn: {
    touches: ({ operator, vault }): RowRef[] => [
      ...profiledOperatorRefs(operator),
      { table: 'vaultOptIn', key: vaultOptInKey(operator, vault) },
    ],
    apply(state, { operator, vault, active }, at) {
      ensureProfiledOperator(state, operator, at.block)
      const key = vaultOptInKey(operator, vault)
      if (active) state.put('vaultOptIn', { key, operator, vault })
      else state.remove('vaultOptIn', key)
    },
  },

  networkOptIn: {
    touches: ({ operator, network }): RowRef[] => [
      ...profiledOperatorRefs(operator),
      ...networkRefs(network),
      { table: 'avsRegistration', key: networkOptInKey(operator, network) },
    ],
    apply(state, { operator, network, active }, at) {
      ensureProfiledOperator(state, operator, at.block)
      ensureNetwork(state, network, at.block)
      const key = networkOptInKey(operator, network)
      if (active) state.put('avsRegistration', { key, operator, avs: network, operatorSet: null })
      else state.remove('avsRegistration', key)
    },
  },

  role: {
    touches: ({ contract, role, account }) => [
      { table: 'roleGrant', key: roleKey(contract, role, account) },
    ],
    apply(state, { contract, role, account, granted }) {
      const key = roleKey(contract, role, account)
      if (granted) state.put('roleGrant', { key, contract, role, account })
      else state.remove('roleGrant', key)
    },
  },
}

/** What an address is registered as; null: as nothing, or as both. */
function registeredAs(state: LedgerState, address: string): 'OPERATOR' | 'NETWORK' | null {
  const key = profileKey(address)
  const isOperator = (state.get('operatorProfile', key)?.registeredAtBlock ?? null) !== null
  const isNetwork = (state.get('avsProfile', key)?.registeredAtBlock ?? null) !== null
  if (isOperator === isNetwork) return null
  return isOperator ? 'OPERATOR' : 'NETWORK'
}
