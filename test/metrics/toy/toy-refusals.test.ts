import { describe, expect, test } from 'vitest'
import { O1, P, run, S1, useToyNetwork } from '../../support/risk/toy-network'

useToyNetwork()

const UNKNOWN = `0x${'7'.repeat(40)}`
const upper = (address: string) => `0x${address.slice(2).toUpperCase()}`

const DUPLICATE = 'Listed more than once.'
const faults = (more: string) => `faults: {probability: "0.1", ${more}}`
const own = (...operators: string[]) =>
  faults(`operators: [${operators.map((id) => `{operator: "${id}", probability: "0"}`)}]`)
const groups = (...lists: string[][]) =>
  faults(`groups: [${lists.map((ids) => `{operators: ${JSON.stringify(ids)}, probability: "0"}`)}]`)
const profits = (...avss: string[]) =>
  `assumptions: {threshold: "1/3", profit: [${avss.map((id) => `{avs: "${id}", value: "1"}`)}]}`
const shocked = (...avss: string[]) =>
  `fraction: "0.1", shocked: [${avss.map((id) => `{avs: "${id}"}`)}]`

async function refusal(field: string, args: string) {
  const { errors } = await run(
    `{ ${field}(${args}, scope: {pool: "${P}"}) { meta { nullReason } } }`,
  )
  return errors?.[0]
}

describe('a member that a list names twice, in any case, is refused by', () => {
  test.each([
    ['correlation', own(O1, upper(O1)), 'faults.operators'],
    ['correlation', groups([O1], [upper(O1)]), 'faults.groups.operators'],
    ['lossDistribution', own(O1, O1), 'faults.operators'],
    ['lossDistribution', groups([O1, O1]), 'faults.groups.operators'],
    ['lossDistribution', `${own(O1)}, levels: ["0.9", "0.9"]`, 'levels'],
    ['robustness', profits(S1, upper(S1)), 'assumptions.profit'],
    ['contagion', shocked(S1, upper(S1)), 'shocked'],
  ])('%s(%s)', async (field, args, name) => {
    const { message, extensions } = await refusal(field, args)
    expect(extensions).toEqual({ code: 'BAD_USER_INPUT', hint: DUPLICATE })
    expect(message).toMatch(new RegExp(`^${name} cannot be "`))
  })
})

describe('a member that does not exist at the block is refused by', () => {
  test.each([
    ['correlation', own(UNKNOWN), 'faults.operators', 'operator or group'],
    ['correlation', groups([O1], [UNKNOWN]), 'faults.groups.operators', 'operator or group'],
    ['lossDistribution', own(O1, UNKNOWN), 'faults.operators', 'operator or group'],
    ['robustness', profits(S1, UNKNOWN), 'assumptions.profit.avs', 'AVS'],
    ['contagion', shocked(UNKNOWN), 'shocked.avs', 'AVS'],
  ])('%s(%s)', async (field, args, name, kind) => {
    const { message, extensions } = await refusal(field, args)
    const hint = `No such ${kind} at that block.`
    expect(extensions).toEqual({ code: 'BAD_USER_INPUT', hint })
    expect(message).toBe(`${name} cannot be "${UNKNOWN}".`)
  })
})

describe('members are not checked', () => {
  test.each([
    ['correlation', own(UNKNOWN)],
    ['lossDistribution', own(UNKNOWN)],
    ['robustness', profits(UNKNOWN)],
    ['contagion', shocked(UNKNOWN)],
  ])('by %s where nothing can be measured: the scope is unknown', async (field, args) => {
    const { data } = await run(
      `{ ${field}(${args}, scope: {pool: "${UNKNOWN}"}) { meta { nullReason } } }`,
    )
    expect(data[field].meta.nullReason).toBe('UNKNOWN_SCOPE')
  })
})

describe('limits', () => {
  test.each([
    [
      'lossDistribution',
      `${own(O1)}, levels: [${Array.from({ length: 21 }, (_, i) => `"${(i + 1) / 100}"`)}]`,
      20,
    ],
    ['worstOperators', 'k: 101', 100],
    [
      'contagion',
      shocked(...Array.from({ length: 1001 }, (_, i) => `0x${'0'.repeat(36)}${1000 + i}`)),
      1000,
    ],
  ])('of %s are LIMIT_EXCEEDED', async (field, args, limit) => {
    expect((await refusal(field, args)).extensions).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit,
      asked: limit + 1,
    })
  })

  test('a basis that contagion does not have is refused', async () => {
    expect((await refusal('contagion', `${shocked(S1)}, basis: DELEGATED`)).extensions).toEqual({
      code: 'BAD_USER_INPUT',
      hint: 'Give REGISTERED or SLASHABLE.',
    })
  })
})
