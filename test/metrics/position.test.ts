import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedRecording, serveRecording } from '../support/api/recorded-api'
import type { Checkpoint } from '../support/recordings'
import {
  type SlowCell,
  type SlowFaultOfCells,
  slowCells,
  slowScenarios,
  slowTail,
} from '../support/risk/losses/slow-losses'
import { CHECKED } from '../support/risk/pool-network'

/*
 * Losses a second time, from what the contracts answered: with stake in the withdrawal queue, of some stakers, by faults of
 * AVSs and with severities. Every combination of a few faults, by plain sums.
 */

const lower = (text: string) => text.toLowerCase()
const total = (cells: readonly SlowCell[]) => cells.reduce((sum, { amount }) => sum + amount, 0)

/** Keys by the sum of their cells, the largest first. */
function ranked(cells: readonly SlowCell[], of: 'operator' | 'avs' | 'pool'): [string, number][] {
  const sums = new Map<string, number>()
  for (const cell of cells) sums.set(cell[of], (sums.get(cell[of]) ?? 0) + cell.amount)
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}

/** Twelve stakers with queued withdrawals, and twelve with stake alone. */
function fundOf(truth: Checkpoint): string[] {
  const all = Object.entries(truth.stakers)
  const queued = all.filter(([, { queued }]) => queued.length > 0).slice(0, 12)
  const others = all.filter(
    ([, { queued, delegatedTo }]) => queued.length === 0 && delegatedTo !== undefined,
  )
  return [...queued, ...others.slice(0, 12)].map(([staker]) => lower(staker))
}

