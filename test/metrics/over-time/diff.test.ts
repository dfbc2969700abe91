import { describe, expect, test } from 'vitest'
import topics from '../../facts/eigenlayer-topics.json'
import { useRecordedApi } from '../../support/api/recorded-api'
import { type Checkpoint, groundTruth, logsOf, recordings } from '../../support/recordings'

const WAD = 10n ** 18n
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

describe.each(recordings())('two blocks of $name beside each other', ({ dir }) => {
  const api = useRecordedApi('diffs', dir)
  const truths = groundTruth(dir)
  const pairs = [0, 1, 2, 3, 4].map((i) => {
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
