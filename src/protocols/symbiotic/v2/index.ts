import { events as adapterEvents } from '../../../abi/AppAdapter'
import { events as source } from '../../../abi/ERC4626Adapter'
import { events as factory } from '../../../abi/MigratablesFactory'
import { events as delegator } from '../../../abi/UniversalDelegator'
import { events as vault } from '../../../abi/VaultV2'
import { type EventHandler, type Finder, reveals } from '../../handler'
import { adapterHandlers } from './adapters'
import { balanceHandlers } from './balances'
import { universalDelegatorHandlers } from './delegators'
import { protocolFeeHandlers } from './protocol-fees'
import { queueHandlers } from './queues'
import { vaultV2Handlers } from './vaults'

/** What the logs of core V2 mean. */
export const v2Handlers: readonly EventHandler[] = [
  ...vaultV2Handlers,
  ...balanceHandlers,
  ...universalDelegatorHandlers,
  ...adapterHandlers,
  ...queueHandlers,
  ...protocolFeeHandlers,
]

/** Events of core V2 that reveal contracts, or to which vault they belong. */
export const v2Finders: readonly Finder[] = [
  reveals('UNIVERSAL_DELEGATOR_FACTORY', factory.AddEntity, ({ entity: address }) => {
    return { address, kind: 'UNIVERSAL_DELEGATOR', name: 'AddEntity' }
  }),
  reveals('WITHDRAWAL_QUEUE_FACTORY', factory.AddEntity, ({ entity: address }) => {
    return { address, kind: 'WITHDRAWAL_QUEUE', name: 'AddEntity' }
  }),
  reveals('ADAPTER_FACTORY', factory.AddEntity, ({ entity: address }) => {
    return { address, kind: 'ADAPTER', name: 'AddEntity' }
  }),
  // Not all factories of adapters are known.
  reveals('UNIVERSAL_DELEGATOR', delegator.AddAdapter, ({ adapter: address }) => {
    return { address, kind: 'ADAPTER', name: 'AddAdapter' }
  }),
  reveals('VAULT', vault.SetWithdrawalQueue, ({ withdrawalQueue: address }, parent) => {
    return { address, parent }
  }),
  reveals('VAULT', vault.Initialize, ({ params }) => {
    return { address: params.asset, kind: 'VAULT_TOKEN', name: 'Initialize' }
  }),
  reveals('ADAPTER', adapterEvents.SetVault, ({ vault: parent }, address) => ({ address, parent })),
  reveals('ADAPTER', source.Initialize, ({ target: address }) => {
    return { address, kind: 'YIELD_SOURCE', name: 'Initialize' }
  }),
]
