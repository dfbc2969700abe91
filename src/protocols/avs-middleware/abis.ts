import * as BLSApkRegistry from '../../abi/BLSApkRegistry'
import * as ECDSAStakeRegistry from '../../abi/ECDSAStakeRegistry'
import * as EjectionManager from '../../abi/EjectionManager'
import * as MiddlewareSlasher from '../../abi/MiddlewareSlasher'
import * as RegistryCoordinator from '../../abi/RegistryCoordinator'
import * as StakeRegistry from '../../abi/StakeRegistry'
import * as UpgradeableBeacon from '../../abi/UpgradeableBeacon'
import type { ContractKind } from '../../facts/enums.generated'
import type { Abi } from '../protocol'

/** ABIs of each kind of contract of eigenlayer-middleware; owners are those of OpenZeppelin. */
export const ABIS: Partial<Record<ContractKind, readonly Abi[]>> = {
  BLS_APK_REGISTRY: [BLSApkRegistry],
  ECDSA_STAKE_REGISTRY: [ECDSAStakeRegistry, UpgradeableBeacon],
  EJECTION_MANAGER: [EjectionManager, UpgradeableBeacon],
  INSTANT_SLASHER: [MiddlewareSlasher],
  REGISTRY_COORDINATOR: [RegistryCoordinator, UpgradeableBeacon],
  STAKE_REGISTRY: [StakeRegistry],
  VETOABLE_SLASHER: [MiddlewareSlasher],
}
