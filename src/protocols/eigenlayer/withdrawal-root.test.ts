import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { expect, test } from 'vitest'
import { legacyWithdrawalRoot, withdrawalRoot } from './withdrawal-root'

// One withdrawal of mainnet: queued in release M1 (block 19518613), migrated to M2 (block 19612227).
const withdrawal = {
  staker: '0x00105f70bf0a2dec987dbfc87a869c3090abf6a0',
  delegatedTo: '0x0000000000000000000000000000000000000000',
  withdrawer: '0x00105f70bf0a2dec987dbfc87a869c3090abf6a0',
  nonce: 0n,
  startBlock: 19_518_613,
  strategies: ['0x0fe4f44bee93503346a3ac9ee5a26b130a5796d6'],
  shares: [502_179_505_706_314_959n],
}

test('root of release M1 equals the one that the StrategyManager emitted on mainnet', () => {
  const root = '0xb560cd3a6179d9a71284c14c73b345c93fb9f244805ee1720dad019cd6511853'
  expect(legacyWithdrawalRoot(withdrawal)).toBe(root)
})

test('root of release M2 equals the one that the DelegationManager emitted on mainnet', () => {
  const root = '0xa94f01b3c749b8913c6be8bc976813158c5cd0dfdfd5f68fabe8d9b5b12e734e'
  expect(withdrawalRoot(withdrawal)).toBe(root)
})

test('root of release M1 is the hash of words that are encoded by hand from the types of the contract', () => {
  const words = [
    '00000000000000000000000000000000000000000000000000000000000000e0', // offset of strategies
    '0000000000000000000000000000000000000000000000000000000000000140', // offset of shares
    '00000000000000000000000000105f70bf0a2dec987dbfc87a869c3090abf6a0', // depositor
    '00000000000000000000000000105f70bf0a2dec987dbfc87a869c3090abf6a0', // withdrawer
    '0000000000000000000000000000000000000000010000000000000000000002', // nonce
    '000000000000000000000000000000000000000000000000000000000129d495', // start block
    '0000000000000000000000000000000000000000000000000000000000000000', // delegated address
    '0000000000000000000000000000000000000000000000000000000000000002', // strategies
    '0000000000000000000000000fe4f44bee93503346a3ac9ee5a26b130a5796d6',
    '000000000000000000000000acb55c530acdb2849e6d4f36992cd8c9d50ed8f7',
    '0000000000000000000000000000000000000000000000000000000000000002', // shares
    '00000000000000000000000000000000000000000000000006f819998b1b2ccf',
    '0000000000000000000000000000000000000000000000000000000000000007',
  ]
  const root = legacyWithdrawalRoot({
    ...withdrawal,
    nonce: 2n ** 88n + 2n,
    strategies: [...withdrawal.strategies, '0xacb55c530acdb2849e6d4f36992cd8c9d50ed8f7'],
    shares: [...withdrawal.shares, 7n],
  })
  expect(root).toBe(`0x${bytesToHex(keccak_256(hexToBytes(words.join(''))))}`)
})
