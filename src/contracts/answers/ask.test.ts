import { describe, expect, test } from 'vitest'
import type { ContractKind } from '../../facts/enums.generated'
import type { Caller } from '../calls'
import { selectorOf } from '../view'
import { askContracts, isAsked } from './ask'

const [VAULT, DELEGATOR, SLASHER, TOKEN] = ['1', '2', '3', '4'].map(
  (digit) => `0x${digit.repeat(40)}`,
)
const word = (value: bigint | number | string) =>
  `0x${BigInt(value).toString(16).padStart(64, '0')}`

/** Selectors, from the interfaces of @symbioticfi/core 1.0.3 and of ERC-20. */
const names = [
  'version',
  'asset',
  'collateral',
  'burner',
  'epochDuration',
  'depositWhitelist',
  'isDepositLimit',
  'depositLimit',
  'decimals',
  'TYPE',
  'hook',
  'operator',
  'network',
  'isBurnerHook',
  'vetoDuration',
  'resolverSetEpochsDelay',
]
const nameOf = new Map(names.map((name) => [selectorOf(`${name}()`), name]))

type World = Record<string, Record<string, string | null>>

/** Contracts that revert for what is not listed. */
const callerOf =
  (world: World, calls: string[] = []): Caller =>
  async (asked) =>
    asked.map(({ to, data }) => {
      const name = nameOf.get(data)!
      calls.push(`${to.slice(2, 3)}.${name}`)
      return world[to]?.[name] ?? null
    })
const down: Caller = async () => {
  throw new Error('missing trie node')
}

const vault = {
  version: word(1),
  collateral: word(TOKEN!),
  burner: word(0),
  epochDuration: word(86_400),
  depositWhitelist: word(0),
  isDepositLimit: word(1),
  depositLimit: word(2n ** 256n - 1n),
}
const WORLD: World = { [VAULT!]: vault, [TOKEN!]: { decimals: word(18) } }

async function ask(
  kind: ContractKind,
  address: string,
  found: Caller,
  { head = null, known = {} }: { head?: Caller | null; known?: Record<string, string> } = {},
) {
  const answers = await askContracts(
    [{ address, kind, known }],
    { block: 7, caller: found },
    async () => head && { block: 99, caller: head },
  )
  return Object.fromEntries(
    answers.map(({ name, value, reason, askedBlock }) => [name, value ?? reason ?? askedBlock]),
  )
}

describe('a vault', () => {
  test('answers for its parameters, and its collateral for the decimals', async () => {
    expect(await ask('VAULT', VAULT!, callerOf(WORLD))).toEqual({
      version: '1',
      collateral: TOKEN,
      burner: `0x${'0'.repeat(40)}`,
      epochDuration: '86400',
      depositWhitelist: false,
      isDepositLimit: true,
      depositLimit: (2n ** 256n - 1n).toString(),
      decimals: '18',
    })
  })

  test('of version 3 is asked for its asset alone', async () => {
    const calls: string[] = []
    const world: World = {
      [VAULT!]: { version: word(3), asset: word(TOKEN!) },
      [TOKEN!]: { decimals: word(6) },
    }
    const answers = await ask('VAULT', VAULT!, callerOf(world, calls))
    expect(answers).toEqual({ version: '3', collateral: TOKEN, decimals: '6' })
    expect(calls).toEqual(['1.version', '1.asset', '4.decimals'])
  })

  test('without a version is asked for nothing else: it is no vault', async () => {
    expect(await ask('VAULT', VAULT!, callerOf({}))).toEqual({
      version: 'version() reverts at block 7, or there is no code',
    })
  })

  test('answers what it did not answer before, and nothing twice', async () => {
    const calls: string[] = []
    const known = { version: '1', collateral: TOKEN!, burner: TOKEN!, epochDuration: '1' }
    await ask('VAULT', VAULT!, callerOf(WORLD, calls), { known })
    expect(calls.sort()).toEqual([
      '1.depositLimit',
      '1.depositWhitelist',
      '1.isDepositLimit',
      '4.decimals',
    ])
  })
})

test.each([
  [0, ['TYPE', 'hook']],
  [1, ['TYPE', 'hook']],
  [2, ['TYPE', 'hook', 'operator']],
  [3, ['TYPE', 'hook', 'network', 'operator']],
  [4, ['TYPE', 'hook']],
])('a delegator of type %d is asked for what its type has', async (type, expected) => {
  const all = { TYPE: word(type), hook: word(0), operator: word(9), network: word(10) }
  const answers = await ask('DELEGATOR', DELEGATOR!, callerOf({ [DELEGATOR!]: all }))
  expect(Object.keys(answers).sort()).toEqual(expected)
})

