import type { Layout, Member } from '../../../state-proof/layout'

const TRACE = 'struct Checkpoints.Trace256'

/** Of the library Checkpoints, and of that of OpenZeppelin, which it uses under this name. */
const STRUCTS: Layout['structs'] = {
  [TRACE]: {
    _trace: { slot: 0, offset: 0, type: 'struct OZCheckpoints.Trace208' },
    _values: { slot: 1, offset: 0, type: 'uint256[]' },
  },
  'struct Checkpoints.Trace208': {
    _trace: { slot: 0, offset: 0, type: 'struct OZCheckpoints.Trace208' },
  },
  'struct OZCheckpoints.Trace208': {
    _checkpoints: { slot: 0, offset: 0, type: 'struct OZCheckpoints.Checkpoint208[]' },
  },
  'struct OZCheckpoints.Checkpoint208': {
    _key: { slot: 0, offset: 0, type: 'uint48' },
    _value: { slot: 0, offset: 6, type: 'uint208' },
  },
}

const DELEGATOR: Readonly<Record<string, Member>> = {
  vault: { slot: 0, offset: 0, type: 'address' },
  hook: { slot: 1, offset: 0, type: 'address' },
  maxNetworkLimit: { slot: 2, offset: 0, type: 'mapping(bytes32 => uint256)' },
}
const NETWORK_LIMIT: Readonly<Record<string, Member>> = {
  _networkLimit: { slot: 3, offset: 0, type: `mapping(bytes32 => ${TRACE})` },
}

/** Each contract has a layout of its own: which one an implementation is decides what its slots mean. */
function layout(of: string, contract: string, variables: Readonly<Record<string, Member>>): Layout {
  return {
    name: `symbiotic-${of}-1.0.3`,
    contracts: { [contract]: variables },
    structs: STRUCTS,
  }
}

/** Storage of core 1.0.3, as the compiler 0.8.25 prints it. VaultTokenized has the variables of Vault at the same slots. */
export const V1_0_3: readonly Layout[] = [
  layout('vault', 'Vault', {
    depositWhitelist: { slot: 0, offset: 0, type: 'bool' },
    isDepositLimit: { slot: 0, offset: 1, type: 'bool' },
    collateral: { slot: 0, offset: 2, type: 'address' },
    burner: { slot: 1, offset: 0, type: 'address' },
    epochDurationInit: { slot: 1, offset: 20, type: 'uint48' },
    epochDuration: { slot: 1, offset: 26, type: 'uint48' },
    delegator: { slot: 2, offset: 0, type: 'address' },
    isDelegatorInitialized: { slot: 2, offset: 20, type: 'bool' },
    slasher: { slot: 3, offset: 0, type: 'address' },
    isSlasherInitialized: { slot: 3, offset: 20, type: 'bool' },
    depositLimit: { slot: 4, offset: 0, type: 'uint256' },
    isDepositorWhitelisted: { slot: 5, offset: 0, type: 'mapping(address => bool)' },
    withdrawals: { slot: 6, offset: 0, type: 'mapping(uint256 => uint256)' },
    withdrawalShares: { slot: 7, offset: 0, type: 'mapping(uint256 => uint256)' },
    withdrawalSharesOf: {
      slot: 8,
      offset: 0,
      type: 'mapping(uint256 => mapping(address => uint256))',
    },
    isWithdrawalsClaimed: {
      slot: 9,
      offset: 0,
      type: 'mapping(uint256 => mapping(address => bool))',
    },
    _activeShares: { slot: 10, offset: 0, type: TRACE },
    _activeStake: { slot: 12, offset: 0, type: TRACE },
    _activeSharesOf: { slot: 14, offset: 0, type: `mapping(address => ${TRACE})` },
  }),
  layout('network-restake', 'NetworkRestakeDelegator', {
    ...DELEGATOR,
    ...NETWORK_LIMIT,
    _totalOperatorNetworkShares: { slot: 4, offset: 0, type: `mapping(bytes32 => ${TRACE})` },
    _operatorNetworkShares: {
      slot: 5,
      offset: 0,
      type: `mapping(bytes32 => mapping(address => ${TRACE}))`,
    },
  }),
  layout('full-restake', 'FullRestakeDelegator', {
    ...DELEGATOR,
    ...NETWORK_LIMIT,
    _operatorNetworkLimit: {
      slot: 4,
      offset: 0,
      type: `mapping(bytes32 => mapping(address => ${TRACE}))`,
    },
  }),
  layout('operator-specific', 'OperatorSpecificDelegator', {
    ...DELEGATOR,
    ...NETWORK_LIMIT,
    operator: { slot: 4, offset: 0, type: 'address' },
  }),
  layout('operator-network-specific', 'OperatorNetworkSpecificDelegator', {
    ...DELEGATOR,
    _maxNetworkLimit: { slot: 3, offset: 0, type: `mapping(bytes32 => ${TRACE})` },
    network: { slot: 4, offset: 0, type: 'address' },
    operator: { slot: 5, offset: 0, type: 'address' },
  }),
  layout('opt-in', 'OptInService', {
    _nameFallback: { slot: 0, offset: 0, type: 'string' },
    _versionFallback: { slot: 1, offset: 0, type: 'string' },
    nonces: { slot: 2, offset: 0, type: 'mapping(address => mapping(address => uint256))' },
    _isOptedIn: {
      slot: 3,
      offset: 0,
      type: 'mapping(address => mapping(address => struct Checkpoints.Trace208))',
    },
  }),
]
