import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type AbiFunction, viewFun } from '@subsquid/evm-abi'
import type { Codec, Struct } from '@subsquid/evm-codec'
import {
  address,
  array,
  bool,
  bytes32,
  int128,
  int256,
  struct,
  uint8,
  uint16,
  uint32,
  uint64,
  uint256,
} from '@subsquid/evm-codec'

/**
 * A view function.
 * @param signature canonical, without spaces, because its hash is the selector
 */
// biome-ignore lint/suspicious/noExplicitAny: a function may return a value of any type
export function view<const A extends Struct, const R extends Codec<any> | Struct>(
  signature: string,
  args: A,
  returns: R,
): AbiFunction<A, R> {
  return viewFun(selectorOf(signature), signature, args, returns)
}

/** Selector of a function: the data of a call without arguments. @param signature as of `view` */
export function selectorOf(signature: string): string {
  return `0x${bytesToHex(keccak_256(utf8ToBytes(signature)).subarray(0, 4))}`
}

const operatorSet = struct({ avs: address, id: uint32 })
const addresses = array(address)
const stakes = array(array(uint256))
const operatorPool = { operator: address, pool: address }
const stakerPool = { staker: address, pool: address }
const ofSet = { operatorSet }

/** DelegationManager. */
export const operatorShares = view('operatorShares(address,address)', operatorPool, uint256)
export const delegatedTo = view('delegatedTo(address)', { staker: address }, address)
export const depositScalingFactor = view(
  'depositScalingFactor(address,address)',
  stakerPool,
  uint256,
)
export const getWithdrawableShares = view(
  'getWithdrawableShares(address,address[])',
  { staker: address, pools: addresses },
  { withdrawable: array(uint256), deposit: array(uint256) },
)
export const getSlashableSharesInQueue = view(
  'getSlashableSharesInQueue(address,address)',
  operatorPool,
  uint256,
)
export const pendingWithdrawals = view('pendingWithdrawals(bytes32)', { root: bytes32 }, bool)
export const getQueuedWithdrawal = view(
  'getQueuedWithdrawal(bytes32)',
  { root: bytes32 },
  {
    withdrawal: struct({
      staker: address,
      delegatedTo: address,
      withdrawer: address,
      nonce: uint256,
      startBlock: uint32,
      strategies: addresses,
      scaledShares: array(uint256),
    }),
    shares: array(uint256),
  },
)

export const minWithdrawalDelayBlocks = view('minWithdrawalDelayBlocks()', {}, uint32)

/** StrategyBase. */
export const sharesToUnderlyingView = view(
  'sharesToUnderlyingView(uint256)',
  { shares: uint256 },
  uint256,
)
export const underlyingToken = view('underlyingToken()', {}, address)

/** ERC-20. Text or 32 bytes, by the token: see `readSymbol`. */
export const symbol = view('symbol()', {}, bytes32)
export const decimals = view('decimals()', {}, uint8)

/** Service managers of AVSs that the AVSDirectory registers (IServiceManager). */
export const getOperatorRestakedStrategies = view(
  'getOperatorRestakedStrategies(address)',
  { operator: address },
  addresses,
)

/** StrategyManager. */
export const stakerDepositShares = view('stakerDepositShares(address,address)', stakerPool, uint256)
export const getBurnOrRedistributableShares = view(
  'getBurnOrRedistributableShares((address,uint32),uint256)',
  { operatorSet, slashId: uint256 },
  { pools: addresses, shares: array(uint256) },
)

/** EigenPodManager. */
export const podOwnerDepositShares = view(
  'podOwnerDepositShares(address)',
  { staker: address },
  int256,
)
export const ownerToPod = view('ownerToPod(address)', { owner: address }, address)
export const beaconChainSlashingFactor = view(
  'beaconChainSlashingFactor(address)',
  { owner: address },
  uint64,
)
export const burnableETHShares = view('burnableETHShares()', {}, uint256)

/** EigenPod. */
export const activeValidatorCount = view('activeValidatorCount()', {}, uint256)

/** Pausable. */
export const paused = view('paused()', {}, uint256)

/** PermissionController. */
export const getAdmins = view('getAdmins(address)', { account: address }, addresses)

/** RewardsCoordinator. */
export const getOperatorAVSSplit = view(
  'getOperatorAVSSplit(address,address)',
  { operator: address, avs: address },
  uint16,
)
export const getOperatorSetSplit = view(
  'getOperatorSetSplit(address,(address,uint32))',
  { operator: address, operatorSet },
  uint16,
)
export const defaultOperatorSplitBips = view('defaultOperatorSplitBips()', {}, uint16)
export const activationDelay = view('activationDelay()', {}, uint32)
export const getDistributionRootsLength = view('getDistributionRootsLength()', {}, uint256)
export const cumulativeClaimed = view(
  'cumulativeClaimed(address,address)',
  { earner: address, token: address },
  uint256,
)

/** AVSDirectory. */
export const avsOperatorStatus = view(
  'avsOperatorStatus(address,address)',
  { avs: address, operator: address },
  uint8,
)

/** AllocationManager. */
export const getMaxMagnitude = view('getMaxMagnitude(address,address)', operatorPool, uint64)
export const getEncumberedMagnitude = view(
  'getEncumberedMagnitude(address,address)',
  operatorPool,
  uint64,
)
export const getAllocatableMagnitude = view(
  'getAllocatableMagnitude(address,address)',
  operatorPool,
  uint64,
)
export const getAllocationDelay = view(
  'getAllocationDelay(address)',
  { operator: address },
  { isSet: bool, delay: uint32 },
)
export const getAllocation = view(
  'getAllocation(address,(address,uint32),address)',
  { operator: address, operatorSet, pool: address },
  struct({ currentMagnitude: uint64, pendingDiff: int128, effectBlock: uint32 }),
)
export const getAllocatedStake = view(
  'getAllocatedStake((address,uint32),address[],address[])',
  { operatorSet, operators: addresses, pools: addresses },
  stakes,
)
export const getMinimumSlashableStake = view(
  'getMinimumSlashableStake((address,uint32),address[],address[],uint32)',
  { operatorSet, operators: addresses, pools: addresses, futureBlock: uint32 },
  stakes,
)
export const isOperatorSlashable = view(
  'isOperatorSlashable(address,(address,uint32))',
  { operator: address, operatorSet },
  bool,
)
export const isMemberOfOperatorSet = view(
  'isMemberOfOperatorSet(address,(address,uint32))',
  { operator: address, operatorSet },
  bool,
)
export const DEALLOCATION_DELAY = view('DEALLOCATION_DELAY()', {}, uint32)
export const getMembers = view('getMembers((address,uint32))', ofSet, addresses)
export const getStrategiesInOperatorSet = view(
  'getStrategiesInOperatorSet((address,uint32))',
  ofSet,
  addresses,
)
export const getSlasher = view('getSlasher((address,uint32))', ofSet, address)
export const getSlashCount = view('getSlashCount((address,uint32))', ofSet, uint256)
export const getRedistributionRecipient = view(
  'getRedistributionRecipient((address,uint32))',
  ofSet,
  address,
)
