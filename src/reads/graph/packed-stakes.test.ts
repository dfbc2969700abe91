import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packed, unpacked } from './packed-stakes'

const id = fc
  .bigInt({ min: 0n, max: 2n ** 160n - 1n })
  .map((n) => `0x${n.toString(16).padStart(40, '0')}`)
const stakes = fc
  .uniqueArray(id, { maxLength: 20 })
  .chain((stakers) =>
    fc.record({
      stakers: fc.constant(stakers),
      operatorOf: fc
        .array(fc.integer({ min: -1, max: 9 }), {
          minLength: stakers.length,
          maxLength: stakers.length,
        })
        .map((list) => Int32Array.from(list)),
      positions: fc.array(
        fc.tuple(
          fc.nat(Math.max(0, stakers.length - 1)),
          fc.nat(9),
          fc.bigInt({ min: 1n, max: 2n ** 128n - 1n }),
        ),
        { maxLength: stakers.length === 0 ? 0 : 40 },
      ),
    }),
  )
  .map(({ positions, ...rest }) => ({
    ...rest,
    staker: Int32Array.from(positions, ([staker]) => staker),
    pool: Int32Array.from(positions, ([, pool]) => pool),
    amount: positions.map(([, , amount]) => amount),
  }))

test('what is packed comes out as it was', () => {
  fc.assert(
    fc.property(stakes, (one) => {
      expect(unpacked(packed(one)!)).toEqual(one)
    }),
  )
})

test('an amount of more than 128 bits, or an id of another length, is not packed', () => {
  const one = {
    stakers: ['0xa', '0xb'],
    operatorOf: Int32Array.of(0, 0),
    staker: Int32Array.of(1),
    pool: Int32Array.of(0),
    amount: [2n ** 128n],
  }
  expect(packed(one)).toBeNull()
  expect(packed({ ...one, amount: [1n], stakers: ['0xa', '0xbb'] })).toBeNull()
})
