import { describe, expect, test } from 'vitest'
import { readArguments } from '../../../src/metrics/define/argument'
import { poolScope } from '../../../src/metrics/define/measure'
import { scope, scopeIn } from '../../../src/metrics/define/scope'
import { stakeGraph } from '../../support/risk/risk-graph'

const [A, B] = ['a', 'b'].map((digit) => `0x${digit.repeat(40)}`) as [string, string]
const upper = (id: string) => id.toUpperCase().replace('X', 'x')
const NOTHING = { protocol: null, operator: null, pool: null, avs: null, operatorSet: null }

describe('a scope', () => {
  const read = (given?: object) => readArguments({ scope: scope('Part.') }, { scope: given }).scope

  test('is everything if it is left out; its keys are in lower case', () => {
    expect(read()).toEqual(NOTHING)
    expect(read({ avs: upper(A), operatorSet: `${upper(A)}/7` })).toEqual({
      ...NOTHING,
      avs: A,
      operatorSet: `${A}/7`,
    })
  })

  test('is refused if its operator set is one of another AVS, or a key is malformed', () => {
    expect(() => read({ avs: B, operatorSet: `${A}/7` })).toThrow('scope.operatorSet cannot be')
    expect(() => read({ pool: 'x' })).toThrow('scope.pool cannot be "x".')
  })

  test('of one protocol, or of a subnetwork, is read as it is', () => {
    const subnetwork = `symbiotic-${A}/${2n ** 96n - 1n}`
    const given = { protocol: 'SYMBIOTIC', avs: A, operatorSet: subnetwork }
    expect(read(given)).toEqual({ ...NOTHING, ...given })
    for (const operatorSet of [`symbiotic-${A}/${2n ** 96n}`, `${A}/${2n ** 32n}`]) {
      expect(() => read({ operatorSet })).toThrow('scope.operatorSet cannot be')
    }
  })

  test('of some metrics takes only a pool', () => {
    const ofPool = (given: object) => readArguments({ scope: poolScope }, { scope: given }).scope
    expect(ofPool({ pool: upper(A) })).toEqual({ ...NOTHING, pool: A })
    for (const given of [{ operator: A }, { avs: A }, { operatorSet: `${A}/7` }]) {
      expect(() => ofPool(given)).toThrow(`scope.${Object.keys(given)[0]} cannot be`)
    }
  })
})

test('a scope is found in a graph by position, and unknown if one of its parts is not there', () => {
  const graph = stakeGraph({
    operators: ['o'],
    sets: { 'a/1': 'a', 'b/1': 'b' },
    stake: { 'o/p': 1n, 'o/q': 1n },
    registered: {},
  })
  expect(scopeIn(graph, NOTHING)).toEqual({ operator: null, pool: null, service: null, set: null })
  expect(scopeIn(graph, { ...NOTHING, pool: 'q', operatorSet: 'b/1' })).toEqual({
    operator: null,
    pool: 1,
    service: null,
    set: 1,
  })
  expect(scopeIn(graph, { ...NOTHING, pool: 'q', operator: 'x' })).toBeNull()
})
