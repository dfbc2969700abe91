import { address, uint256 } from '@subsquid/evm-codec'
import { view } from './view'

/* View functions of Symbiotic core V2. */

const account = { account: address }
const adapter = { adapter: address }

/** VaultV2; an adapter has the first one, too. */
export const totalAssets = view('totalAssets()', {}, uint256)
export const totalSupply = view('totalSupply()', {}, uint256)
export const balanceOf = view('balanceOf(address)', account, uint256)

/** UniversalDelegator. */
export const absoluteLimitOf = view('absoluteLimitOf(address)', adapter, uint256)
export const shareLimitOf = view('shareLimitOf(address)', adapter, uint256)
export const limitOf = view('limitOf(address)', adapter, uint256)

/** AppAdapter. */
export const stake = view('stake()', {}, uint256)
export const slashable = view('slashable()', {}, uint256)

/** WithdrawalQueue. */
export const claimable = view(
  'claimable(uint256)',
  { tokenId: uint256 },
  { assets: uint256, shares: uint256 },
)
