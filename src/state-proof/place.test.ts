import { expect, test } from 'vitest'
import { wordHex } from './hex'
import type { Layout } from './layout'
import { Place } from './place'

const LAYOUT: Layout = {
  name: 'of this test',
  contracts: {
    C: {
      shares: { slot: 0, offset: 0, type: 'mapping(address => uint256)' },
      list: { slot: 0, offset: 0, type: 'address[]' },
      other: { slot: 1, offset: 0, type: 'uint64[]' },
      pairs: { slot: 0, offset: 0, type: 'struct Pair[]' },
      packed: { slot: 0, offset: 0, type: 'struct Packed' },
      histories: {
        slot: 0,
        offset: 0,
        type: 'mapping(address => mapping(bytes32 => struct Pair))',
      },
    },
  },
  structs: {
    'struct Pair': {
      first: { slot: 0, offset: 0, type: 'bytes32' },
      second: { slot: 1, offset: 20, type: 'uint32' },
    },
    'struct Packed': {
      low: { slot: 0, offset: 0, type: 'uint64' },
      signed: { slot: 0, offset: 8, type: 'int128' },
      high: { slot: 0, offset: 24, type: 'uint32' },
    },
  },
}

/** A variable, and what is read of it. */
function open(variable: string, word = 0n) {
  const read: { slot: string; path: string; text: string }[] = []
  const place = Place.of(LAYOUT, 'C', variable, (slot, path, decode) => {
    read.push({ slot: wordHex(slot), path, text: decode(word) })
    return word
  })
  return { place, read }
}

// keccak256 of 64 and of 32 zero bytes, and of the number 1 in 32 bytes: published in many places.
const OF_ENTRY = '0xad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5'
const OF_ARRAY_0 = '0x290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e563'
const OF_ARRAY_1 = '0xb10e2d527612073b26eecdfd717e6a320cf44b4afac2b0732d9fcbe2b7fa0cf6'
const after = (hash: string, words: bigint) => wordHex(BigInt(hash) + words)

test('entries of mappings and items of arrays are at the published hashes', () => {
  const { place: shares, read: ofShares } = open('shares')
  shares.at(`0x${'00'.repeat(20)}`).number()
  expect(ofShares[0]!.slot).toBe(OF_ENTRY)
  const { place: list, read: ofList } = open('list')
  list.length()
  list.item(0).address()
  list.item(3).address()
  expect(ofList.map(({ slot }) => slot)).toEqual([wordHex(0n), OF_ARRAY_0, after(OF_ARRAY_0, 3n)])
})

test('small items share a word, structs have words of their own', () => {
  const { place: other, read: ofOther } = open('other', 2n ** 64n * 7n)
  expect([0, 1, 4, 5].map((i) => other.item(i).number())).toEqual([0n, 7n, 0n, 7n])
  const slots = [OF_ARRAY_1, OF_ARRAY_1, after(OF_ARRAY_1, 1n), after(OF_ARRAY_1, 1n)]
  expect(ofOther.map(({ slot }) => slot)).toEqual(slots)
  const { place: pairs, read: ofPairs } = open('pairs')
  pairs.item(2).field('second').number()
  expect(ofPairs[0]).toMatchObject({ slot: after(OF_ARRAY_0, 5n), path: 'C.pairs[2].second' })
})

test('fields of one word are cut out of it, with their sign', () => {
  const { place, read } = open('packed', 5n + (BigInt.asUintN(128, -7n) << 64n) + (9n << 192n))
  expect(place.field('low').number()).toBe(5n)
  expect(place.field('signed').number()).toBe(-7n)
  expect(place.field('high').number()).toBe(9n)
  expect(read.map(({ text }) => text)).toEqual(['5', '-7', '9'])
})

test('a path says which variable it is', () => {
  const { place, read } = open('histories')
  const operator = `0x${'ab'.repeat(20)}`
  place.at(operator).at(2n).field('first').word()
  expect(read[0]!.path).toBe(`C.histories[${operator}][${wordHex(2n)}].first`)
})

test('what the layout does not have is an error, and an absurd length is refused', () => {
  expect(() => open('none')).toThrow('has no C.none')
  expect(() => open('shares').place.field('x')).toThrow('has no field x')
  expect(() => open('packed').place.number()).toThrow('is no value')
  expect(() => open('list', 2n ** 255n).place.length()).toThrow('items')
})
