import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localCertificate } from '../../../test/support/risk/local-certificate'
import {
  bruteLoss,
  bruteSlack,
  everyAttack,
  smallNetwork,
} from '../../../test/support/risk/restaking-brute-force'
import { compare, multiply, type Ratio, ratio } from '../math/ratio'
import { certificate, lossBound } from './certificate'
import { coalitionOf, improve } from './coalition'
import { exactSlack } from './exact-slack'
import { headroom } from './headroom'
import { freeAttacks, type RestakingNetwork, restakingNetwork } from './network'
import { roundedCertificate } from './rounded-certificate'
import { verdict } from './verdict'

const small = smallNetwork({ validators: 6, services: 4 })
const tiny = smallNetwork({ validators: 4, services: 3 })

const atMost = (a: Ratio | null, b: Ratio | null) =>
  b === null || (a !== null && compare(a, b) <= 0n)

/** The network with stakes, profits and members changed. */
function changed(
  network: RestakingNetwork,
  change: {
    stake?: (amount: bigint) => bigint
    profit?: (amount: bigint, service: number) => bigint
    alpha?: (threshold: Ratio) => Ratio
  },
): RestakingNetwork {
  return restakingNetwork(
    network.stake.map((amount) => change.stake?.(amount) ?? amount),
    network.services.map(({ profit, threshold, validators }, service) => ({
      profit: change.profit?.(profit, service) ?? profit,
      threshold: change.alpha?.(threshold) ?? threshold,
      validators,
    })),
  )
}

/** gamma* by its formula, every T exact; over the validators given. */
function slowGamma(
  network: RestakingNetwork,
  validators: readonly number[] = [...network.stake.keys()],
): Ratio | null {
  let least: Ratio | null = null
  for (const validator of validators) {
    if (network.stake[validator] === 0n) continue
    let num = 0n
    let den = 1n
    for (const { profit, threshold, validators: all } of network.services) {
      if (!all.includes(validator)) continue
      const stake = all.reduce((sum, v) => sum + network.stake[v]!, 0n)
      num = num * threshold.num * stake + profit * threshold.den * den
      den *= threshold.num * stake
    }
    if (num === 0n) continue
    const gamma = ratio(den - num, num)
    if (least === null || compare(gamma, least) < 0n) least = gamma
  }
  return least
}

