import { expect, test } from 'vitest'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { valueMoves } from './value-moves'

const poolAt = (pool: string) => ['p', 'q', 'r'].indexOf(pool)
const held = (id: string, pool: string, amount: bigint) => ({ id, pool, amount })

test('members that moved come with all they have, the largest change of either sign first, equal ones by id', () => {
  // A share of p is worth 2, of q 1/2; r has no price.
  const valuation = new Valuation([4n, 1n, null], 2n)
  const before = [
    held('a', 'p', 10n),
    held('a', 'q', 8n),
    held('b', 'p', 5n),
    held('c', 'r', 7n),
    held('d', 'q', 4n),
    held('e', 'p', 1n),
  ]
  const after = [
    held('a', 'p', 3n),
    held('a', 'q', 8n),
    held('b', 'p', 5n),
    held('c', 'r', 9n),
    held('d', 'q', 6n),
    held('e', 'p', 1n),
    held('f', 'q', 2n),
  ]
  const moves = valueMoves(before, after, valuation, poolAt)
  expect(moves.map(({ id, change }) => [id, change])).toEqual([
    ['a', ratio(-14n)],
    ['d', ratio(1n)],
    ['f', ratio(1n)],
    ['c', ratio(0n)],
  ])
  expect(moves[0]!.before.lowerBound()).toEqual({ num: 48n, den: 2n })
  expect(moves[2]!.before.isZero).toBe(true)
  expect([moves[3]!.before.isUnknown, moves[3]!.after.isUnknown]).toEqual([true, true])
})