test.each([
  [0, ['TYPE', 'isBurnerHook']],
  [1, ['TYPE', 'isBurnerHook', 'resolverSetEpochsDelay', 'vetoDuration']],
])('a slasher of type %d is asked for what its type has', async (type, expected) => {
  const all = {
    TYPE: word(type),
    isBurnerHook: word(1),
    vetoDuration: word(0),
    resolverSetEpochsDelay: word(3),
  }
  const answers = await ask('VAULT_SLASHER', SLASHER!, callerOf({ [SLASHER!]: all }))
  expect(Object.keys(answers).sort()).toEqual(expected)
})

describe('an answer that is none', () => {
  const returns = (name: string, data: string | null) =>
    ask('VAULT', VAULT!, callerOf({ ...WORLD, [VAULT!]: { ...vault, [name]: data } }))

  test.each([
    ['epochDuration', word(0)],
    ['epochDuration', word(2n ** 48n)],
    ['epochDuration', '0x01'],
    ['epochDuration', `${word(86_400)}00`],
    ['collateral', word(0)],
    ['collateral', word(2n ** 160n)],
    ['depositWhitelist', word(2)],
    ['depositLimit', `${word(1)}${word(1).slice(2)}`],
  ])('is unknown with its bytes: %s %s', async (name, data) => {
    const { [name]: answer, epochDuration, burner } = await returns(name, data)
    expect(answer).toBe(`${name}() returns ${data.slice(0, 100)} at block 7`)
    if (name !== 'epochDuration') expect(epochDuration).toBe('86400')
    expect(burner).toBe(`0x${'0'.repeat(40)}`)
  })

  test('is unknown alone: the others are kept', async () => {
    const answers = await returns('burner', null)
    expect(answers.burner).toBe('burner() reverts at block 7, or there is no code')
    expect(answers.decimals).toBe('18')
  })

  test('of megabytes is cut in its reason', async () => {
    expect(
      (await returns('burner', `0x${'ab'.repeat(1e6)}`)).burner!.toString().length,
    ).toBeLessThan(200)
  })

  test('of a token that has no decimals, or too many, leaves the vault as it is', async () => {
    for (const decimals of [null, word(256)]) {
      const answers = await ask('VAULT', VAULT!, callerOf({ ...WORLD, [TOKEN!]: { decimals } }))
      expect(answers.epochDuration).toBe('86400')
      expect(answers.decimals).toMatch(/^decimals\(\) /)
    }
  })
})

describe('without the state of the block', () => {
  test('constants are those of the head, and what can change is unknown', async () => {
    const answers = await ask('VAULT', VAULT!, down, { head: callerOf(WORLD) })
    expect(answers).toMatchObject({ epochDuration: '86400', collateral: TOKEN })
    for (const name of ['depositWhitelist', 'isDepositLimit', 'depositLimit', 'decimals']) {
      expect(answers[name]).toBe('missing trie node')
    }
  })

  test('and without the head nothing is known, and nothing is thrown', async () => {
    for (const head of [null, down]) {
      expect(await ask('VAULT', VAULT!, down, { head })).toEqual({ version: 'missing trie node' })
    }
  })
})

test('a contract that makes the call of all fail is unknown alone', async () => {
  const other = `0x${'5'.repeat(40)}`
  const caller: Caller = async (calls) => {
    if (calls.some(({ to }) => to === other)) throw new Error('out of gas')
    return callerOf(WORLD)(calls)
  }
  const contracts = [VAULT!, other].map(
    (address) => ({ address, kind: 'VAULT', known: {} }) as const,
  )
  const answers = await askContracts(contracts, { block: 7, caller }, async () => null)
  expect(answers.filter(({ contract }) => contract === other)).toEqual([
    { contract: other, name: 'version', value: null, reason: 'out of gas', askedBlock: null },
  ])
  expect(answers.filter(({ value }) => value !== null)).toHaveLength(8)
})

test('an adapter says in which token it guarantees stake, if it guarantees any', async () => {
  const world = { [VAULT!]: { asset: word(TOKEN!) } }
  expect(await ask('ADAPTER', VAULT!, callerOf(world))).toEqual({ baseAsset: TOKEN })
  expect(await ask('ADAPTER', DELEGATOR!, callerOf(world))).toEqual({ baseAsset: false })
})

test('contracts of EigenLayer are not asked', () => {
  for (const kind of ['STRATEGY', 'EIGEN_POD', 'DELEGATION_MANAGER'] as const) {
    expect(isAsked(kind)).toBe(false)
  }
})
