import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vaultGraph } from '../../../test/support/risk/risk-graph'
import { applyShock } from './shock'
import { Simulation } from './simulation'
import { splitLoss } from './vault-loss'

const amount = fc.bigInt({ min: 0n, max: 10n ** 30n })
const total = ({ active, current, next }: { active: bigint; current: bigint; next: bigint }) =>
  active + current + next

describe('a loss of a vault (Vault.onSlash)', () => {
  test('captured in this epoch is shared by active stake and withdrawals of the next one', () => {
    const { after, realized } = splitLoss({ active: 100n, current: 30n, next: 50n }, 10n, false)
    expect(after).toEqual({ active: 94n, current: 30n, next: 46n })
    expect(realized).toBe(10n)
  })

  test('captured in the epoch before is shared by withdrawals of this one, too', () => {
    const { after } = splitLoss({ active: 100n, current: 50n, next: 50n }, 10n, true)
    expect(after).toEqual({ active: 95n, current: 47n, next: 48n })
  })

  test('takes at most all of it, exactly what is realized, and of no part more than it has', () => {
    fc.assert(
      fc.property(amount, amount, amount, amount, fc.boolean(), (a, c, n, x, isBefore) => {
        const stake = { active: a, current: c, next: n }
        const { after, realized } = splitLoss(stake, x, isBefore)
        const reached = isBefore ? a + c + n : a + n
        expect(realized).toBe(x < reached ? x : reached)
        expect(total(stake) - total(after)).toBe(realized)
        for (const part of Object.values(after)) expect(part).toBeGreaterThanOrEqual(0n)
        if (!isBefore) expect(after.current).toBe(c)
      }),
    )
  })
})

describe('slashings of amounts in a vault of 100, A 50 and 60, B 40 and 70 (golden vectors)', () => {
  const slash = (operator: number, set: number, amount: bigint) =>
    ({ kind: 'SLASH_AMOUNT', operator, set, pool: 0, amount }) as const

  test('A by 50 in N1: N1 stays at 90, N2 falls from 130 to 100', () => {
    const simulation = new Simulation(vaultGraph())
    applyShock(simulation, slash(0, 0, 50n), [])
    expect(simulation.slashable).toEqual([50n, 40n, 50n, 50n])
    expect(simulation.registered).toEqual([50n, 40n, 50n, 50n])
  })

  test('an operator pays at most what it can be slashed by, and the vault what it has: the rest is a shortfall', () => {
    const simulation = new Simulation(vaultGraph())
    const capture = { slashable: 70n, isBefore: false }
    applyShock(simulation, slash(0, 0, 80n), [])
    const events = applyShock(simulation, { ...slash(1, 1, 90n), capture }, [])
    expect(simulation.vaultSlashes).toMatchObject([
      { requested: 80n, accounted: 50n, realized: 50n },
      { requested: 90n, accounted: 70n, realized: 50n },
    ])
    expect(events.map(({ kind }) => kind)).toEqual(['SLASH_AMOUNT', 'SHORTFALL'])
    expect(simulation.cap).toEqual([0n])
    expect(simulation.lost).toEqual([100n])
  })

  test('stake that was captured once is slashed once, however often: the rest is not accounted', () => {
    const simulation = new Simulation(vaultGraph())
    const capture = { slashable: 40n, isBefore: false }
    applyShock(simulation, { ...slash(1, 0, 30n), capture }, [])
    applyShock(simulation, { ...slash(1, 0, 30n), capture }, [])
    const [nothing] = applyShock(simulation, { ...slash(1, 0, 30n), capture }, [])
    expect(simulation.vaultSlashes.map(({ accounted }) => accounted)).toEqual([30n, 10n, 0n])
    expect(nothing!.kind).toBe('NOTHING_TO_SLASH')
  })

  test('withdrawals pay their part of what they can be slashed by', () => {
    const graph = vaultGraph()
    const exits = {
      epoch: [7n],
      isUnknown: Uint8Array.of(0),
      current: [50n],
      next: [100n],
      isBefore: Uint8Array.of(0),
    }
    const simulation = new Simulation({ ...graph, buckets: { ...graph.buckets, exits } })
    applyShock(simulation, slash(0, 0, 50n), [])
    expect(simulation.cap).toEqual([75n])
    expect(simulation.exits).toEqual({ current: [50n], next: [75n] })
    expect([simulation.lost, simulation.lostInQueue]).toEqual([[25n], [25n]])
  })
})
