import { describe, expect, test } from 'vitest'
import { readArguments } from '../../../src/metrics/define/argument'
import {
  classesArgument,
  decimalsArgument,
  declaredClasses,
  knownDecimals,
  windowArguments,
  windowOf,
} from '../../../src/metrics/parts/yield-arguments'

const DAY = 86_400
const NOW = 1_700_000_000
const [A, B] = [`0x${'a'.repeat(40)}`, `0x${'b'.repeat(40)}`]
const grouping = (groups: [string, string][]) => ({
  kind: 'rewardClass',
  version: 'rewardClass: toy@0',
  groupOf: new Map(groups),
})
const classes = (given: { asset: string; class: string }[]) =>
  readArguments({ classes: classesArgument }, { classes: given }).classes
const decimals = (given: { asset: string; decimals: number }[]) =>
  readArguments({ decimals: decimalsArgument }, { decimals: given }).decimals

describe('the window of yield', () => {
  const read = (given: object) => windowOf(readArguments(windowArguments, { ...given }), NOW)

  test.each([
    [{}, { from: NOW - 30 * DAY, to: NOW }],
    [{ days: 7 }, { from: NOW - 7 * DAY, to: NOW }],
    [
      { to: NOW - DAY, days: 1 },
      { from: NOW - 2 * DAY, to: NOW - DAY },
    ],
    [{ from: NOW - 5 }, { from: NOW - 5, to: NOW }],
  ])('of %j ends at the block, and is 30 days long, unless given otherwise', (given, window) => {
    expect(read(given)).toEqual(window)
  })

  test.each([
    [{ to: NOW + 1 }],
    [{ from: NOW }],
    [{ from: NOW - 5, to: NOW - 6 }],
    [{ from: NOW - DAY, days: 1 }],
    [{ days: 0 }],
    [{ days: 3_651 }],
  ])('of %j is refused', (given) => {
    expect(() => read(given)).toThrow('cannot be')
  })
})

describe('classes of reward tokens', () => {
  test('are from labels and from the request, which takes precedence; addresses in any case', () => {
    const labels = grouping([
      [A, 'OTHER'],
      [B, 'FEE_LIKE'],
    ])
    const given = classes([{ asset: A.toUpperCase().replace('X', 'x'), class: 'OWN_TOKEN' }])
    expect([...declaredClasses(given, labels)]).toEqual([
      [A, 'OWN_TOKEN'],
      [B, 'FEE_LIKE'],
    ])
    expect(declaredClasses(new Map(), null).size).toBe(0)
  })

  test('are refused if a token has two, and if a group of the labels is no class', () => {
    const one = { asset: A, class: 'OTHER' }
    expect(() => classes([one, one])).toThrow('cannot be')
    expect(() => declaredClasses(new Map(), grouping([[A, 'eth lst']]))).toThrow('rewardClass')
  })
})

describe('decimals of reward tokens', () => {
  test('are what events reported, and for others what the request says', () => {
    const known = knownDecimals(decimals([{ asset: B, decimals: 6 }]), new Map([[A, 18]]))
    expect([...known]).toEqual([
      [A, 18],
      [B, 6],
    ])
  })

  test.each([
    [A, 6],
    [B, -1],
    [B, 78],
  ])('%s %i is refused: it contradicts an event, or is out of range', (asset, own) => {
    const read = () => knownDecimals(decimals([{ asset, decimals: own }]), new Map([[A, 18]]))
    expect(read).toThrow('cannot be')
  })
})
