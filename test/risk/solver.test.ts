import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { ratio } from '../../src/risk/math/ratio'
import type { LinearModel } from '../../src/risk/optimization/linear-model'
import { attackModel, readAttack } from '../../src/risk/robustness/attack-model'
import { certificate } from '../../src/risk/robustness/certificate'
import { coalitionOf } from '../../src/risk/robustness/coalition'
import { MAX_VALIDATORS } from '../../src/risk/robustness/exact-slack'
import { freeAttacks, restakingNetwork } from '../../src/risk/robustness/network'
import { verdict } from '../../src/risk/robustness/verdict'
import { controlBounds } from '../../src/risk/worst/bounds'
import { bundleGreedy } from '../../src/risk/worst/bundle-greedy'
import { control, gripOf } from '../../src/risk/worst/control'
import { controlModel, readControl } from '../../src/risk/worst/control-model'
import { Solver } from '../../src/solver/solver'
import { elasticAttack } from '../support/risk/elastic/attack'
import { elasticModel, readElasticAttack } from '../support/risk/elastic/model'
import { elasticNetwork } from '../support/risk/elastic/network'
import {
  everyVaultAttack,
  restaked,
  smallVaultNetwork,
} from '../support/risk/elastic/vault-networks'
import { exposureOf } from '../support/risk/exposure-of'
import { relaxation } from '../support/risk/relaxation'
import { everyAttack, smallNetwork } from '../support/risk/restaking-brute-force'

const solver = new Solver()
const LIMIT = { timeLimit: 30 }
afterAll(() => solver.close())

/** Amounts as on a chain: 18 decimals and odd last digits. */
const WEI = 10n ** 18n + 7n

/** A knapsack on which a solver has to search for long. */
function hardModel(): LinearModel {
  const weights = [...Array(60).keys()].map((i) => 100_000 + ((i * 7919 + 13) % 50_021) * 2)
  return {
    variables: weights.map((worth) => ({ kind: 'BINARY', worth })),
    constraints: [0, 1, 2].map((shift) => ({
      variables: weights.map((_, i) => i),
      coefficients: weights.map((weight, i) => weight + ((i * 31 + shift * 17) % 97)),
      relation: '<=',
      bound: weights.reduce((sum, weight) => sum + weight) / 2 + 1,
    })),
  }
}

