import * as AllocationManager from '../../abi/AllocationManager'
import * as AVSDirectory from '../../abi/AVSDirectory'
import * as BN254CertificateVerifier from '../../abi/BN254CertificateVerifier'
import * as CrossChainRegistry from '../../abi/CrossChainRegistry'
import * as DelayedWithdrawalRouter from '../../abi/DelayedWithdrawalRouter'
import * as DelegationManager from '../../abi/DelegationManager'
import * as DurationVaultStrategy from '../../abi/DurationVaultStrategy'
import * as ECDSACertificateVerifier from '../../abi/ECDSACertificateVerifier'
import * as EigenPod from '../../abi/EigenPod'
import * as EigenPodManager from '../../abi/EigenPodManager'
import * as EigenStrategy from '../../abi/EigenStrategy'
import * as EmissionsController from '../../abi/EmissionsController'
import * as KeyRegistrar from '../../abi/KeyRegistrar'
import * as OperatorTableUpdater from '../../abi/OperatorTableUpdater'
import * as PauserRegistry from '../../abi/PauserRegistry'
import * as PaymentCoordinator from '../../abi/PaymentCoordinator'
import * as PermissionController from '../../abi/PermissionController'
import * as ProtocolRegistry from '../../abi/ProtocolRegistry'
import * as ProxyAdmin from '../../abi/ProxyAdmin'
import * as ReleaseManager from '../../abi/ReleaseManager'
import * as RewardsCoordinator from '../../abi/RewardsCoordinator'
import * as SlashEscrowFactory from '../../abi/SlashEscrowFactory'
import * as Slasher from '../../abi/Slasher'
import * as StrategyBase from '../../abi/StrategyBase'
import * as StrategyBaseTVLLimits from '../../abi/StrategyBaseTVLLimits'
import * as StrategyFactory from '../../abi/StrategyFactory'
import * as StrategyManager from '../../abi/StrategyManager'
import * as TaskMailbox from '../../abi/TaskMailbox'
import * as TimelockCompound from '../../abi/TimelockCompound'
import * as TimelockController from '../../abi/TimelockController'
import * as UpgradeableBeacon from '../../abi/UpgradeableBeacon'
import type { ContractKind } from '../../facts/enums.generated'
import type { Abi } from '../protocol'

/** ABIs of each kind of EigenLayer's contracts. */
export const ABIS: Partial<Record<ContractKind, readonly Abi[]>> = {
  ALLOCATION_MANAGER: [AllocationManager],
  AVS_DIRECTORY: [AVSDirectory],
  BEACON: [UpgradeableBeacon],
  CROSS_CHAIN: [
    CrossChainRegistry,
    OperatorTableUpdater,
    BN254CertificateVerifier,
    ECDSACertificateVerifier,
  ],
  DELEGATION_MANAGER: [DelegationManager],
  EIGEN_POD: [EigenPod],
  EIGEN_POD_MANAGER: [EigenPodManager],
  EMISSIONS_CONTROLLER: [EmissionsController],
  KEY_REGISTRAR: [KeyRegistrar],
  LEGACY: [Slasher, DelayedWithdrawalRouter, SlashEscrowFactory, PaymentCoordinator],
  PAUSER_REGISTRY: [PauserRegistry],
  PERMISSION_CONTROLLER: [PermissionController],
  PROTOCOL_REGISTRY: [ProtocolRegistry],
  PROXY_ADMIN: [ProxyAdmin],
  RELEASE_MANAGER: [ReleaseManager],
  REWARDS_COORDINATOR: [RewardsCoordinator],
  STRATEGY: [StrategyBase, StrategyBaseTVLLimits, EigenStrategy, DurationVaultStrategy],
  STRATEGY_FACTORY: [StrategyFactory],
  STRATEGY_MANAGER: [StrategyManager],
  TASK_MAILBOX: [TaskMailbox],
  TIMELOCK: [TimelockController, TimelockCompound],
}
