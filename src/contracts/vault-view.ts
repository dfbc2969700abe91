import { address, bool, bytes, bytes32, uint48, uint256 } from '@subsquid/evm-codec'
import { view } from './view'

/* View functions of Symbiotic core v1. A subnetwork is 20 bytes of its network and 12 of its identifier. */

const account = { account: address }
const epoch = { epoch: uint256 }
const subnetwork = { subnetwork: bytes32 }
const pair = { subnetwork: bytes32, operator: address }

/** Vault. */
export const activeStake = view('activeStake()', {}, uint256)
export const activeShares = view('activeShares()', {}, uint256)
export const totalStake = view('totalStake()', {}, uint256)
export const currentEpoch = view('currentEpoch()', {}, uint256)
export const withdrawals = view('withdrawals(uint256)', epoch, uint256)
export const withdrawalShares = view('withdrawalShares(uint256)', epoch, uint256)
export const activeSharesOf = view('activeSharesOf(address)', account, uint256)
export const activeBalanceOf = view('activeBalanceOf(address)', account, uint256)
export const slashableBalanceOf = view('slashableBalanceOf(address)', account, uint256)

/** Delegators. */
export const maxNetworkLimit = view('maxNetworkLimit(bytes32)', subnetwork, uint256)
export const networkLimit = view('networkLimit(bytes32)', subnetwork, uint256)
export const operatorNetworkShares = view('operatorNetworkShares(bytes32,address)', pair, uint256)
export const operatorNetworkLimit = view('operatorNetworkLimit(bytes32,address)', pair, uint256)
export const stake = view('stake(bytes32,address)', pair, uint256)

/** Slashers. */
export const cumulativeSlash = view('cumulativeSlash(bytes32,address)', pair, uint256)
export const slashableStake = view(
  'slashableStake(bytes32,address,uint48,bytes)',
  { ...pair, captureTimestamp: uint48, hints: bytes },
  uint256,
)
export const resolver = view(
  'resolver(bytes32,bytes)',
  { subnetwork: bytes32, hint: bytes },
  address,
)
export const slashRequests = view(
  'slashRequests(uint256)',
  { index: uint256 },
  {
    subnetwork: bytes32,
    operator: address,
    amount: uint256,
    captureTimestamp: uint48,
    vetoDeadline: uint48,
    completed: bool,
  },
)

/** Opt-in services: an operator in a vault, or in a network. */
export const isOptedIn = view('isOptedIn(address,address)', { who: address, where: address }, bool)

/** NetworkMiddlewareService. */
export const middleware = view('middleware(address)', { network: address }, address)