describe('attack search', () => {
  test('the optimum of the relaxation is 0 if and only if the certificate holds', async () => {
    for (const network of fc.sample(smallNetwork({ validators: 6, services: 4 }), {
      numRuns: 60,
      seed: 11,
    })) {
      if (freeAttacks(network).length > 0) continue
      const { model, services } = attackModel(network)
      if (services.length === 0) continue
      const { gamma } = certificate(network)
      const { objective } = await solver.solve(relaxation(model), LIMIT)
      expect(objective! < 1e-6).toBe(gamma === null || gamma.num >= 0n)
    }
  })

  test('finds the profit of brute force, at amounts of 18 decimals, and bounds it from above', async () => {
    for (const small of fc.sample(smallNetwork({ validators: 5, services: 3 }), {
      numRuns: 40,
      seed: 3,
    })) {
      const network = restakingNetwork(
        small.stake.map((stake) => stake * WEI),
        small.services.map((service) => ({ ...service, profit: service.profit * WEI })),
      )
      if (freeAttacks(network).length > 0) continue
      const search = attackModel(network)
      if (search.services.length === 0) continue
      const { found, solverBound } = readAttack(search, await solver.solve(search.model, LIMIT))
      const best = everyAttack(network).reduce(
        (most, { gain, cost }) => (gain - cost > most ? gain - cost : most),
        0n,
      )
      expect(found!.gain - found!.cost).toBe(best)
      expect(coalitionOf(network, found!.validators)).toEqual(found)
      expect(solverBound! >= best).toBe(true)
    }
  })

  test('finds the profit of all sets of commitments to vaults, and bounds it from above', async () => {
    const most = { operators: 3, services: 3, stake: 9n, profit: 9n }
    let capped = 0
    for (const of of fc.sample(smallVaultNetwork(most), { numRuns: 60, seed: 3 })) {
      const { network } = restaked({
        ...of,
        caps: of.caps.map((cap) => cap * WEI),
        entries: of.entries.map((one) => ({
          ...one,
          own: one.own * WEI,
          ofVaults: one.ofVaults.map((amount) => amount * WEI),
        })),
        services: of.services.map((one) => ({ ...one, profit: one.profit * WEI })),
      })
      if (freeAttacks(network).length > 0) continue
      const search = attackModel(network)
      if (search.services.length === 0) continue
      const { found, solverBound } = readAttack(search, await solver.solve(search.model, LIMIT))
      const best = everyVaultAttack(of).reduce(
        (most, { gain, cost }) => (gain - cost > most ? gain - cost : most),
        0n,
      )
      expect(found!.gain - found!.cost).toBe(best * WEI)
      expect(solverBound! >= best * WEI).toBe(true)
      const slashed = found!.validators.reduce((sum, one) => sum + network.stake[one]!, 0n)
      if (slashed > found!.cost) capped++
    }
    expect(capped).toBeGreaterThan(5)
  })

  /** Too many validators to try all: pairs that secure a service each, all of them one more. */
  const large = (profit: bigint) => {
    const stakes = [...Array(MAX_VALIDATORS + 4).keys()].map(() => 10n * WEI)
    return restakingNetwork(stakes, [
      ...Array.from({ length: stakes.length / 2 }, (_, pair) => ({
        profit: 9n * WEI,
        threshold: ratio(1n, 2n),
        validators: [2 * pair, 2 * pair + 1],
      })),
      { profit, threshold: ratio(1n), validators: [...stakes.keys()] },
    ])
  }

  test('finds and checks an attack that pays in a network that is too large to enumerate', async () => {
    const network = large(133n * WEI)
    expect(verdict(network)).toMatchObject({ status: 'UNDECIDED', by: 'ROUNDED_CERTIFICATE' })
    const search = attackModel(network)
    const read = readAttack(search, await solver.solve(search.model, LIMIT))
    expect(verdict(network, [read])).toMatchObject({
      status: 'ATTACK',
      profit: ratio(WEI),
      witness: { gain: 241n * WEI, cost: 240n * WEI },
    })
  })

  test('proves a slack by a search with scaled profits if no attack pays', async () => {
    const network = large(100n * WEI)
    const plain = attackModel(network)
    const first = readAttack(plain, await solver.solve(plain.model, LIMIT))
    const undecided = verdict(network, [first])
    expect(undecided).toMatchObject({ status: 'UNDECIDED', by: 'SOLVER' })
    const scaled = attackModel(network, ratio(11n, 10n))
    const second = readAttack(scaled, await solver.solve(scaled.model, LIMIT))
    const decided = verdict(network, [first, second])
    expect(decided).toMatchObject({ status: 'CERTIFIED', by: 'SOLVER' })
    // True slack: 240 lost for 208 won, or 10 for 9.
    const { num, den } = (decided as { gamma: { num: bigint; den: bigint } }).gamma
    expect(num * 10n <= den && num * 100n > 9n * den).toBe(true)
  })

  test('a solution with rounding errors is repaired or refused, never trusted', () => {
    const said = (profit: bigint, values: number[]) => {
      const network = restakingNetwork(
        [3n * WEI, 5n * WEI + 1n],
        [{ profit, threshold: ratio(5n * WEI + 1n, 8n * WEI + 1n), validators: [0, 1] }],
      )
      const solution = { status: 'OPTIMAL' as const, objective: 1, bound: 1, values }
      return readAttack(attackModel(network), solution).found
    }
    const attack = { services: [0], validators: [1], cost: 5n * WEI + 1n }
    // The first validator alone misses the threshold: the second mends it, and then the first is
    // not needed.
    expect(said(6n * WEI, [1, 1, 0])).toMatchObject(attack)
    expect(said(6n * WEI, [0.4, 0.6, 0.9])).toMatchObject(attack)
    // Where nothing pays, nothing is left of what was said.
    expect(said(5n * WEI, [1, 1, 0])).toEqual({ services: [], validators: [], gain: 0n, cost: 0n })
    expect(said(5n * WEI, [1, 1, 1])).toEqual({ services: [], validators: [], gain: 0n, cost: 0n })
  })
})

describe('worst operators', () => {
  test('toy network of the metrics reference: o1 all 230 at 1/2, s3 alone at 2/3, with o2 all', async () => {
    const toy = exposureOf(
      ['o1', 'o2', 'o3', 'o4'],
      ['s1', 's2', 's3'],
      [
        [50n, 50n, 50n],
        [30n, 30n, null],
        [15n, null, null],
        [null, null, 5n],
      ],
    )
    for (const [k, alpha, operators, value] of [
      [1, ratio(1n, 2n), [0], 230n],
      [1, ratio(2n, 3n), [0], 55n],
      [2, ratio(2n, 3n), [0, 1], 230n],
    ] as const) {
      const search = controlModel(control(toy, [alpha, alpha, alpha]), k)
      const read = readControl(search, await solver.solve(search.model, LIMIT))
      expect(read).toMatchObject({ found: { operators, value }, solverBound: value })
    }
  })

  test('relaxation >= worst = solver >= greedy on random networks, worst by brute force', async () => {
    const stake = fc.option(fc.bigInt({ min: 0n, max: 20n }), { nil: null })
    const rows = fc.array(fc.tuple(stake, stake, stake, stake), { minLength: 3, maxLength: 7 })
    for (const values of fc.sample(rows, { numRuns: 25, seed: 5 })) {
      const of = control(
        exposureOf(
          values.map((_, row) => `o${row}`),
          ['a', 'b', 'c', 'd'],
          values.map((row) => row.map((amount) => amount && amount * WEI)),
        ),
        [1n, 1n, 1n, 1n].map((num) => ratio(num, 2n)),
      )
      if (of.services.length === 0) continue
      let worst = 0n
      for (let mask = 0; mask < 2 ** values.length; mask++) {
        const chosen = values.flatMap((_, row) => ((mask >> row) & 1 ? [row] : []))
        const { value } = gripOf(of, chosen.length <= 2 ? chosen : [])
        if (value > worst) worst = value
      }
      const search = controlModel(of, 2)
      const { found, solverBound } = readControl(search, await solver.solve(search.model, LIMIT))
      const relaxed = readControl(search, await solver.solve(relaxation(search.model), LIMIT))
      expect(found!.value).toBe(worst)
      expect(solverBound! >= worst && relaxed.solverBound! >= worst).toBe(true)
      expect(bundleGreedy(of, 2).value <= worst).toBe(true)
      expect(controlBounds(of, 2).reachable >= worst).toBe(true)
    }
  })
})

