import { protocolFeeKey } from '../../facts/ids'
import type { Rules } from '../rule'
import { orNull } from './rows'

/** Settings of the registry of protocol fees. */
export const protocolFeeRules: Rules<'protocolFeeSetting'> = {
  protocolFeeSetting: {
    touches: ({ vault }) => [{ table: 'protocolFeeSetting', key: protocolFeeKey(vault) }],
    apply(state, { vault, isEnabled, receiver, fees }) {
      const key = protocolFeeKey(vault)
      const before = state.get('protocolFeeSetting', key)
      state.put('protocolFeeSetting', {
        key,
        vault,
        isEnabled,
        receiver: receiver === null ? (before?.receiver ?? null) : orNull(receiver),
        managementFee: fees?.management ?? before?.managementFee ?? 0n,
        performanceFee: fees?.performance ?? before?.performanceFee ?? 0n,
      })
    },
  },
}
