import { describe, expect, test } from 'vitest'
import { add, multiply, type Ratio, ratio, subtract } from '../../../src/risk/math/ratio'
import topics from '../../facts/eigenlayer-topics.json'
import { someOf } from '../../long.mjs'
import { useRecordedApi } from '../../support/api/recorded-api'
import { type Checkpoint, groundTruth, logsOf, shortRecordings } from '../../support/recordings'
import { near, toNumber } from '../../support/risk/exact'

const WAD = 10n ** 18n
const NATIVE = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'
const lower = (text: string) => text.toLowerCase()

/** Amounts by `<member> <pool>`, those of 0 left out. */
type Cells = Map<string, bigint>

function cells(lists: Iterable<readonly [string, Record<string, string>]>): Cells {
  const found: Cells = new Map()
  for (const [id, amounts] of lists) {
    for (const [pool, amount] of Object.entries(amounts)) {
      if (amount === '0') continue
      const key = `${lower(id)} ${lower(pool)}`
      found.set(key, (found.get(key) ?? 0n) + BigInt(amount))
    }
  }
  return found
}

const shares = ({ operators }: Checkpoint) =>
  cells(Object.entries(operators).map(([id, one]) => [id, one.shares]))

const slashable = ({ operatorSets }: Checkpoint) =>
  cells(
    Object.entries(operatorSets).flatMap(([set, { minSlashableNow, strategies }]) =>
      // The contract answers for pools, too, that the set does not accept.
      Object.values(minSlashableNow).map((amounts): [string, Record<string, string>] => [
        set,
        Object.fromEntries(Object.entries(amounts).filter(([pool]) => strategies.includes(pool))),
      ]),
    ),
  )

function poolsOf(all: Cells): Cells {
  const sums: Cells = new Map()
  for (const [key, amount] of all) {
    const pool = key.split(' ')[1]!
    sums.set(`${pool} ${pool}`, (sums.get(`${pool} ${pool}`) ?? 0n) + amount)
  }
  return sums
}

/** What an answer must list, in any order. */
function movesOf(before: Cells, after: Cells): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => `${key} ${before.get(key) ?? 0n} ${after.get(key) ?? 0n}`)
    .sort()
}

/** Members of sets as contracts answered; of the AVSDirectory as it logged, because not every pair was asked for. */
function registrations(dir: string, { block, operatorSets }: Checkpoint): Set<string> {
  const inDirectory = new Map<string, boolean>()
  for (const log of logsOf(dir, topicOf('OperatorAVSRegistrationStatusUpdated'))) {
    if (Number(log.blockNumber) > block) break
    const [operator, avs] = [log.topics[1]!, log.topics[2]!].map((one) => `0x${one.slice(26)}`)
    inDirectory.set(lower(`${operator} ${avs}`), BigInt(log.data) === 1n)
  }
  return new Set([
    ...Object.entries(operatorSets).flatMap(([set, { members }]) =>
      members.map((operator) => `${lower(operator)} ${lower(set)}`),
    ),
    ...[...inDirectory].flatMap(([key, isRegistered]) => (isRegistered ? [key] : [])),
  ])
}

const allocations = ({ operatorSets }: Checkpoint) =>
  new Map(
    Object.entries(operatorSets).flatMap(([set, { allocations }]) =>
      allocations.map(({ operator, strategy, currentMagnitude }): [string, string] => [
        [operator, set, strategy].map(lower).join(' '),
        currentMagnitude,
      ]),
    ),
  )

const maxMagnitudes = ({ operators }: Checkpoint) =>
  new Map(
    Object.entries(operators).flatMap(([operator, { maxMagnitude }]) =>
      Object.entries(maxMagnitude).map(([pool, max]): [string, string] => [
        `${lower(operator)} ${lower(pool)}`,
        max,
      ]),
    ),
  )

function changed(before: Map<string, string>, after: Map<string, string>, otherwise: string) {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((key) => [key, before.get(key) ?? otherwise, after.get(key) ?? otherwise] as const)
    .filter(([, was, is]) => was !== is)
    .map((one) => one.join(' '))
    .sort()
}

const without = (all: Set<string>, others: Set<string>) =>
  [...all].filter((one) => !others.has(one)).sort()

interface Move {
  member: { id: string }
  pool: { id: string }
  before: string
  after: string
}
interface Change extends Omit<Move, 'member'> {
  operator: { id: string }
  operatorSet: { id: string } | null
}

interface ValueRow {
  member: { id: string }
  before: string | null
  after: string | null
  change: string | null
  nullReason: string | null
  coverage: { isComplete: boolean; unpriced: { id: string }[] }
}

const MOVES = '{ total truncated items { member { id } pool { id } before after part } }'
const CHANGES = '{ total items { operator { id } operatorSet { id } pool { id } before after } }'
const listed = ({ items }: { items: Move[] }) =>
  items
    .map(({ member, pool, before, after }) => `${member.id} ${pool.id} ${before} ${after}`)
    .sort()
