import { keccak_256 } from '@noble/hashes/sha3.js'
import { describe, expect, test } from 'vitest'
import { toBytes, toHex, toWord } from './hex'
import { MissingNode, Nodes } from './nodes'
import { ProvenState } from './proven-state'
import { provenValue } from './trie'

// ethereum/execution-apis (CC0), tests/eth_getProof/get-account-proof-with-storage.io at c3dd05b2: answer of a node.
const ACCOUNT = '0xaa00000000000000000000000000000000000000'
const ACCOUNT_PROOF = [
  '0xf8d1a0d3949cde98dcbc869d2674d947808f434acd28e2047dc5ab8167cef78a727a8f80808080a0264011c466c4cfd87b5f9196543c792577f5cf4a90a2c110f30185307a235da980a0457ae8d978cd387f5332f978f5653226588b6cc76a355fc5977cd4325ffcff78a095be66d743fceb05ec76ef3097adc0807a2209a6b1c53b8c856f6bcbcce7fa4c80808080a0cdd7174c562909b7193f1780389aca5498330e741a88b8d865426b350d7f62f680a002079db8ae0ab68695af5bd0cdf17e48d261974ff96482ae58a6fe15b33de57480',
  '0xf869a0335649db80be637d281db0cc5896b0ff9869d08379a80fdc38dd073bba633949b846f8440101a08afc95b7d18a226944b9c2070b6bda1c3a36afcc3730429d47579c94b9fe5850a0ce92c756baff35fa740c3557c1a971fd24d2d35b7c8e067880d50cd86bb0bc99',
]
const STORAGE_PROOF =
  '0xf871808080a0ce028e108cf5c832b0a9afd3ed101183857b3b9ddaea5670c4f09b62e4d38d05a0de3ecad66628a5743ed089e3a35ebeedc25a922fb0ac346304613403911c18e0a0128c5f7abac505794cda09bde44d143e4736b50b1c42d6807a989c10af51e8d18080808080808080808080'
const STORAGE_HASH = '0x8afc95b7d18a226944b9c2070b6bda1c3a36afcc3730429d47579c94b9fe5850'
const CODE_HASH = 'ce92c756baff35fa740c3557c1a971fd24d2d35b7c8e067880d50cd86bb0bc99'

const ROOT = keccak_256(toBytes(ACCOUNT_PROOF[0], 'the root'))

function nodes(...hex: string[]): Nodes {
  const all = new Nodes()
  for (const one of hex) all.add(one)
  return all
}

describe('a proof of a node, published with the specification', () => {
  test('proves the account: its hash of code and its storage root', () => {
    const value = provenValue(ROOT, toBytes(ACCOUNT, 'the account'), nodes(...ACCOUNT_PROOF))
    expect(toHex(value!)).toBe(`0xf8440101a0${STORAGE_HASH.slice(2)}a0${CODE_HASH}`)
  })

  test('proves that slot 1 is 0', () => {
    const state = new ProvenState(ROOT, nodes(...ACCOUNT_PROOF, STORAGE_PROOF))
    expect(state.word(ACCOUNT, 1n)).toBe(0n)
    const root = toBytes(STORAGE_HASH, 'the root')
    expect(provenValue(root, toWord(1n), nodes(STORAGE_PROOF))).toBeNull()
  })

  test('proves nothing of slots and accounts that lie behind nodes that it does not have', () => {
    const state = new ProvenState(ROOT, nodes(...ACCOUNT_PROOF, STORAGE_PROOF))
    const outcomes = Array.from({ length: 64 }, (_, slot) => {
      try {
        return state.word(ACCOUNT, BigInt(slot))
      } catch (error) {
        return error instanceof MissingNode ? 'missing' : error
      }
    })
    expect(new Set(outcomes)).toEqual(new Set([0n, 'missing']))
    expect(() => new ProvenState(ROOT, nodes(ACCOUNT_PROOF[0]!)).word(ACCOUNT, 1n)).toThrow(
      MissingNode,
    )
  })

  test('an account without an entry is no contract', () => {
    const state = new ProvenState(ROOT, nodes(...ACCOUNT_PROOF))
    const refusals = Array.from({ length: 32 }, (_, i) => {
      const address = `0x${i.toString(16).padStart(40, '0')}`
      try {
        return `${state.word(address, 0n)}`
      } catch (error) {
        return error instanceof MissingNode ? 'missing' : (error as Error).message.slice(0, 19)
      }
    })
    expect(new Set(refusals)).toEqual(new Set(['missing', 'there is no account']))
  })
})
