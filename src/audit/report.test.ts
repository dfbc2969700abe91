import { expect, test } from 'vitest'
import { jsonReport, sumOf, textReport } from './report'
import { emptyTally, tallyUp } from './tally'

const one = emptyTally('operator shares', 'contracts')
const different = Array.from({ length: 25 }, (_, i) => {
  return { block: 7, key: `0xa 0x${i}`, ours: `${i}`, expected: '9' }
})
tallyUp(one, { equal: 3, different, unknown: 1 })

test('a person reads a row for the check, 20 differences with key and both values, and a count of the rest', () => {
  const lines = textReport.lines(one)
  expect(lines).toHaveLength(22)
  expect(lines[0]).toMatch(/^operator shares +3 +25 +0 +1$/)
  expect(lines[1]).toBe('  block 7, 0xa 0x0: ours 0, should be 9')
  expect(lines.at(-1)).toBe('  and 5 more')
})

test('a program reads an object per line', () => {
  const [check, difference] = jsonReport.lines(one).map((line) => JSON.parse(line))
  expect(check).toEqual({
    kind: 'check',
    name: 'operator shares',
    basis: 'contracts',
    equal: 3,
    different: 25,
    notCallable: 0,
    unknown: 1,
  })
  expect(difference).toMatchObject({ kind: 'difference', check: 'operator shares', block: 7 })
})

test('a check that knows nothing is named', () => {
  const blind = emptyTally('the blind one', 'contracts')
  tallyUp(blind, { equal: 0, different: [], unknown: 3 })
  expect(sumOf([7], [one, blind])).toMatchObject({
    unknown: one.unknown + 3,
    blind: ['the blind one'],
  })
})

test.each([[1], [3]])(
  'a hash that is unknown at all of %i blocks is counted, but is no check that knows nothing',
  (blocks) => {
    const hashes = emptyTally('block hash', 'chain')
    tallyUp(hashes, { equal: 0, different: [], unknown: blocks })
    expect(sumOf([7], [hashes])).toMatchObject({ unknown: blocks, blind: [] })
  },
)

test('comparisons with contracts are counted apart', () => {
  const rows = emptyTally('a rule', 'rows')
  tallyUp(rows, { equal: 5, different: [], unknown: 0 })
  expect(sumOf([7], [one, rows])).toEqual({
    blocks: [7],
    equal: 8,
    different: 25,
    notCallable: 0,
    unknown: one.unknown,
    blind: [],
    compared: 28,
  })
})
