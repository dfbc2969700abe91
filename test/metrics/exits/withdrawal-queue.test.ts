import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../../support/api/recorded-api'
import { sum } from '../../support/risk/exact'
import { CHECKED } from '../../support/risk/pool-network'
import {
  operatorValue,
  type QueuedTruth,
  queueTruth,
  slashableMagnitude,
} from '../../support/risk/queue-truth'

/* The withdrawal queue, recomputed independently: plain loops over what the contracts answered. */

const WAD = 10n ** 18n
const FIGURES =
  'withdrawals shares completableShares slashableShares slashableUntilBlock atRiskShares'

interface Row {
  pool: { id: string }
  operator: { id: string } | null
  withdrawals: number
  shares: string
  completableShares: string
  slashableShares: string
  slashableUntilBlock: number | null
  atRiskShares: string
}

const sharesOf = (some: readonly QueuedTruth[]) => sum(some.map(({ shares }) => shares))

describe.each(CHECKED)('the withdrawal queue of $name', ({ name, dir, chosen }) => {
  const { constants } = JSON.parse(readFileSync(join(dir, 'deployment.json'), 'utf8'))
  const delay: number = constants.MIN_WITHDRAWAL_DELAY_BLOCKS
  const api = useRecordedApi(`queue${name.replaceAll('-', '')}`, dir)

  async function read(block: number, args = '') {
    const { withdrawalQueue } = await api.ask(
      `{ withdrawalQueue(block: {number: ${block}} ${args}) { meta { nullReason } withdrawalDelay withdrawals
           pools(limit: 1000) { pool { id } ${FIGURES} undelegatedShares }
           operators(limit: 1000) { operator { id } pool { id } ${FIGURES} }
           next: schedule(limit: 1000) { pool { id } slashableUntilBlock completableFromBlock withdrawals shares }
           all: schedule(limit: 1000, isCompletable: true) { pool { id } slashableUntilBlock completableFromBlock withdrawals shares } } }`,
    )
    expect(withdrawalQueue.meta.nullReason).toBeNull()
    return withdrawalQueue
  }

  test('some of it can be slashed, some can be completed, some was delegated to nobody', () => {
    const all = chosen.flatMap((truth) =>
      queueTruth(truth).map((one) => ({ ...one, block: truth.block })),
    )
    const isOpen = ({ startBlock, block }: { startBlock: number; block: number }) =>
      startBlock + delay >= block
    expect(all.filter(isOpen).length).toBeGreaterThan(0)
    expect(all.filter((one) => !isOpen(one)).length).toBeGreaterThan(0)
    expect(all.filter(({ operator }) => operator === null).length).toBeGreaterThan(0)
  })

  describe.each(chosen)('at block $block', (truth) => {
    const queued = queueTruth(truth)
    const isOpen = ({ startBlock }: QueuedTruth) => startBlock + delay >= truth.block

    test('by pool and operator', async () => {
      const found = await read(truth.block)
      expect(found.withdrawalDelay).toBe(delay)
      expect(found.withdrawals).toBe(new Set(queued.map(({ root }) => root)).size)
      const owners = new Set(queued.map(({ pool, operator }) => `${pool} ${operator}`))
      const rows: Row[] = found.operators
      expect(rows.map((row) => `${row.pool.id} ${row.operator?.id ?? null}`).sort()).toEqual(
        [...owners].sort(),
      )
      for (const row of rows) {
        const pool = row.pool.id
        const operator = row.operator?.id ?? null
        const own = queued.filter((one) => one.pool === pool && one.operator === operator)
        const open = own.filter(isOpen)
        expect(row).toMatchObject({
          withdrawals: new Set(own.map(({ root }) => root)).size,
          shares: `${sharesOf(own)}`,
          completableShares: `${sharesOf(own.filter((one) => !isOpen(one)))}`,
          slashableUntilBlock:
            operator === null || open.length === 0
              ? null
              : Math.max(...open.map(({ startBlock }) => startBlock)) + delay,
        })
        if (operator === null) {
          expect(row).toMatchObject({ slashableShares: '0', atRiskShares: '0' })
          continue
        }
        const slashable = BigInt(
          operatorValue(truth, operator, pool, (one) => one.slashableSharesInQueue) ?? '0',
        )
        expect(row.slashableShares, pool).toBe(`${slashable}`)
        const max = BigInt(operatorValue(truth, operator, pool, (one) => one.maxMagnitude) ?? WAD)
        const left = max - slashableMagnitude(truth, operator, pool)
        // SlashingLib.calcSlashedAmount: what is left is rounded up.
        const kept = max === 0n ? 0n : (slashable * left + max - 1n) / max
        expect(row.atRiskShares, pool).toBe(`${slashable - kept}`)
      }
    })

    test('by pool, the sums of its operators', async () => {
      const found = await read(truth.block)
      const pools = [...new Set(queued.map(({ pool }) => pool))].sort()
      expect(found.pools.map((row: Row) => row.pool.id)).toEqual(pools)
      for (const { pool, undelegatedShares, ...row } of found.pools) {
        const own = queued.filter((one) => one.pool === pool.id)
        const operators = (found.operators as Row[]).filter((one) => one.pool.id === pool.id)
        const added = (pick: (one: Row) => string) =>
          `${sum(operators.map((one) => BigInt(pick(one))))}`
        const last = operators.map((one) => one.slashableUntilBlock ?? -1)
        expect(row).toEqual({
          withdrawals: new Set(own.map(({ root }) => root)).size,
          shares: `${sharesOf(own)}`,
          completableShares: added((one) => one.completableShares),
          slashableShares: added((one) => one.slashableShares),
          slashableUntilBlock: Math.max(...last) < 0 ? null : Math.max(...last),
          atRiskShares: added((one) => one.atRiskShares),
        })
        expect(undelegatedShares).toBe(
          `${sharesOf(own.filter(({ operator }) => operator === null))}`,
        )
      }
    })

    test('the schedule, with and without what can be completed already', async () => {
      const found = await read(truth.block)
      const stepsOf = (some: readonly QueuedTruth[]) => {
        const keys = [...new Set(some.map(({ startBlock, pool }) => `${startBlock} ${pool}`))]
        const steps = keys.map((key) => {
          const own = some.filter(({ startBlock, pool }) => `${startBlock} ${pool}` === key)
          const { startBlock, pool } = own[0]!
          return {
            pool: { id: pool },
            slashableUntilBlock: startBlock + delay,
            completableFromBlock: startBlock + delay + 1,
            withdrawals: new Set(own.map(({ root }) => root)).size,
            shares: `${sharesOf(own)}`,
          }
        })
        return steps.sort(
          (a, b) =>
            a.slashableUntilBlock - b.slashableUntilBlock || (a.pool.id < b.pool.id ? -1 : 1),
        )
      }
      expect(found.next).toEqual(stepsOf(queued.filter(isOpen)))
      expect(found.all).toEqual(stepsOf(queued).slice(0, 1000))
    })

    test('of one operator, of one pool, and of some stakers', async () => {
      const one = queued.find(({ operator }) => operator !== null)
      if (!one) return
      const cases: [string, (other: QueuedTruth) => boolean][] = [
        [`scope: {operator: "${one.operator}"}`, ({ operator }) => operator === one.operator],
        [`scope: {pool: "${one.pool}"}`, ({ pool }) => pool === one.pool],
        [`stakers: ["${one.staker}"]`, ({ staker }) => staker === one.staker],
      ]
      for (const [args, fits] of cases) {
        const found = await read(truth.block, args)
        const own = queued.filter(fits)
        expect(found.withdrawals).toBe(new Set(own.map(({ root }) => root)).size)
        for (const { pool, shares } of found.pools) {
          expect(shares).toBe(`${sharesOf(own.filter((other) => other.pool === pool.id))}`)
        }
      }
    })
  })

  test('something is at risk, and something is at risk no longer', async () => {
    const rows: Row[] = []
    for (const { block } of chosen) rows.push(...(await read(block)).operators)
    expect(rows.filter((row) => row.atRiskShares !== '0').length).toBeGreaterThan(0)
    expect(rows.filter((row) => row.atRiskShares === '0').length).toBeGreaterThan(0)
  })

  test('an operator or pool that is not known is a reason, an AVS is refused', async () => {
    const nobody = `0x${'12'.repeat(20)}`
    const { withdrawalQueue } = await api.ask(
      `{ withdrawalQueue(scope: {operator: "${nobody}"}) { meta { nullReason } withdrawals pools { shares } } }`,
    )
    expect(withdrawalQueue).toEqual({
      meta: { nullReason: 'UNKNOWN_SCOPE' },
      withdrawals: 0,
      pools: [],
    })
    expect(
      await api.refuse(`{ withdrawalQueue(scope: {avs: "${nobody}"}) { withdrawals } }`),
    ).toMatchObject({ code: 'BAD_USER_INPUT' })
  })
})