describe.each(CHECKED)('losses of $name, recomputed', ({ dir, chosen }) => {
  let api: ServedRecording
  const delay = (() => {
    const { constants } = JSON.parse(readFileSync(join(dir, 'deployment.json'), 'utf8'))
    return Number(constants.MIN_WITHDRAWAL_DELAY_BLOCKS ?? constants.minWithdrawalDelayBlocks)
  })()

  beforeAll(async () => {
    api = await serveRecording('position', dir)
  }, 600_000)

  afterAll(async () => {
    await api?.close()
  })

  describe.each(chosen)('at block $block', (truth) => {
    const fund = fundOf(truth)
    const cases = [
      { of: 'all stake', named: '', stakers: null },
      { of: 'a fund', named: `stakers: ${JSON.stringify(fund)}`, stakers: fund },
    ]

    test.each(cases)(
      'of $of: maximal and expected loss, VaR and shortfall, by pool and AVS',
      async ({ named, stakers }) => {
        for (const includeQueued of [true, false]) {
          const cells = slowCells(truth, includeQueued, stakers, delay)
          const [[pool]] = ranked(cells, 'pool') as [[string, number]]
          const inPool = cells.filter((cell) => cell.pool === pool)
          const operators = ranked(inPool, 'operator')
            .slice(0, 4)
            .map(([id]) => id)
          const avss = ranked(inPool, 'avs')
            .slice(0, 3)
            .map(([id]) => id)
          const faults: SlowFaultOfCells[] = [
            ...operators.map((id, i) => ({
              probability: (i + 1) / 20,
              takes: (cell: SlowCell) => (cell.operator === id ? 0.25 : 0),
            })),
            ...avss.map((id, i) => ({
              probability: (i + 1) / 25,
              takes: (cell: SlowCell) => (cell.avs === id ? (i === 0 ? 0.5 : 0.25) : 0),
            })),
          ]
          const own = operators.map((id, i) => `{operator: "${id}", probability: "${i + 1}/20"}`)
          const byAvs = avss.map((id, i) => {
            const severity = i === 0 ? ', severity: "0.5"' : ''
            return `{avs: "${id}", probability: "${i + 1}/25"${severity}}`
          })
          const args = `faults: {probability: "0", severity: "0.25", operators: [${own}], avss: [${byAvs}]}, ${named}
           includeQueued: ${includeQueued}, scope: {pool: "${pool}"}, levels: ["0.9", "0.99"], block: {number: ${truth.block}}`
          const { lossDistribution: found } = await api.ask(
            `{ lossDistribution(${args}) { expectedLoss maximalLoss anyLoss tails { level valueAtRisk expectedShortfall }
               pools(level: "0.9") { pool { id } maximalLoss expectedLoss tails { valueAtRisk } }
               avss(level: "0.9", limit: 1000) { avs { id } expectedLoss marginalShortfall } meta { method nullReason } } }`,
          )
          const scenarios = slowScenarios(inPool, faults)
          const near = (value: string, expected: number) =>
            expect(Math.abs(Number(value) - expected)).toBeLessThanOrEqual(
              Math.abs(expected) * 1e-9 + inPool.length,
            )
          expect(found.meta).toEqual({ method: 'EXACT', nullReason: null })
          near(found.maximalLoss, total(inPool))
          const mean = scenarios.reduce((sum, { loss, probability }) => sum + loss * probability, 0)
          near(found.expectedLoss, mean)
          const none = faults.reduce((all, { probability }) => all * (1 - probability), 1)
          expect(Number(found.anyLoss)).toBeCloseTo(1 - none, 12)
          for (const { level, valueAtRisk, expectedShortfall } of found.tails) {
            const expected = slowTail(scenarios, Number(level))
            near(valueAtRisk, expected.valueAtRisk)
            near(expectedShortfall, expected.expectedShortfall)
          }
          expect(found.pools.map((one: { pool: { id: string } }) => one.pool.id)).toEqual([pool])
          near(found.pools[0].maximalLoss, total(inPool))
          near(found.pools[0].tails[0].valueAtRisk, slowTail(scenarios, 0.9).valueAtRisk)
          for (const { avs, expectedLoss } of found.avss) {
            const ofAvs = slowScenarios(
              inPool.filter((cell) => cell.avs === avs.id),
              faults,
            )
            near(
              expectedLoss,
              ofAvs.reduce((sum, one) => sum + one.loss * one.probability, 0),
            )
          }
        }
      },
    )

    test.each(cases)(
      'of $of: the two operators that cost the most, and what an AVS that slashes all takes',
      async ({ named, stakers }) => {
        const cells = slowCells(truth, true, stakers, delay)
        const [[pool]] = ranked(cells, 'pool') as [[string, number]]
        const inPool = cells.filter((cell) => cell.pool === pool)
        const [[avs]] = ranked(inPool, 'avs') as [[string, number]]
        const at = `${named} scope: {pool: "${pool}"}, block: {number: ${truth.block}}`
        const { worstOperators, simulate } = await api.ask(
          `{ worstOperators(k: 2, ${at}) { loss { operators { id } value pools { pool { id } shares } avss { avs { id } amount } } lossNullReason }
           simulate(shocks: [{byzantineAvs: {avs: "${avs}"}}], ${at}) {
             capitalLoss { pool { id } shares queuedShares } capitalLossValue
             position { value pools { pool { id } shares queuedShares } avss { avs { id } loss } } } }`,
        )
        const worst = ranked(inPool, 'operator').slice(0, 2)
        const { loss } = worstOperators
        expect(worstOperators.lossNullReason).toBeNull()
        expect(loss.operators.map((one: { id: string }) => one.id)).toEqual(worst.map(([id]) => id))
        const chosen = inPool.filter(({ operator }) => worst.some(([id]) => id === operator))
        const within = (value: string, expected: number, units: number) =>
          expect(Math.abs(Number(value) - expected)).toBeLessThanOrEqual(expected * 1e-12 + units)
        within(loss.value, total(chosen), chosen.length)
        within(
          loss.pools.find((one: { pool: { id: string } }) => one.pool.id === pool).shares,
          total(chosen),
          chosen.length,
        )
        const byAvs = ranked(chosen, 'avs')
        expect(loss.avss.length).toBe(byAvs.length)
        for (const { avs, amount } of loss.avss) {
          within(amount, new Map(byAvs).get(avs.id)!, chosen.length)
        }

        // In all pools that the AVS can slash; sets slash different parts, and round each a unit or two.
        const ofPool = (list: { pool: { id: string }; shares: string }[], id: string) =>
          list.find((one) => one.pool.id === id)?.shares ?? '0'
        const slashed = cells.filter((cell) => cell.avs === avs)
        for (const [id, amount] of ranked(slashed, 'pool')) {
          const units = 4 * slashed.length
          if (stakers === null) within(ofPool(simulate.capitalLoss, id), amount, units)
          else within(ofPool(simulate.position.pools, id), amount, units)
        }
        if (stakers === null) expect(simulate.position).toBeNull()
        else {
          expect(simulate.position.avss.map((one: { avs: { id: string } }) => one.avs.id)).toEqual([
            avs,
          ])
          expect(simulate.position.avss[0].loss).toBe(simulate.position.value)
        }
      },
    )
  })

  test('of several pools without prices, a tail of the loss is unknown where something can be lost', async () => {
    const truth = chosen.at(-1)!
    const { lossDistribution } = await api.ask(
      `{ lossDistribution(faults: {probability: "0.1"}, levels: ["0.5", "0.999"], block: {number: ${truth.block}}) {
           expectedLoss maximalLoss tails { level valueAtRisk expectedShortfall nullReason coverage { holders isComplete } } meta { nullReason } } }`,
    )
    expect(lossDistribution).toMatchObject({
      expectedLoss: null,
      maximalLoss: null,
      meta: { nullReason: 'UNPRICED' },
    })
    const isAtRisk = new Set(slowCells(truth, true, null, delay).map(({ operator }) => operator))
    expect(lossDistribution.tails).toEqual(
      ['0.5', '0.999'].map((level) => ({
        level,
        valueAtRisk: null,
        expectedShortfall: null,
        nullReason: 'UNPRICED',
        coverage: { holders: isAtRisk.size, isComplete: false },
      })),
    )
  })

  test('an address that holds nothing is UNKNOWN_SCOPE, and stakers and a group together are refused', async () => {
    const stranger = `stakers: ["0x${'7'.repeat(40)}"]`
    const faults = 'faults: {probability: "0.1"}'
    const { block } = chosen.at(-1)!
    const [[pool]] = ranked(slowCells(chosen.at(-1)!, true, null, delay), 'pool') as [
      [string, number],
    ]
    const at = `scope: {pool: "${pool}"}, block: {number: ${block}}`
    const { lossDistribution, worstOperators, simulate } = await api.ask(
      `{ lossDistribution(${faults}, ${stranger}, ${at}) { expectedLoss meta { nullReason } }
         worstOperators(k: 1, ${stranger}, ${at}) { loss { value } lossNullReason }
         simulate(shocks: [{drainPool: {pool: "${pool}", fraction: "1"}}], ${stranger}, ${at}) { position { value } meta { nullReason } } }`,
    )
    expect(lossDistribution).toEqual({ expectedLoss: null, meta: { nullReason: 'UNKNOWN_SCOPE' } })
    expect(worstOperators).toEqual({ loss: null, lossNullReason: 'UNKNOWN_SCOPE' })
    expect(simulate).toEqual({ position: null, meta: { nullReason: 'UNKNOWN_SCOPE' } })
    const both = `${stranger}, group: {kind: "x", name: "y"}`
    expect(
      await api.refuse(`{ lossDistribution(${faults}, ${both}, ${at}) { anyLoss } }`),
    ).toMatchObject({
      code: 'BAD_USER_INPUT',
    })
  })
})
