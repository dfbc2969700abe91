import { describe, expect, test } from 'vitest'
import { assumptionsOf, input, readArguments } from '../../../src/metrics/define/argument'
import { address, integer } from '../../../src/metrics/define/arguments'
import {
  addresses,
  avsValues,
  byPosition,
  operatorIds,
  operatorName,
  operatorPosition,
  positionOf,
  valuesBy,
} from '../../../src/metrics/define/members'
import { ratio } from '../../../src/risk/math/ratio'

const [A, B, C] = ['a', 'b', 'c'].map((digit) => `0x${digit.repeat(40)}`) as [
  string,
  string,
  string,
]
const upper = (id: string) => id.toUpperCase().replace('X', 'x')

/** Code and hint of the error that is thrown. */
function refusal(read: () => unknown) {
  try {
    read()
  } catch (error) {
    const { message, extensions } = error as Error & { extensions: Record<string, unknown> }
    return { message, code: extensions.code, hint: extensions.hint }
  }
  throw new Error('It was not refused.')
}

describe('values of AVSs', () => {
  const shape = { minimum: avsValues('Minimum stake.') }
  const read = (minimum?: unknown) => readArguments(shape, { minimum }).minimum

  test('are a list that may be left out, read by address in lower case', () => {
    expect(shape.minimum.sdl).toBe('[ProfitInput!]')
    expect(read([{ avs: upper(A), value: '1/3' }])).toEqual(new Map([[A, ratio(1n, 3n)]]))
    expect(read()).toEqual(new Map())
  })

  test('one AVS in two spellings is refused, whatever its values', () => {
    const given = [
      { avs: A, value: '1' },
      { avs: upper(A), value: '999' },
    ]
    expect(refusal(() => read(given))).toEqual({
      message: `minimum cannot be "${A}".`,
      code: 'BAD_USER_INPUT',
      hint: 'Listed more than once.',
    })
  })

  test('are repeated as assumptions with the address in lower case and the value as given', () => {
    const given = { minimum: [{ avs: upper(A), value: '0.50' }] }
    expect(assumptionsOf(shape, given)).toEqual([{ name: `minimum of ${A}`, value: '0.50' }])
    expect(assumptionsOf({ avss: avsValues('', 'load') }, { avss: given.minimum })).toEqual([
      { name: `load of ${A}`, value: '0.50' },
    ])
    expect(assumptionsOf(shape, {})).toEqual([])
  })

  test('a wrong one is named by its path', () => {
    expect(refusal(() => read([{ avs: 'x', value: '1' }])).message).toBe(
      'minimum.avs cannot be "x".',
    )
    expect(refusal(() => read([{ avs: A, value: '-1' }])).message).toBe(
      'minimum.value cannot be "-1".',
    )
  })

  test('values of anything else are read the same way', () => {
    const one = input('DecimalsInput', 'Decimals.', {
      token: address(''),
      decimals: integer('', 0, 77),
    })
    const decimals = valuesBy(one(''), 'token', 'decimals', 'Decimals of tokens.')
    const given = { decimals: [{ token: A, decimals: 6 }] }
    expect(readArguments({ decimals }, given).decimals).toEqual(new Map([[A, 6]]))
    expect(assumptionsOf({ decimals }, given)).toEqual([{ name: `decimals of ${A}`, value: '6' }])
  })
})

describe('members of lists', () => {
  test('one address in two spellings is refused', () => {
    const read = (given: string[]) => addresses('').read('avss', given as never)
    expect(read([upper(A), B])).toEqual([A, B])
    expect(refusal(() => read([A, B, upper(A)])).hint).toBe('Listed more than once.')
  })

  test('operators and groups are given on as they are, and refused in two spellings', () => {
    const read = (given: string[]) => operatorIds('').read('operators', given as never)
    expect(read([upper(A), 'Acme'])).toEqual([upper(A), 'Acme'])
    expect(refusal(() => read([upper(A), A])).hint).toBe('Listed more than once.')
  })

  test('an assumption names an operator in lower case, and a group as it is', () => {
    expect([upper(A), 'Acme'].map(operatorName)).toEqual([A, 'Acme'])
  })
})

describe('positions', () => {
  test('of what is not there are refused in the same words for every kind', () => {
    expect(positionOf([A, B], B, 'avss', 'AVS')).toBe(1)
    expect(refusal(() => positionOf([A, B], C, 'avss', 'AVS'))).toEqual({
      message: `avss cannot be "${C}".`,
      code: 'BAD_USER_INPUT',
      hint: 'No such AVS at that block.',
    })
  })

  test('of an operator are found in any case, of a group only as it is written', () => {
    const ids = [A, 'acme']
    expect(operatorPosition(ids, upper(A), 'operators')).toBe(0)
    expect(operatorPosition(ids, 'acme', 'operators')).toBe(1)
    const { hint } = refusal(() => operatorPosition(['Acme'], 'ACME', 'operators'))
    expect(hint).toBe('No such operator or group at that block.')
  })

  test('values are placed by them, null where none was given', () => {
    expect(byPosition([A, B, C], new Map([[B, 2]]), 'minimum.avs', 'AVS')).toEqual([null, 2, null])
    const stranger = () => byPosition([A], new Map([[B, 2]]), 'minimum.avs', 'AVS')
    expect(refusal(stranger).message).toBe(`minimum.avs cannot be "${B}".`)
  })
})