describe('against brute force over all attacks', () => {
  test('gamma* is the minimum of its formula, whatever the size of the amounts', () => {
    fc.assert(
      fc.property(small, fc.bigInt({ min: 1n, max: 10n ** 26n }), (network, unit) => {
        const large = changed(network, {
          stake: (a) => a * unit + (a % 7n),
          profit: (a) => a * unit + (a % 5n),
        })
        expect(certificate(large).gamma).toEqual(slowGamma(large))
      }),
    )
  })

  test('gamma* <= rounded gamma <= exact slack', () => {
    fc.assert(
      fc.property(small, (network) => {
        fc.pre(freeAttacks(network).length === 0)
        const plain = certificate(network).gamma
        const rounded = roundedCertificate(network).gamma
        expect(atMost(plain, rounded)).toBe(true)
        expect(atMost(rounded, bruteSlack(network))).toBe(true)
      }),
    )
  })

  test('rounded with few validators tried in all combinations lies between both certificates', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 0, max: 3 }), (network, tried) => {
        const part = roundedCertificate(network, tried).gamma
        expect(atMost(certificate(network).gamma, part)).toBe(true)
        expect(atMost(part, roundedCertificate(network).gamma)).toBe(true)
      }),
    )
  })

  test('exact slack, its attack and the verdict equal those over all attacks', () => {
    fc.assert(
      fc.property(small, (network) => {
        const slack = bruteSlack(network)
        const exact = exactSlack(network)
        expect(exact.nullReason === null ? exact.gamma : null).toEqual(slack)
        if (exact.nullReason === null) {
          const { gain, cost } = exact.worst
          expect(ratio(cost - gain, gain)).toEqual(slack)
        }
        const pays = everyAttack(network).some(({ gain, cost }) => gain > cost)
        const said = verdict(network)
        expect(said.status).toBe(pays ? 'ATTACK' : 'CERTIFIED')
        if (said.status === 'ATTACK') {
          const { witness, profit } = said
          expect(coalitionOf(network, witness.validators)).toEqual(witness)
          expect(profit.num > 0n).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('an improved coalition wins at least as much, and no single change improves it', () => {
    fc.assert(
      fc.property(small, fc.array(fc.nat(5)), (network, picks) => {
        const start = coalitionOf(
          network,
          picks.filter((v) => v < network.stake.length),
        )
        const end = improve(network, start)
        expect(end).toEqual(coalitionOf(network, end.validators))
        expect(end.gain - end.cost >= start.gain - start.cost).toBe(true)
        for (const v of network.stake.keys()) {
          const others = end.validators.filter((member) => member !== v)
          const other = coalitionOf(
            network,
            others.length < end.validators.length ? others : [...others, v],
          )
          expect(other.gain - other.cost <= end.gain - end.cost).toBe(true)
        }
      }),
    )
  })
})

describe('losses by brute force over all cascades', () => {
  const shock = fc.constantFrom(ratio(0n), ratio(1n, 20n), ratio(1n, 5n), ratio(1n, 2n), ratio(1n))

  test('shock <= loss <= 1, growing with the shock, and below the bound of either certificate', () => {
    fc.assert(
      fc.property(tiny, shock, (network, psi) => {
        fc.pre(network.stake.some((stake) => stake > 0n))
        const loss = bruteLoss(network, psi)
        expect(compare(psi, loss) <= 0n || compare(loss, ratio(1n)) === 0n).toBe(true)
        expect(compare(bruteLoss(network, multiply(psi, ratio(1n, 2n))), loss) <= 0n).toBe(true)
        if (freeAttacks(network).length > 0 || psi.num === 0n) return
        for (const { gamma } of [certificate(network), roundedCertificate(network)]) {
          const bound = gamma && lossBound(gamma, psi)
          if (bound && bound.num < bound.den) expect(compare(loss, bound) < 0n).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('stable cascades take less of the exclusive stake than the bound of a local certificate', () => {
    let checked = 0
    fc.assert(
      fc.property(tiny, fc.nat(6), shock, (network, chosen, psi) => {
        const group = network.services.flatMap((_, s) => (((chosen + 1) >> s) & 1 ? [s] : []))
        const { gamma, exclusive } = localCertificate(network, group)
        const bound = gamma && lossBound(gamma, psi)
        if (!bound || psi.num === 0n || bound.num === bound.den) return
        checked++
        const loss = bruteLoss(network, psi, { group: [...exclusive], stableOnly: true })
        expect(compare(loss, bound) < 0n).toBe(true)
      }),
      { numRuns: 300, seed: 7 },
    )
    expect(checked).toBeGreaterThan(20)
  })
})

describe('inequalities of the metrics reference', () => {
  test('more profit never raises gamma*, a threshold of 1 never lowers it', () => {
    fc.assert(
      fc.property(small, fc.nat(3), (network, which) => {
        const gamma = certificate(network).gamma
        const richer = changed(network, { profit: (a, s) => (s === which ? a + 3n : a) })
        expect(atMost(certificate(richer).gamma, gamma)).toBe(true)
        const harder = changed(network, { alpha: () => ratio(1n) })
        expect(atMost(gamma, certificate(harder).gamma)).toBe(true)
      }),
    )
  })

  test('a higher threshold never lowers gamma*, whichever service has it', () => {
    fc.assert(
      fc.property(small, fc.nat(3), (network, which) => {
        const harder = restakingNetwork(
          network.stake,
          network.services.map((service, s) => ({
            ...service,
            threshold: s === which ? ratio(1n) : service.threshold,
          })),
        )
        expect(atMost(certificate(network).gamma, certificate(harder).gamma)).toBe(true)
      }),
    )
  })

  test('gamma* of at least 0 without free attacks: no attack pays', () => {
    let checked = 0
    fc.assert(
      fc.property(small, fc.bigInt({ min: 1n, max: 40n }), (network, stakes) => {
        // Enough stake for the certificate to hold in many cases.
        const of = changed(network, { stake: (a) => a * stakes })
        const { gamma, freeAttacks: free } = certificate(of)
        if (free.length > 0 || (gamma !== null && gamma.num < 0n)) return
        checked++
        expect(everyAttack(of).filter(({ gain, cost }) => gain > cost)).toEqual([])
        expect(verdict(of).status).toBe('CERTIFIED')
      }),
      { numRuns: 100, seed: 11 },
    )
    expect(checked).toBeGreaterThan(20)
  })

  test('scaling everything changes nothing, scaling profits by k divides 1 + gamma* by k', () => {
    fc.assert(
      fc.property(small, fc.bigInt({ min: 1n, max: 10n ** 20n }), (network, k) => {
        const { gamma, breakEvenScale } = certificate(network)
        const scaled = changed(network, { stake: (a) => a * k, profit: (a) => a * k })
        expect(certificate(scaled).gamma).toEqual(gamma)
        const richer = certificate(changed(network, { profit: (a) => a * k })).breakEvenScale
        expect(richer && multiply(richer, ratio(k))).toEqual(breakEvenScale)
      }),
    )
  })

  test('a service without profit changes nothing, and the group of all services is the whole', () => {
    fc.assert(
      fc.property(small, (network) => {
        const { gamma, binding } = certificate(network)
        const everyone = [...network.stake.keys()]
        const more = restakingNetwork(network.stake, [
          ...network.services,
          { profit: 0n, threshold: ratio(1n), validators: everyone },
        ])
        expect(certificate(more)).toMatchObject({ gamma, binding })
        if (freeAttacks(network).length > 0) return
        const local = localCertificate(network, [...network.services.keys()])
        if (local.exclusiveStake.num > 0n) expect(local.gamma).toEqual(gamma)
      }),
    )
  })

  test('at its headroom a service leaves its worst validator at gamma* = 0 exactly', () => {
    fc.assert(
      fc.property(small, (network) => {
        headroom(network).forEach((room, service) => {
          if (room.num <= 0n || network.securing[service] === 0n) return
          const others = changed(network, {
            stake: (a) => a * room.den,
            profit: (a, s) => (s === service ? room.num : a * room.den),
          })
          expect(slowGamma(others, others.services[service]!.validators)).toEqual(ratio(0n))
        })
      }),
    )
  })
})

describe('input that is no network', () => {
  const service = { profit: 1n, threshold: ratio(1n, 2n), validators: [0] }

  test.each([
    ['a negative stake', [-1n], [service]],
    ['a negative profit', [1n], [{ ...service, profit: -1n }]],
    ['a threshold of 0', [1n], [{ ...service, threshold: ratio(0n) }]],
    ['a threshold above 1', [1n], [{ ...service, threshold: ratio(3n, 2n) }]],
    ['an unknown validator', [1n], [{ ...service, validators: [1] }]],
    ['a validator listed more than once', [1n], [{ ...service, validators: [0, 0] }]],
  ])('%s is refused', (_, stakes, services) => {
    expect(() => restakingNetwork(stakes, services)).toThrow(RangeError)
  })
})
