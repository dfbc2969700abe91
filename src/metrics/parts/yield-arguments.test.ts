import { describe, expect, test } from 'vitest'
import { readClasses, readDecimals, readWindow, rewardScope } from './yield-arguments'

const DAY = 86_400
const NOW = 1_700_000_000
const [A, B] = [`0x${'a'.repeat(40)}`, `0x${'b'.repeat(40)}`]
const grouping = (groups: [string, string][]) => ({
  kind: 'rewardClass',
  version: 'rewardClass: toy@0',
  groupOf: new Map(groups),
})

describe('the window of yield', () => {
  test.each([
    [{}, { from: NOW - 30 * DAY, to: NOW }],
    [{ days: 7 }, { from: NOW - 7 * DAY, to: NOW }],
    [
      { to: NOW - DAY, days: 1 },
      { from: NOW - 2 * DAY, to: NOW - DAY },
    ],
    [{ from: NOW - 5 }, { from: NOW - 5, to: NOW }],
  ])('of %j ends at the block, and is 30 days long, unless told otherwise', (given, window) => {
    expect(readWindow(given, NOW)).toEqual(window)
  })

  test.each([
    [{ to: NOW + 1 }],
    [{ from: NOW }],
    [{ from: NOW - 5, to: NOW - 6 }],
    [{ from: NOW - DAY, days: 1 }],
    [{ days: 0 }],
    [{ days: 3_651 }],
  ])('of %j is refused', (given) => {
    expect(() => readWindow(given, NOW)).toThrow()
  })
})

describe('classes of reward tokens', () => {
  test('come from labels, and from the request, which goes first; addresses in any case', () => {
    const labels = grouping([
      [A, 'OTHER'],
      [B, 'FEE_LIKE'],
    ])
    const given = [{ asset: A.toUpperCase().replace('X', 'x'), class: 'OWN_TOKEN' as const }]
    expect([...readClasses(given, labels)]).toEqual([
      [A, 'OWN_TOKEN'],
      [B, 'FEE_LIKE'],
    ])
    expect(readClasses([], null).size).toBe(0)
  })

  test('are refused if a token has two, and if a group of the labels is no class', () => {
    const one = { asset: A, class: 'OTHER' as const }
    expect(() => readClasses([one, one], null)).toThrow('cannot be')
    expect(() => readClasses([], grouping([[A, 'eth lst']]))).toThrow('rewardClass')
  })
})

describe('decimals of reward tokens', () => {
  test('are what events told, and for others what the request says', () => {
    const known = readDecimals([{ asset: B, decimals: 6 }], new Map([[A, 18]]))
    expect([...known]).toEqual([
      [A, 18],
      [B, 6],
    ])
  })

  test.each([
    [A, 6],
    [B, -1],
    [B, 78],
  ])('%s %i is refused: it contradicts an event, or cannot be', (asset, decimals) => {
    expect(() => readDecimals([{ asset, decimals }], new Map([[A, 18]]))).toThrow('cannot be')
  })
})

test('rewards of one operator or pool are refused: who earned them is not on the chain', () => {
  expect(() => rewardScope({ operator: A })).toThrow('scope.operator')
  expect(() => rewardScope({ pool: A })).toThrow('scope.pool')
  expect(rewardScope({ avs: A }).avs).toBe(A)
})
