import type { Layout } from '../../../state-proof/layout'

/**
 * Storage of release v1.12.0 (eigenlayer-contracts f84a5151), as the compiler 0.8.30 prints it. A variable of another release may
 * have another slot.
 */
export const V1_12: Layout = {
  name: 'eigenlayer-v1.12',
  contracts: {
    DelegationManager: {
      _owner: { slot: 51, offset: 0, type: 'address' },
      _paused: { slot: 102, offset: 0, type: 'uint256' },
      operatorShares: {
        slot: 152,
        offset: 0,
        type: 'mapping(address => mapping(contract IStrategy => uint256))',
      },
      _operatorDetails: {
        slot: 153,
        offset: 0,
        type: 'mapping(address => struct IDelegationManagerTypes.OperatorDetails)',
      },
      delegatedTo: { slot: 154, offset: 0, type: 'mapping(address => address)' },
      delegationApproverSaltIsSpent: {
        slot: 156,
        offset: 0,
        type: 'mapping(address => mapping(bytes32 => bool))',
      },
      pendingWithdrawals: { slot: 158, offset: 0, type: 'mapping(bytes32 => bool)' },
      cumulativeWithdrawalsQueued: { slot: 159, offset: 0, type: 'mapping(address => uint256)' },
      _depositScalingFactor: {
        slot: 162,
        offset: 0,
        type: 'mapping(address => mapping(contract IStrategy => struct DepositScalingFactor))',
      },
      _stakerQueuedWithdrawalRoots: {
        slot: 163,
        offset: 0,
        type: 'mapping(address => struct EnumerableSet.Bytes32Set)',
      },
      _queuedWithdrawals: {
        slot: 164,
        offset: 0,
        type: 'mapping(bytes32 => struct IDelegationManagerTypes.Withdrawal)',
      },
      _cumulativeScaledSharesHistory: {
        slot: 165,
        offset: 0,
        type: 'mapping(address => mapping(contract IStrategy => struct Snapshots.DefaultZeroHistory))',
      },
    },
    StrategyManager: {
      _owner: { slot: 51, offset: 0, type: 'address' },
      _paused: { slot: 152, offset: 0, type: 'uint256' },
      nonces: { slot: 202, offset: 0, type: 'mapping(address => uint256)' },
      strategyWhitelister: { slot: 203, offset: 0, type: 'address' },
      stakerDepositShares: {
        slot: 205,
        offset: 0,
        type: 'mapping(address => mapping(contract IStrategy => uint256))',
      },
      stakerStrategyList: {
        slot: 206,
        offset: 0,
        type: 'mapping(address => contract IStrategy[])',
      },
      strategyIsWhitelistedForDeposit: {
        slot: 209,
        offset: 0,
        type: 'mapping(contract IStrategy => bool)',
      },
      burnableShares: { slot: 212, offset: 0, type: 'struct EnumerableMap.AddressToUintMap' },
      _burnOrRedistributableShares: {
        slot: 215,
        offset: 0,
        type: 'mapping(bytes32 => mapping(uint256 => struct EnumerableMap.AddressToUintMap))',
      },
      _pendingOperatorSets: { slot: 216, offset: 0, type: 'struct EnumerableSet.Bytes32Set' },
      _pendingSlashIds: {
        slot: 218,
        offset: 0,
        type: 'mapping(bytes32 => struct EnumerableSet.UintSet)',
      },
    },
    AllocationManager: {
      _owner: { slot: 51, offset: 0, type: 'address' },
      _paused: { slot: 102, offset: 0, type: 'uint256' },
      _avsRegistrar: { slot: 151, offset: 0, type: 'mapping(address => contract IAVSRegistrar)' },
      _operatorSets: {
        slot: 152,
        offset: 0,
        type: 'mapping(address => struct EnumerableSet.UintSet)',
      },
      _operatorSetStrategies: {
        slot: 153,
        offset: 0,
        type: 'mapping(bytes32 => struct EnumerableSet.AddressSet)',
      },
      _operatorSetMembers: {
        slot: 154,
        offset: 0,
        type: 'mapping(bytes32 => struct EnumerableSet.AddressSet)',
      },
      _allocationDelayInfo: {
        slot: 155,
        offset: 0,
        type: 'mapping(address => struct IAllocationManagerTypes.AllocationDelayInfo)',
      },
      registeredSets: {
        slot: 156,
        offset: 0,
        type: 'mapping(address => struct EnumerableSet.Bytes32Set)',
      },
      allocatedSets: {
        slot: 157,
        offset: 0,
        type: 'mapping(address => struct EnumerableSet.Bytes32Set)',
      },
      registrationStatus: {
        slot: 158,
        offset: 0,
        type: 'mapping(address => mapping(bytes32 => struct IAllocationManagerTypes.RegistrationStatus))',
      },
      allocatedStrategies: {
        slot: 159,
        offset: 0,
        type: 'mapping(address => mapping(bytes32 => struct EnumerableSet.AddressSet))',
      },
      allocations: {
        slot: 160,
        offset: 0,
        type: 'mapping(address => mapping(bytes32 => mapping(contract IStrategy => struct IAllocationManagerTypes.Allocation)))',
      },
      _maxMagnitudeHistory: {
        slot: 161,
        offset: 0,
        type: 'mapping(address => mapping(contract IStrategy => struct Snapshots.DefaultWadHistory))',
      },
      encumberedMagnitude: {
        slot: 162,
        offset: 0,
        type: 'mapping(address => mapping(contract IStrategy => uint64))',
      },
      deallocationQueue: {
        slot: 163,
        offset: 0,
        type: 'mapping(address => mapping(contract IStrategy => struct DoubleEndedQueue.Bytes32Deque))',
      },
      _avsRegisteredMetadata: { slot: 164, offset: 0, type: 'mapping(address => bool)' },
      _slashIds: { slot: 165, offset: 0, type: 'mapping(bytes32 => uint256)' },
      _redistributionRecipients: { slot: 166, offset: 0, type: 'mapping(bytes32 => address)' },
      _slashers: {
        slot: 167,
        offset: 0,
        type: 'mapping(bytes32 => struct IAllocationManagerTypes.SlasherParams)',
      },
    },
    EigenPodManager: {
      _owner: { slot: 51, offset: 0, type: 'address' },
      _paused: { slot: 102, offset: 0, type: 'uint256' },
      ownerToPod: { slot: 152, offset: 0, type: 'mapping(address => contract IEigenPod)' },
      numPods: { slot: 153, offset: 0, type: 'uint256' },
      podOwnerDepositShares: { slot: 155, offset: 0, type: 'mapping(address => int256)' },
      _beaconChainSlashingFactor: {
        slot: 157,
        offset: 0,
        type: 'mapping(address => struct IEigenPodManagerTypes.BeaconChainSlashingFactor)',
      },
      burnableETHShares: { slot: 158, offset: 0, type: 'uint256' },
      proofTimestampSetter: { slot: 159, offset: 0, type: 'address' },
      pectraForkTimestamp: { slot: 159, offset: 20, type: 'uint64' },
    },
    AVSDirectory: {
      _owner: { slot: 51, offset: 0, type: 'address' },
      _paused: { slot: 102, offset: 0, type: 'uint256' },
      avsOperatorStatus: {
        slot: 152,
        offset: 0,
        type: 'mapping(address => mapping(address => enum IAVSDirectoryTypes.OperatorAVSRegistrationStatus))',
      },
      operatorSaltIsSpent: {
        slot: 153,
        offset: 0,
        type: 'mapping(address => mapping(bytes32 => bool))',
      },
    },
  },
  structs: {
    'struct DepositScalingFactor': {
      _scalingFactor: { slot: 0, offset: 0, type: 'uint256' },
    },
    'struct DoubleEndedQueue.Bytes32Deque': {
      _begin: { slot: 0, offset: 0, type: 'int128' },
      _end: { slot: 0, offset: 16, type: 'int128' },
      _data: { slot: 1, offset: 0, type: 'mapping(int128 => bytes32)' },
    },
    'struct EnumerableMap.AddressToUintMap': {
      _inner: { slot: 0, offset: 0, type: 'struct EnumerableMap.Bytes32ToBytes32Map' },
    },
    'struct EnumerableMap.Bytes32ToBytes32Map': {
      _keys: { slot: 0, offset: 0, type: 'struct EnumerableSet.Bytes32Set' },
      _values: { slot: 2, offset: 0, type: 'mapping(bytes32 => bytes32)' },
    },
    'struct EnumerableSet.AddressSet': {
      _inner: { slot: 0, offset: 0, type: 'struct EnumerableSet.Set' },
    },
    'struct EnumerableSet.Bytes32Set': {
      _inner: { slot: 0, offset: 0, type: 'struct EnumerableSet.Set' },
    },
    'struct EnumerableSet.Set': {
      _values: { slot: 0, offset: 0, type: 'bytes32[]' },
      _indexes: { slot: 1, offset: 0, type: 'mapping(bytes32 => uint256)' },
    },
    'struct EnumerableSet.UintSet': {
      _inner: { slot: 0, offset: 0, type: 'struct EnumerableSet.Set' },
    },
    'struct IAllocationManagerTypes.Allocation': {
      currentMagnitude: { slot: 0, offset: 0, type: 'uint64' },
      pendingDiff: { slot: 0, offset: 8, type: 'int128' },
      effectBlock: { slot: 0, offset: 24, type: 'uint32' },
    },
    'struct IAllocationManagerTypes.AllocationDelayInfo': {
      delay: { slot: 0, offset: 0, type: 'uint32' },
      isSet: { slot: 0, offset: 4, type: 'bool' },
      pendingDelay: { slot: 0, offset: 5, type: 'uint32' },
      effectBlock: { slot: 0, offset: 9, type: 'uint32' },
    },
    'struct IAllocationManagerTypes.RegistrationStatus': {
      registered: { slot: 0, offset: 0, type: 'bool' },
      slashableUntil: { slot: 0, offset: 1, type: 'uint32' },
    },
    'struct IAllocationManagerTypes.SlasherParams': {
      slasher: { slot: 0, offset: 0, type: 'address' },
      pendingSlasher: { slot: 1, offset: 0, type: 'address' },
      effectBlock: { slot: 1, offset: 20, type: 'uint32' },
    },
    'struct IDelegationManagerTypes.OperatorDetails': {
      __deprecated_earningsReceiver: { slot: 0, offset: 0, type: 'address' },
      delegationApprover: { slot: 1, offset: 0, type: 'address' },
      __deprecated_stakerOptOutWindowBlocks: { slot: 1, offset: 20, type: 'uint32' },
    },
    'struct IDelegationManagerTypes.Withdrawal': {
      staker: { slot: 0, offset: 0, type: 'address' },
      delegatedTo: { slot: 1, offset: 0, type: 'address' },
      withdrawer: { slot: 2, offset: 0, type: 'address' },
      nonce: { slot: 3, offset: 0, type: 'uint256' },
      startBlock: { slot: 4, offset: 0, type: 'uint32' },
      strategies: { slot: 5, offset: 0, type: 'contract IStrategy[]' },
      scaledShares: { slot: 6, offset: 0, type: 'uint256[]' },
    },
    'struct IEigenPodManagerTypes.BeaconChainSlashingFactor': {
      isSet: { slot: 0, offset: 0, type: 'bool' },
      slashingFactor: { slot: 0, offset: 1, type: 'uint64' },
    },
    'struct Snapshots.DefaultWadHistory': {
      _snapshots: { slot: 0, offset: 0, type: 'struct Snapshots.Snapshot[]' },
    },
    'struct Snapshots.DefaultZeroHistory': {
      _snapshots: { slot: 0, offset: 0, type: 'struct Snapshots.Snapshot[]' },
    },
    'struct Snapshots.Snapshot': {
      _key: { slot: 0, offset: 0, type: 'uint32' },
      _value: { slot: 0, offset: 4, type: 'uint224' },
    },
  },
}
