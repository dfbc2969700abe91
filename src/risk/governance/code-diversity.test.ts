import { expect, test } from 'vitest'
import { codeDiversity } from './code-diversity'

test('versions of one implementation count together, unknown ones apart (3 of x and 1 of y, by hand)', () => {
  const { entropy, ...counts } = codeDiversity([
    { implementation: 'x', contracts: 2 },
    { implementation: null, contracts: 5 },
    { implementation: 'x', contracts: 1 },
    { implementation: 'y', contracts: 1 },
  ])
  expect(counts).toEqual({ contracts: 9, unknown: 5, implementations: 2 })
  expect(entropy).toBeCloseTo(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)), 14)
})

test('the entropy is 0 if all run one implementation, and null if none is known', () => {
  expect(codeDiversity([{ implementation: 'x', contracts: 4 }]).entropy).toBe(0)
  expect(codeDiversity([{ implementation: null, contracts: 4 }])).toEqual({
    contracts: 4,
    unknown: 4,
    implementations: 0,
    entropy: null,
  })
})