const listedChanges = ({ items }: { items: Change[] }) =>
  items
    .map(({ operator, operatorSet, pool, before, after }) =>
      [operator.id, ...(operatorSet ? [operatorSet.id] : []), pool.id, before, after].join(' '),
    )
    .sort()

describe.each(shortRecordings())('two blocks of $name beside each other', ({ dir }) => {
  const api = useRecordedApi('diffs', dir)
  const truths = groundTruth(dir)
  const pairs = someOf([0, 1, 2, 3, 4], dir.endsWith('-a') ? 3 : 1).map((i) => {
    const at = (part: number) => truths[Math.floor((part * (truths.length - 1)) / 6)]!
    return { first: at(i), last: at(i + 2) }
  })

  test.each(pairs)('differ as the contracts answered, $first.block', async ({ first, last }) => {
    const { diff } = await api.ask(
      `{ diff(from: ${first.block}, to: ${last.block}) {
           from { number } to { number }
           operators: moved(of: OPERATORS, limit: 1000) ${MOVES}
           pools: moved(of: POOLS, limit: 1000) ${MOVES}
           sets: moved(of: OPERATOR_SETS, basis: SLASHABLE, limit: 1000) ${MOVES}
           few: moved(of: OPERATORS, limit: 2) ${MOVES}
           came { registrations(limit: 1000) { total items { operator { id } registeredTo { id } } } }
           left { registrations(limit: 1000) { total items { operator { id } registeredTo { id } } } }
           allocations(limit: 1000) ${CHANGES} maxMagnitudes(limit: 1000) ${CHANGES}
           slashings(limit: 1000) { total items { block operator { id } operatorSet { id } } }
         } }`,
    )
    expect([diff.from.number, diff.to.number]).toEqual([first.block, last.block])
    const operators = movesOf(shares(first), shares(last))
    expect(diff.operators.total).toBe(operators.length)
    if (operators.length <= 1000) expect(listed(diff.operators)).toEqual(operators)
    expect(listed(diff.pools)).toEqual(movesOf(poolsOf(shares(first)), poolsOf(shares(last))))
    const sets = movesOf(slashable(first), slashable(last))
    expect(diff.sets.total).toBe(sets.length)
    if (sets.length <= 1000) expect(listed(diff.sets)).toEqual(sets)
    expect(diff.few).toMatchObject({ total: operators.length, truncated: operators.length > 2 })
    expect(diff.few.items).toEqual(diff.operators.items.slice(0, 2))

    const [was, is] = [registrations(dir, first), registrations(dir, last)]
    for (const [side, expected] of [
      ['came', without(is, was)],
      ['left', without(was, is)],
    ] as const) {
      const { total, items } = diff[side].registrations
      expect(total).toBe(expected.length)
      if (total > 1000) continue
      const keys = items.map(
        (one: { operator: { id: string }; registeredTo: { id: string } }) =>
          `${one.operator.id} ${one.registeredTo.id}`,
      )
      expect(keys).toEqual(expected)
    }

    const magnitudes = changed(allocations(first), allocations(last), '0')
    expect(diff.allocations.total).toBe(magnitudes.length)
    if (magnitudes.length <= 1000) expect(listedChanges(diff.allocations)).toEqual(magnitudes)
    expect(listedChanges(diff.maxMagnitudes)).toEqual(
      changed(maxMagnitudes(first), maxMagnitudes(last), `${WAD}`),
    )
    const slashed = logsOf(dir, topicOf('OperatorSlashed')).map(({ blockNumber }) =>
      Number(blockNumber),
    )
    const between = slashed.filter((block) => block > first.block && block <= last.block)
    expect(diff.slashings.total).toBe(between.length)
  })

  /** Prices 1, 2, 3... of tokens in order, without the first `missing`, and what a share of each pool is worth. */
  async function pricesAt(block: number, missing = 0) {
    const { pools } = await api.ask(
      `{ pools(block: {number: ${block}}, limit: 1000) { id exchangeRate asset { address decimals } } }`,
    )
    type Pool = {
      id: string
      exchangeRate: string | null
      asset: { address: string; decimals: number | null } | null
    }
    const assets = [
      ...new Set((pools as Pool[]).flatMap(({ asset }) => asset?.address ?? [])),
    ].sort()
    const priced = assets.slice(missing)
    const given = priced.map(
      (asset) => `{asset: "${asset}", value: "${assets.indexOf(asset) + 1}"}`,
    )
    const worth = new Map<string, Ratio>()
    for (const { id, exchangeRate, asset } of pools as Pool[]) {
      if (!asset || !priced.includes(asset.address)) continue
      const price = BigInt(assets.indexOf(asset.address) + 1)
      if (id === NATIVE) worth.set(id, ratio(price, WAD))
      else if (exchangeRate !== null && asset.decimals !== null) {
        worth.set(id, ratio(BigInt(exchangeRate) * price, WAD * 10n ** BigInt(asset.decimals)))
      }
    }
    return { pricing: `pricing: {numeraire: ETH, sources: [ARGUMENTS], prices: [${given}]}`, worth }
  }

  const VALUES =
    '{ total truncated nullReason pricing { unpriced { id } } items { member { id } before after change nullReason coverage { isComplete unpriced { id } } } }'

  test.each(pairs)(
    'differ in worth at the prices of the last block, $first.block',
    async ({ first, last }) => {
      for (const missing of [0, 2]) {
        const { pricing, worth } = await pricesAt(last.block, missing)
        const { diff } = await api.ask(
          `{ diff(from: ${first.block}, to: ${last.block}, ${pricing}) {
             operators: movedValue(of: OPERATORS, limit: 1000) ${VALUES} pools: movedValue(of: POOLS, limit: 1000) ${VALUES}
             sets: movedValue(of: OPERATOR_SETS, basis: SLASHABLE, limit: 1000) ${VALUES} few: movedValue(limit: 2) ${VALUES} } }`,
        )
        for (const [answer, before, after] of [
          [diff.operators, shares(first), shares(last)],
          [diff.pools, poolsOf(shares(first)), poolsOf(shares(last))],
          [diff.sets, slashable(first), slashable(last)],
        ] as const) {
          const movers = new Set(movesOf(before, after).map((one) => one.split(' ')[0]!))
          expect(answer.total).toBe(movers.size)
          expect(answer.nullReason).toBeNull()
          if (movers.size > 1000) continue
          expect(answer.items.map((one: ValueRow) => one.member.id).sort()).toEqual(
            [...movers].sort(),
          )
          const sizes: number[] = []
          for (const { member, ...row } of answer.items as ValueRow[]) {
            const of = (all: Cells) => [...all].filter(([key]) => key.startsWith(`${member.id} `))
            const lacks = [...of(before), ...of(after)]
              .map(([key]) => key.split(' ')[1]!)
              .filter((pool) => !worth.has(pool))
            expect(row.coverage.unpriced.map(({ id }) => id)).toEqual([...new Set(lacks)].sort())
            expect(row.coverage.isComplete).toBe(lacks.length === 0)
            const sumOf = (all: Cells) =>
              of(all).reduce((sum, [key, amount]) => {
                const each = worth.get(key.split(' ')[1]!)
                return each ? add(sum, multiply(each, ratio(amount))) : sum
              }, ratio(0n))
            const [was, is] = [sumOf(before), sumOf(after)]
            const change = subtract(is, was)
            sizes.push(Math.abs(toNumber(change)))
            if (row.before !== null) near(row.before, was)
            else expect([was.num, row.nullReason]).toEqual([0n, 'UNPRICED'])
            if (row.after !== null) near(row.after, is)
            else expect([is.num, row.nullReason]).toEqual([0n, 'UNPRICED'])
            if (row.change !== null) {
              const difference = Math.abs(Number(row.change) - toNumber(change))
              expect(difference).toBeLessThanOrEqual(Math.abs(toNumber(change)) * 1e-9 + 1e-18)
            } else {
              expect([change.num, row.nullReason]).toEqual([0n, 'UNPRICED'])
              expect(lacks.length).toBeGreaterThan(0)
            }
          }
          sizes.forEach((size, i) => {
            if (i > 0) expect(size).toBeLessThanOrEqual(sizes[i - 1]! * (1 + 1e-12))
          })
        }
        expect(diff.few.items).toEqual(diff.operators.items.slice(0, 2))
        expect(diff.few.truncated).toBe(diff.operators.total > 2)
      }
    },
  )

  test('without prices, who moved is known, and not what it is worth', async () => {
    const { first, last } = pairs.at(-1)!
    const { diff } = await api.ask(
      `{ diff(from: ${first.block}, to: ${last.block}) { moved(limit: 1000) ${MOVES} movedValue(limit: 1000) ${VALUES} } }`,
    )
    const movers = new Set(diff.moved.items.map(({ member }: Move) => member.id))
    expect(new Set(diff.movedValue.items.map(({ member }: ValueRow) => member.id))).toEqual(movers)
    expect(diff.movedValue.nullReason).toBe('UNPRICED')
    for (const { change, nullReason } of diff.movedValue.items) {
      expect([change, nullReason]).toEqual([null, 'UNPRICED'])
    }
  })

  test('a block beside itself differs in nothing', async () => {
    const { block } = truths.at(-1)!
    const { diff } = await api.ask(
      `{ diff(from: ${block}, to: ${block}) { came { operators { total } registrations { total } } left { pools { total } } moved { total truncated items { before } } slashings { total } } }`,
    )
    expect(diff).toEqual({
      came: { operators: { total: 0 }, registrations: { total: 0 } },
      left: { pools: { total: 0 } },
      moved: { total: 0, truncated: false, items: [] },
      slashings: { total: 0 },
    })
  })

  test('blocks in the wrong order are refused', async () => {
    expect(await api.refuse('{ diff(from: 100, to: 99) { from { number } } }')).toMatchObject({
      code: 'BAD_USER_INPUT',
    })
  })
})

function topicOf(name: string): string {
  const found = topics.find(([, signature]) => `${signature}`.startsWith(`${name}(`))
  return `${found![2]}`
}
