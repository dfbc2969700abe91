import * as AdapterRegistry from '../../../abi/AdapterRegistry'
import * as AppAdapter from '../../../abi/AppAdapter'
import * as ERC20 from '../../../abi/ERC20'
import * as ERC4626Adapter from '../../../abi/ERC4626Adapter'
import * as LiquidLaneAdapter from '../../../abi/LiquidLaneAdapter'
import * as MigratablesFactory from '../../../abi/MigratablesFactory'
import * as ProtocolFeeRegistry from '../../../abi/ProtocolFeeRegistry'
import * as ThreeFAdapter from '../../../abi/ThreeFAdapter'
import * as UniversalDelegator from '../../../abi/UniversalDelegator'
import * as WithdrawalQueue from '../../../abi/WithdrawalQueue'
import type { EventTable } from '../../protocol'

/** Events of the contracts of core V2, apart from its vaults, which are of the same kind as those of v1. */
export const V2_ABIS: EventTable['abis'] = {
  ADAPTER: [AppAdapter, ERC4626Adapter, LiquidLaneAdapter, ThreeFAdapter],
  ADAPTER_FACTORY: [MigratablesFactory],
  ADAPTER_REGISTRY: [AdapterRegistry],
  PROTOCOL_FEE_REGISTRY: [ProtocolFeeRegistry],
  UNIVERSAL_DELEGATOR: [UniversalDelegator],
  UNIVERSAL_DELEGATOR_FACTORY: [MigratablesFactory],
  VAULT_TOKEN: [ERC20],
  WITHDRAWAL_QUEUE: [WithdrawalQueue],
  WITHDRAWAL_QUEUE_FACTORY: [MigratablesFactory],
  YIELD_SOURCE: [ERC20],
}
