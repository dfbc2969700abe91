import { describe, expect, test } from 'vitest'
import {
  address,
  ask,
  EMPTY_POOL,
  measure,
  P,
  Q,
  S1,
  S2,
  S3,
  S4,
  statementCount,
  useToyNetwork,
} from '../../support/risk/toy-network'

useToyNetwork()

const toy = { n: 4, nZero: 1, total: '100' }

describe.each(['', ', block: {number: 60}'])('the toy network in Postgres%s', (block) => {
  test('delegated to a pool: HHI .365 over four operators and one with nothing', async () => {
    const answer = await measure(`scope: {pool: "${P}"}, basis: DELEGATED${block}`)
    expect(answer).toMatchObject({ hhi: '0.365', universe: toy, meta: { nullReason: null } })
  })

  test.each([
    // One of its operators is only in a set that does not accept P.
    ['S1, one operator in two sets', `avs: "${S1}"`, '0.401662049861495845', 3, 1, '95'],
    ['S2, by the old directory', `avs: "${S2}"`, '0.53125', 2, 0, '80'],
    ['S3, after one left', `avs: "${S3}"`, '0.834710743801652893', 2, 0, '55'],
    ['the first set of S1', `operatorSet: "${S1}/0"`, '0.401662049861495845', 3, 0, '95'],
    ['the second set of S1', `operatorSet: "${S1}/1"`, '1', 1, 0, '50'],
    ['any service', '', '0.365', 4, 0, '100'],
  ])('registered to %s', async (_, scope, hhi, n, nZero, total) => {
    const answer = await measure(`scope: {pool: "${P}" ${scope}}, basis: REGISTERED${block}`)
    expect(answer).toMatchObject({ hhi, universe: { n, nZero, total } })
  })

  test('an operator registered without stake counts in nZero', async () => {
    const answer = await measure(`scope: {pool: "${Q}", avs: "${S4}"}, basis: REGISTERED${block}`)
    expect(answer).toMatchObject({ hhi: '1', universe: { n: 1, nZero: 1, total: '7' } })
  })

  test('delegated to the operators of an AVS counts pools that it does not accept', async () => {
    const registered = `scope: {pool: "${P}", operatorSet: "${S1}/2"}, basis: REGISTERED${block}`
    expect((await measure(registered)).meta.nullReason).toBe('ZERO_TOTAL')
    const delegated = `scope: {pool: "${P}", operatorSet: "${S1}/2"}, basis: DELEGATED${block}`
    expect(await measure(delegated)).toMatchObject({ hhi: '1', universe: { n: 1, total: '5' } })
  })

  test('two pools are not added: UNPRICED lists both', async () => {
    for (const scope of ['', `scope: {avs: "${S4}"}, `, `scope: {avs: "${S2}"}, `]) {
      const answer = await measure(`${scope}basis: ${scope ? 'REGISTERED' : 'DELEGATED'}${block}`)
      expect(answer.hhi).toBeNull()
      expect(answer.meta).toEqual({
        nullReason: 'UNPRICED',
        pricing: { unpriced: [{ address: P }, { address: Q }] },
      })
      expect(answer.universe.total).toBeNull()
    }
  })

  test('an AVS that accepts one pool is measured in it without naming it', async () => {
    const answer = await measure(`scope: {avs: "${S3}"}, basis: REGISTERED${block}`)
    expect(answer).toMatchObject({ hhi: '0.834710743801652893', meta: { nullReason: null } })
  })

  test('a pool without stake is ZERO_TOTAL, a pool, AVS or set never seen is UNKNOWN_SCOPE', async () => {
    const reason = async (scope: string) =>
      (await measure(`scope: {${scope}}, basis: DELEGATED${block}`)).meta.nullReason
    expect(await reason(`pool: "${EMPTY_POOL}"`)).toBe('ZERO_TOTAL')
    expect(await reason(`pool: "${address('7')}"`)).toBe('UNKNOWN_SCOPE')
    expect(await reason(`pool: "${P}", avs: "${address('7')}"`)).toBe('UNKNOWN_SCOPE')
    expect(await reason(`operatorSet: "${S1}/9", pool: "${P}"`)).toBe('UNKNOWN_SCOPE')
  })
})

describe('at an earlier block', () => {
  test('counts the versions valid at that block', async () => {
    const answer = await measure(`scope: {pool: "${P}"}, basis: DELEGATED, block: {number: 19}`)
    expect(answer.universe.total).toBe('1049')
    const later = await measure(`scope: {pool: "${P}"}, basis: DELEGATED, block: {number: 20}`)
    expect(later.universe.total).toBe('100')
  })

  test('an operator counts until the block in which it leaves', async () => {
    const at = async (number: number) =>
      (
        await measure(
          `scope: {pool: "${P}", avs: "${S3}"}, basis: REGISTERED, block: {number: ${number}}`,
        )
      ).universe.total
    expect([await at(29), await at(30)]).toEqual(['85', '55'])
  })

  test('while one pool holds all stake, it is measured in that pool', async () => {
    const answer = await measure('basis: DELEGATED, block: {number: 49}')
    expect(answer).toMatchObject({ hhi: '0.365', universe: toy, meta: { nullReason: null } })
  })

  test('before a pool was seen, it is UNKNOWN_SCOPE', async () => {
    const answer = await measure(`scope: {pool: "${P}"}, block: {number: 9}`)
    expect(answer).toMatchObject({ hhi: null, meta: { nullReason: 'UNKNOWN_SCOPE' } })
  })
})

describe('arguments', () => {
  test('addresses are taken in any case', async () => {
    const { answer } = await ask('hhi', `scope: {pool: "${P.toUpperCase().replace('X', 'x')}"}`)
    expect(answer).toEqual({ hhi: '0.365' })
  })

  test.each([
    ['scope: {pool: "0x12"}', 'scope.pool cannot be "0x12".'],
    ['scope: {pool: ""}', 'scope.pool cannot be "".'],
    [`scope: {avs: "${P}'"}`, `scope.avs cannot be "${P}'".`],
    ['scope: {operator: "0x"}', 'scope.operator cannot be "0x".'],
    [`scope: {operatorSet: "${P}"}`, `scope.operatorSet cannot be "${P}".`],
    [`scope: {operatorSet: "${P}/01"}`, `scope.operatorSet cannot be "${P}/01".`],
    [`scope: {operatorSet: "${P}/4294967296"}`, `scope.operatorSet cannot be "${P}/4294967296".`],
    [`scope: {avs: "${Q}", operatorSet: "${P}/1"}`, `scope.operatorSet cannot be "${P}/1".`],
  ])('%s is BAD_USER_INPUT, before anything is read', async (args, message) => {
    const before = statementCount()
    const { errors } = await ask('hhi', args)
    expect(errors[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } })
    expect(statementCount()).toBe(before)
  })

  test.each([
    ['top(k: 0)', 'BAD_USER_INPUT'],
    ['topMembers(k: -1) { id }', 'BAD_USER_INPUT'],
    ['shares(limit: 0) { share }', 'BAD_USER_INPUT'],
    ['shares(limit: 1001) { share }', 'LIMIT_EXCEEDED'],
    ['topMembers(k: 1001) { id }', 'LIMIT_EXCEEDED'],
  ])('%s is %s', async (field, code) => {
    const { errors } = await ask(field)
    expect(errors[0].extensions.code).toBe(code)
  })
})