describe('elastic attack search', () => {
  test('finds the attack of enumeration', async () => {
    const networks = fc.sample(
      fc.tuple(
        fc.array(fc.bigInt({ min: 1n, max: 9n }), { minLength: 3, maxLength: 3 }),
        fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 9n }), fc.bigInt({ min: 1n, max: 4n })), {
          minLength: 2,
          maxLength: 3,
        }),
      ),
      { numRuns: 25, seed: 9 },
    )
    for (const [stake, services] of networks) {
      const network = elasticNetwork(
        stake.map((amount) => amount * 4n * WEI),
        services.map(([profit, quarters]) => ({
          profit: profit * WEI,
          threshold: ratio(1n, 2n),
          allocations: stake.map((amount, validator) => ({
            validator,
            amount: amount * quarters * WEI,
          })),
        })),
      )
      const search = elasticModel(network)
      const { found, solverBound } = readElasticAttack(
        search,
        await solver.solve(search.model, LIMIT),
      )
      const best = elasticAttack(network)
      if (best.nullReason !== null) throw new Error(best.nullReason)
      expect(found!.profit).toEqual(best.profit)
      expect(solverBound! * best.profit.den >= best.profit.num).toBe(true)
    }
  })
})

describe('the solver', () => {
  test('is deterministic: the same model has the same solution', async () => {
    const { model } = attackModel(
      fc.sample(smallNetwork({ validators: 6, services: 4 }), { numRuns: 1, seed: 1 })[0]!,
    )
    expect(await solver.solve(model, LIMIT)).toEqual(await solver.solve(model, LIMIT))
  })

  test('stops at its time limit, and does not block the process meanwhile', async () => {
    let ticks = 0
    const timer = setInterval(() => ticks++, 20)
    const { status, values, bound, objective } = await solver.solve(hardModel(), { timeLimit: 1 })
    clearInterval(timer)
    expect(status).toBe('LIMITED')
    expect(ticks).toBeGreaterThan(5)
    if (values) expect(bound! >= objective!).toBe(true)
  })

  test('can be cancelled while it searches and while it waits, and solves the next model', async () => {
    const stop = new AbortController()
    const late = new AbortController()
    const running = solver.solve(hardModel(), { timeLimit: 60, signal: stop.signal })
    const waiting = solver.solve(hardModel(), { timeLimit: 60, signal: late.signal })
    const next = solver.solve({ variables: [{ kind: 'BINARY', worth: 2 }], constraints: [] }, LIMIT)
    late.abort(new Error('too late'))
    await expect(waiting).rejects.toThrow('too late')
    stop.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
    expect(await next).toEqual({ status: 'OPTIMAL', objective: 2, bound: 2, values: [1] })
    await expect(solver.solve(hardModel(), { timeLimit: 1, signal: stop.signal })).rejects.toThrow(
      'enough',
    )
  })

  test('a model without a solution is an error, and the next model is solved', async () => {
    const impossible: LinearModel = {
      variables: [{ kind: 'BINARY', worth: 1 }],
      constraints: [{ variables: [0], coefficients: [1], relation: '>=', bound: 2 }],
    }
    await expect(solver.solve(impossible, LIMIT)).rejects.toThrow('status')
    const easy: LinearModel = { variables: [{ kind: 'CONTINUOUS', worth: 3 }], constraints: [] }
    expect(await solver.solve(easy, LIMIT)).toMatchObject({ status: 'OPTIMAL', objective: 3 })
  })

  test('closing rejects pending models', async () => {
    const closing = new Solver()
    const open = [1, 2].map(() => closing.solve(hardModel(), { timeLimit: 60 }))
    const outcomes = Promise.allSettled(open)
    await closing.close()
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  test('refuses an invalid time limit', async () => {
    await expect(solver.solve(hardModel(), { timeLimit: 0 })).rejects.toThrow('0')
  })
})
