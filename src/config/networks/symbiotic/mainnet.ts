import type { KnownContract } from '../../networks'

/**
 * Symbiotic on Ethereum mainnet. Addresses: constants of the tests of symbioticfi/core, rewards, rewards-v2 and burners; those
 * that are not in them are marked. Core v1 was deployed in January 2025 (the vault factory in block 21,580,035 or before), core
 * V2 in June 2026.
 */
export const SYMBIOTIC_MAINNET: readonly KnownContract[] = [
  {
    kind: 'VAULT_FACTORY',
    name: 'VaultFactory',
    address: '0xaeb6bdd95c502390db8f52c8909f703e9af6a346',
  },
  {
    kind: 'DELEGATOR_FACTORY',
    name: 'DelegatorFactory',
    address: '0x985ed57af9d475f1d83c1c1c8826a0e5a34e8c7b',
  },
  {
    kind: 'VAULT_SLASHER_FACTORY',
    name: 'SlasherFactory',
    address: '0x685c2ed7d59814d2a597409058ee7a92f21e48fd',
  },
  {
    kind: 'NETWORK_REGISTRY',
    name: 'NetworkRegistry',
    address: '0xc773b1011461e7314cf05f97d95aa8e92c1fd8aa',
  },
  {
    kind: 'OPERATOR_REGISTRY',
    name: 'OperatorRegistry',
    address: '0xad817a6bc954f678451a71363f04150fdd81af9f',
  },
  {
    kind: 'MIDDLEWARE_SERVICE',
    name: 'NetworkMiddlewareService',
    address: '0xd7dc9b366c027743d90761f71858bca83c6899ad',
  },
  {
    kind: 'VAULT_OPT_IN_SERVICE',
    name: 'OperatorVaultOptInService',
    address: '0xb361894bc06cbba7ea8098bf0e32eb1906a5f891',
  },
  {
    kind: 'NETWORK_OPT_IN_SERVICE',
    name: 'OperatorNetworkOptInService',
    address: '0x7133415b33b438843d581013f98a08704316633c',
  },
  // From one third party. Of operators or of networks: its REGISTRY() tells. The address of the other one is not known.
  {
    kind: 'METADATA_SERVICE',
    name: 'MetadataService',
    address: '0x97efa50898ac1bb814fa10e09fe08a9111125e5d',
  },
  {
    kind: 'ADAPTER_REGISTRY',
    name: 'AdapterRegistry',
    address: '0x788823c9579a049d986eb76718bc758c0998594a',
  },
  // From one third party.
  {
    kind: 'PROTOCOL_FEE_REGISTRY',
    name: 'ProtocolFeeRegistry',
    address: '0x9983edcd02f57b8b94bd8de9d18e614dfb964d6d',
  },
  // From one third party.
  {
    kind: 'WITHDRAWAL_QUEUE_FACTORY',
    name: 'WithdrawalQueueFactory',
    address: '0x6f80fd397120164e44d23b9334910c8de41ce4ce',
  },
  // Inferred: the one of ten listed contracts that is no other. Vaults name their delegators, so that nothing is missed without it.
  {
    kind: 'UNIVERSAL_DELEGATOR_FACTORY',
    name: 'UniversalDelegatorFactory',
    address: '0xb5eff01403c0dd3ada1010919791d6eb82f6a84c',
  },
  {
    kind: 'ADAPTER_FACTORY',
    name: 'AppAdapterFactory',
    address: '0x161954842b7ea47cbd050cab4875daa4d6599476',
  },
  {
    kind: 'ADAPTER_FACTORY',
    name: 'RestakingAppAdapterFactory',
    address: '0xe1986078e2a2ce0f8609410b33fca1c1cbccbb4e',
  },
  {
    kind: 'ADAPTER_FACTORY',
    name: 'AaveV3AdapterFactory',
    address: '0x58f61759d858eafd8f58e4926e251701f6495dbf',
  },
  {
    kind: 'ADAPTER_FACTORY',
    name: 'MorphoVaultV2AdapterFactory',
    address: '0x70bc72b19a554436459a2c6a9e88892aed18685b',
  },
  // The factories of Euler, ERC-4626 and ThreeF adapters are not known.
  {
    kind: 'ADAPTER_FACTORY',
    name: 'LiquidLaneAdapterFactory',
    address: '0x3275ae068f4951e2e4d3dca107a54e4c219b02e7',
  },
  // From one third party.
  {
    kind: 'ADAPTER_FACTORY',
    name: 'LiquidLaneAdapterFactory (older 1)',
    address: '0x9b5dbb434269e39e41b1e331c2ace09e05a899b5',
  },
  {
    kind: 'ADAPTER_FACTORY',
    name: 'LiquidLaneAdapterFactory (older 2)',
    address: '0xddd48b4e40819780ae286ff1909e51cf1bf5f0f5',
  },
  {
    kind: 'STAKER_REWARDS_FACTORY',
    name: 'DefaultStakerRewardsFactory',
    address: '0xfeb871581c2ab2e1eee6f7ddc7e6246cfa087a23',
  },
  {
    kind: 'STAKER_REWARDS_FACTORY',
    name: 'DefaultStakerRewardsFactory (v1.0.0)',
    address: '0x290cab97a312164ccf095d75d6175df1c4a0a25f',
  },
  {
    kind: 'OPERATOR_REWARDS_FACTORY',
    name: 'DefaultOperatorRewardsFactory',
    address: '0x6d52fc402b2da2669348cc2682d85c61c122755d',
  },
  { kind: 'VAULT_REWARDS', name: 'Rewards', address: '0xa13e65ca0fefa52ccb9615108ff400ef4806866b' },
  {
    kind: 'CURATOR_REGISTRY',
    name: 'CuratorRegistry',
    address: '0xf75d8d8f790178f0d7f2ee7656874567d382c21e',
  },
  {
    kind: 'CURATOR_REGISTRY',
    name: 'FeeRegistry',
    address: '0x3e5a669f673712bf72de956608e89d36561cbaf1',
  },
  {
    kind: 'BURNER_ROUTER_FACTORY',
    name: 'BurnerRouterFactory',
    address: '0x99f2b89fb3c363fbafd8d826e5aa77b28bab70a0',
  },
]
