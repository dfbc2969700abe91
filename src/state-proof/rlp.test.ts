import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rlp } from '../chain/verify/rlp'
import { toHex } from './hex'
import { decodeRlp, type Item } from './rlp'

const items = fc.letrec<{ item: Item; list: Item[]; bytes: Uint8Array }>((tie) => ({
  item: fc.oneof({ depthSize: 'small', maxDepth: 3 }, tie('bytes'), tie('list')),
  bytes: fc.uint8Array({ maxLength: 80 }),
  list: fc.array(tie('item'), { maxLength: 17 }),
})).item

function plain(item: Item): unknown {
  return item instanceof Uint8Array ? toHex(item) : item.map(plain)
}

test('what was encoded is decoded', () => {
  fc.assert(
    fc.property(items, (item) => {
      expect(plain(decodeRlp(rlp(item as never)))).toEqual(plain(item))
    }),
  )
})

test('what is decoded has no second encoding', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      let item: Item
      try {
        item = decodeRlp(bytes)
      } catch {
        return
      }
      expect(toHex(rlp(item as never))).toBe(toHex(bytes))
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ['8101', 'a byte below 0x80 with a length'],
  ['b800', 'a long form of a short length'],
  ['b90038', 'a length with a zero before it'],
  ['c18100', 'an item that ends behind its list'],
  ['8080', 'two items'],
  ['', 'nothing'],
  ['bfffffffffffffffff', 'a length of 2^64'],
  ['cc', 'a list without its end'],
  [`${'c1'.repeat(40)}c0`, 'lists in lists'],
])('%s is refused: %s', (hex) => {
  expect(() => decodeRlp(Buffer.from(hex, 'hex'))).toThrow('it is not RLP')
})
