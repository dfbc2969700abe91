import { expect, test } from 'vitest'
import type { ConcentrationQuery, StakersQuery } from '../data/types.generated'
import { counted } from '../format/text'
import { concentrationSentences } from './concentration'
import { stakersSentences } from './staker'

const OPERATORS = { one: 'operator', many: 'operators' }

const unknown = {
  concentration: {
    universe: { n: null },
    third: { count: null, nullReason: 'UNPRICED' },
    hhi: null,
    effectiveNumber: null,
    shares: null,
  },
}

test('a count that is unknown is no 0', () => {
  expect([counted(null, 'slashing'), counted(0, 'slashing'), counted(1, 'slashing')]).toEqual([
    'an unknown number of slashings',
    '0 slashings',
    '1 slashing',
  ])
  expect(stakersSentences(unknown as unknown as StakersQuery)).toEqual([
    'An unknown number of stakers hold stake at this block.',
  ])
  expect(concentrationSentences(unknown as unknown as ConcentrationQuery, OPERATORS)[0]).toBe(
    'How many of the operators have a third of the stake is unknown.',
  )
})
