import { keccak_256 } from '@noble/hashes/sha3.js'
import * as p from '@subsquid/evm-codec'

/** The hashed fields of a withdrawal. Addresses as 0x-hex, shares in base units of each strategy. */
export interface RootedWithdrawal {
  staker: string
  /** Operator; the zero address: none. */
  delegatedTo: string
  withdrawer: string
  nonce: bigint
  startBlock: number
  strategies: string[]
  /** Shares per strategy; scaled shares since the slashing release. */
  shares: bigint[]
}

const ADDRESSES = p.array(p.address)
const AMOUNTS = p.array(p.uint256)
const WITHDRAWAL = p.struct({
  staker: p.address,
  delegatedTo: p.address,
  withdrawer: p.address,
  nonce: p.uint256,
  startBlock: p.uint32,
  strategies: ADDRESSES,
  shares: AMOUNTS,
})

/**
 * Root of a withdrawal of release M2 or later: keccak256(abi.encode(withdrawal)), the struct as one argument
 * (DelegationManager.calculateWithdrawalRoot). Lower-case 0x-hex.
 * @throws if a value does not fit its type
 */
export function withdrawalRoot(withdrawal: RootedWithdrawal): string {
  const sink = new p.Sink(1)
  WITHDRAWAL.encode(sink, withdrawal)
  return hash(sink)
}

/**
 * Root of a withdrawal of release M1: keccak256(abi.encode(strategies, shares, depositor, {withdrawer, nonce},
 * withdrawalStartBlock, delegatedAddress)), each an argument (StrategyManager.calculateWithdrawalRoot). Lower-case
 * 0x-hex.
 * @throws if a value does not fit its type
 */
export function legacyWithdrawalRoot(withdrawal: RootedWithdrawal): string {
  const { strategies, shares, staker, withdrawer, nonce, startBlock, delegatedTo } = withdrawal
  const sink = new p.Sink(7)
  ADDRESSES.encode(sink, strategies)
  AMOUNTS.encode(sink, shares)
  p.address.encode(sink, staker)
  p.address.encode(sink, withdrawer)
  // A uint96 in the contract, and the same word. The codec's own encoder of uint96 swaps its halves.
  p.uint256.encode(sink, nonce)
  p.uint32.encode(sink, startBlock)
  p.address.encode(sink, delegatedTo)
  return hash(sink)
}

function hash(sink: p.Sink): string {
  return `0x${Buffer.from(keccak_256(sink.result())).toString('hex')}`
}
