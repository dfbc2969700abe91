import * as BurnerRouter from '../../abi/BurnerRouter'
import * as CuratorRegistry from '../../abi/CuratorRegistry'
import * as DefaultOperatorRewards from '../../abi/DefaultOperatorRewards'
import * as DefaultStakerRewards from '../../abi/DefaultStakerRewards'
import * as Delegator from '../../abi/Delegator'
import * as DelegatorFactory from '../../abi/DelegatorFactory'
import * as MetadataService from '../../abi/MetadataService'
import * as NetworkMiddlewareService from '../../abi/NetworkMiddlewareService'
import * as NetworkRegistry from '../../abi/NetworkRegistry'
import * as OperatorRegistry from '../../abi/OperatorRegistry'
import * as OptInService from '../../abi/OptInService'
import * as Registry from '../../abi/Registry'
import * as SlasherFactory from '../../abi/SlasherFactory'
import * as ValSetDriver from '../../abi/ValSetDriver'
import * as Vault from '../../abi/Vault'
import * as VaultFactory from '../../abi/VaultFactory'
import * as VaultRewards from '../../abi/VaultRewards'
import * as VaultSlasher from '../../abi/VaultSlasher'
import * as VaultV2 from '../../abi/VaultV2'
import type { ContractKind } from '../../facts/enums.generated'
import type { Abi } from '../protocol'
import { V2_ABIS } from './v2/abis'

/** ABIs of each kind of Symbiotic's contracts. */
export const ABIS: Partial<Record<ContractKind, readonly Abi[]>> = {
  BURNER_ROUTER: [BurnerRouter],
  BURNER_ROUTER_FACTORY: [Registry],
  CURATOR_REGISTRY: [CuratorRegistry],
  DELEGATOR: [Delegator],
  DELEGATOR_FACTORY: [DelegatorFactory],
  METADATA_SERVICE: [MetadataService],
  MIDDLEWARE_SERVICE: [NetworkMiddlewareService],
  NETWORK_METADATA_SERVICE: [MetadataService],
  NETWORK_OPT_IN_SERVICE: [OptInService],
  NETWORK_REGISTRY: [NetworkRegistry],
  OPERATOR_METADATA_SERVICE: [MetadataService],
  OPERATOR_REGISTRY: [OperatorRegistry],
  OPERATOR_REWARDS: [DefaultOperatorRewards],
  OPERATOR_REWARDS_FACTORY: [Registry],
  STAKER_REWARDS: [DefaultStakerRewards],
  STAKER_REWARDS_FACTORY: [Registry],
  VALSET_DRIVER: [ValSetDriver],
  VAULT: [Vault, VaultV2],
  VAULT_FACTORY: [VaultFactory],
  VAULT_OPT_IN_SERVICE: [OptInService],
  VAULT_REWARDS: [VaultRewards],
  VAULT_SLASHER: [VaultSlasher],
  VAULT_SLASHER_FACTORY: [SlasherFactory],
  ...V2_ABIS,
}
