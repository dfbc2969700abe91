import type { KnownContract } from '../../networks'

/** Core v1 has the same addresses on all test networks. */
const CORE: readonly KnownContract[] = [
  {
    kind: 'VAULT_FACTORY',
    name: 'VaultFactory',
    address: '0x407a039d94948484d356efb765b3c74382a050b4',
  },
  {
    kind: 'DELEGATOR_FACTORY',
    name: 'DelegatorFactory',
    address: '0x890ca3f95e0f40a79885b7400926544b2214b03f',
  },
  {
    kind: 'VAULT_SLASHER_FACTORY',
    name: 'SlasherFactory',
    address: '0xbf34bf75bb779c383267736c53a4ae86ac7bb299',
  },
  {
    kind: 'NETWORK_REGISTRY',
    name: 'NetworkRegistry',
    address: '0x7d03b7343bf8d5cec7c0c27ece084a20113d15c9',
  },
  {
    kind: 'OPERATOR_REGISTRY',
    name: 'OperatorRegistry',
    address: '0x6f75a4fff97326a00e52662d82ea4fde86a2c548',
  },
  {
    kind: 'MIDDLEWARE_SERVICE',
    name: 'NetworkMiddlewareService',
    address: '0x62a1ddfd86b4c1636759d9286d3a0ec722d086e3',
  },
  {
    kind: 'VAULT_OPT_IN_SERVICE',
    name: 'OperatorVaultOptInService',
    address: '0x95cc0a052ae33941877c9619835a233d21d57351',
  },
  {
    kind: 'NETWORK_OPT_IN_SERVICE',
    name: 'OperatorNetworkOptInService',
    address: '0x58973d16ffa900d11fc22e5e2b6840d9f7e13401',
  },
  {
    kind: 'NETWORK_METADATA_SERVICE',
    name: 'NetworkMetadataService',
    address: '0x0f7e58cc4ea615e8b8beb080df8b8fdb63c21496',
  },
  {
    kind: 'OPERATOR_METADATA_SERVICE',
    name: 'OperatorMetadataService',
    address: '0x0999048ab8eeafa053bf8581d4aa451ab45755c9',
  },
]

/** Symbiotic on Holesky. Addresses: constants of the tests of symbioticfi/core, rewards and burners. */
export const SYMBIOTIC_HOLESKY: readonly KnownContract[] = [
  ...CORE,
  {
    kind: 'STAKER_REWARDS_FACTORY',
    name: 'DefaultStakerRewardsFactory',
    address: '0x58e80fa5eb938525f2ca80c5bde724d7a99a7892',
  },
  {
    kind: 'STAKER_REWARDS_FACTORY',
    name: 'DefaultStakerRewardsFactory (v1.0.0)',
    address: '0x698c36de44d73aefa3f0ce3c0255a8667bde7cfd',
  },
  {
    kind: 'STAKER_REWARDS_FACTORY',
    name: 'DefaultStakerRewardsFactory (April 2025)',
    address: '0x3b3a7d40dbefc7dcf1853db7ecff5aa9710b7f7f',
  },
  {
    kind: 'OPERATOR_REWARDS_FACTORY',
    name: 'DefaultOperatorRewardsFactory',
    address: '0x00055dee9933f578340db42aa978b9c8b25640f6',
  },
  {
    kind: 'BURNER_ROUTER_FACTORY',
    name: 'BurnerRouterFactory',
    address: '0x32e2afbdaffb1e675898aba75868d92ee1e68f3b',
  },
]

/** Symbiotic on Hoodi. Addresses: as of Holesky. Separate test deployments (factories and registries of their own) are not followed: name
 * them in a deployment file. */
export const SYMBIOTIC_HOODI: readonly KnownContract[] = [
  ...CORE,
  {
    kind: 'STAKER_REWARDS_FACTORY',
    name: 'DefaultStakerRewardsFactory',
    address: '0x1ea0b919721c20dae19abc4391850d94edbe9b1c',
  },
  {
    kind: 'OPERATOR_REWARDS_FACTORY',
    name: 'DefaultOperatorRewardsFactory',
    address: '0xe7e597655c3f76117302ea6103f5f2b3f3d75c5d',
  },
  { kind: 'VAULT_REWARDS', name: 'Rewards', address: '0x2a49c0b7154919ea2453aa190a014994a5c87d84' },
  {
    kind: 'CURATOR_REGISTRY',
    name: 'CuratorRegistry',
    address: '0x0fbd01c89f4b12475a67204ff4e18e809839b7b4',
  },
  {
    kind: 'CURATOR_REGISTRY',
    name: 'FeeRegistry',
    address: '0x4804a29f16e25ce1bcbd802547445012fa7e0051',
  },
  // From one third party (mev-commit).
  {
    kind: 'BURNER_ROUTER_FACTORY',
    name: 'BurnerRouterFactory',
    address: '0xf619c99d166224b4ac008b14cc67ac72c2e91d8a',
  },
  // Of a release candidate of core V2.
  {
    kind: 'ADAPTER_REGISTRY',
    name: 'AdapterRegistry',
    address: '0x0462b857dd6ac1fbc22f84f9f73dd74ae7721e5b',
  },
]

/** Symbiotic on Sepolia. Addresses: as of Holesky. */
export const SYMBIOTIC_SEPOLIA: readonly KnownContract[] = [
  ...CORE,
  {
    kind: 'STAKER_REWARDS_FACTORY',
    name: 'DefaultStakerRewardsFactory',
    address: '0xe6381eda7444672da17cd859e442affce7e170f0',
  },
  {
    kind: 'STAKER_REWARDS_FACTORY',
    name: 'DefaultStakerRewardsFactory (v1.0.0)',
    address: '0x70c618a13d1a57f7234c0b893b9e28c5ca8e7f37',
  },
  {
    kind: 'OPERATOR_REWARDS_FACTORY',
    name: 'DefaultOperatorRewardsFactory',
    address: '0x8d6c873cb7ffa6be615ce1d55801a9417ed55f9b',
  },
  {
    kind: 'BURNER_ROUTER_FACTORY',
    name: 'BurnerRouterFactory',
    address: '0x32e2afbdaffb1e675898aba75868d92ee1e68f3b',
  },
  // Of a test deployment of core V2, as the next one.
  {
    kind: 'ADAPTER_REGISTRY',
    name: 'AdapterRegistry',
    address: '0x543982a2fdeacf117b94e01a8c566d4465f91b5a',
  },
  {
    kind: 'ADAPTER_FACTORY',
    name: 'LiquidLaneAdapterFactory',
    address: '0xe929cf04d2a587817773e6b5cb9bc8d01f909faa',
  },
]
