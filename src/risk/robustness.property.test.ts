import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { network, worstLoss } from '../../test/support/robust'
import { exactSecurity, findAttack, profitOf } from './attack'
import {
  cascadeLength,
  certificate,
  headroom,
  localCertificate,
  lossBound,
  roundedCertificate,
} from './certificate'
import { add, compare, multiply, type Ratio, ratio } from './ratio'
import { type RobustNetwork, stakeBehind } from './robust-network'
import { leastCover } from './subset-sum'

const ONE = ratio(1n)

describe('for any small network', () => {
  const small: fc.Arbitrary<RobustNetwork> = fc
    .tuple(fc.array(fc.bigInt({ min: 0n, max: 30n }), { minLength: 1, maxLength: 6 }))
    .chain(([stake]) =>
      fc
        .array(
          fc.record({
            members: fc.uniqueArray(fc.integer({ min: 0, max: stake.length - 1 }), {
              minLength: 0,
            }),
            profit: fc.integer({ min: 0, max: 20 }).map((n) => ratio(BigInt(n))),
            threshold: fc.constantFrom(ratio(1n, 3n), ratio(1n, 2n), ratio(2n, 3n), ONE),
          }),
          { minLength: 1, maxLength: 4 },
        )
        .map((services) => ({ stake, services })),
    )
  const least = (a: Ratio | null, b: Ratio | null) =>
    a === null || b === null || compare(a, b) <= 0n

  test('gamma is at most rounded gamma, and that at most the exact one', () => {
    fc.assert(
      fc.property(small, (given) => {
        const [plain, rounded] = [certificate(given), roundedCertificate(given)]
        const exact = exactSecurity(given)
        expect(least(plain.gamma, rounded.gamma)).toBe(true)
        if (plain.freeAttacks.length === 0) expect(least(rounded.gamma, exact.gamma)).toBe(true)
      }),
    )
  })

  test('a certificate with gamma of 0 or more and no free attack leaves no attack that pays', () => {
    fc.assert(
      fc.property(small, (given) => {
        const { gamma, freeAttacks } = roundedCertificate(given)
        if (freeAttacks.length > 0 || (gamma !== null && gamma.num < 0n)) return
        const { best } = exactSecurity(given)
        expect(best === null || profitOf(best).num <= 0n).toBe(true)
        expect(findAttack(given)).toBeNull()
      }),
    )
  })

  test('an attack that is found pays, and no more than the best one', () => {
    fc.assert(
      fc.property(small, (given) => {
        const found = findAttack(given)
        if (found === null) return
        expect(profitOf(found).num > 0n).toBe(true)
        expect(compare(profitOf(found), profitOf(exactSecurity(given).best!)) <= 0n).toBe(true)
      }),
    )
  })

  test('no cascade after a first loss psi loses more than (1 + 1/gamma) psi', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 0, max: 10 }), (given, tenths) => {
        const psi = ratio(BigInt(tenths), 10n)
        const total = given.stake.reduce((sum, stake) => sum + stake, 0n)
        const { gamma, freeAttacks } = certificate(given)
        // The bound is about validators: a service whose last member is gone is attacked for nothing, and costs none.
        if (total === 0n || freeAttacks.length > 0) return
        const bound = lossBound(gamma, psi)
        const loss = worstLoss(given, psi)
        expect(compare(loss, psi) >= 0n && compare(loss, ONE) <= 0n).toBe(true)
        if (bound !== null) expect(compare(loss, bound) <= 0n).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('more profit never raises gamma; the unit of stake and profit does not matter; profit times k divides 1 + gamma', () => {
    const scaled = (given: RobustNetwork, stakeBy: bigint, profitBy: bigint): RobustNetwork => ({
      stake: given.stake.map((stake) => stake * stakeBy),
      services: given.services.map((one) => ({
        ...one,
        profit: multiply(one.profit, ratio(profitBy)),
      })),
    })
    fc.assert(
      fc.property(small, fc.bigInt({ min: 2n, max: 9n }), (given, k) => {
        const { gamma } = certificate(given)
        expect(certificate(scaled(given, k, k)).gamma).toEqual(gamma)
        const dearer = certificate(scaled(given, 1n, k)).gamma
        if (gamma === null) expect(dearer).toBeNull()
        else expect(multiply(add(ONE, dearer!), ratio(k))).toEqual(add(ONE, gamma))
      }),
    )
  })

  test('with its headroom as profit a service brings gamma to exactly 0, where it is what limits it', () => {
    fc.assert(
      fc.property(small, (given) => {
        headroom(given).forEach((room, service) => {
          if (room === null || room.num <= 0n) return
          const services = given.services.map((one, index) =>
            index === service ? { ...one, profit: room } : one,
          )
          const { gamma } = certificate({ ...given, services })
          expect(gamma!.num <= 0n).toBe(true)
          const half = services.map((one, index) =>
            index === service ? { ...one, profit: multiply(room, ratio(1n, 2n)) } : one,
          )
          const members = new Set(given.services[service]!.members)
          const others = certificate({
            ...given,
            services: given.services.map((one, index) =>
              index === service ? { ...one, profit: ratio(0n) } : one,
            ),
          })
          if (others.tightest !== null && members.has(others.tightest)) {
            expect(certificate({ ...given, services: half }).gamma!.num > 0n).toBe(true)
          }
        })
      }),
    )
  })

  test('the local certificate of all services is the certificate', () => {
    fc.assert(
      fc.property(small, (given) => {
        const free = certificate(given).freeAttacks.length > 0
        const local = localCertificate(given, [...given.services.keys()])
        if (free || local.nullReason !== null) return
        expect(local.gamma).toEqual(certificate(given).gamma)
      }),
    )
  })

  test('the least cover is the least of all sums that reach the bound', () => {
    const amounts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 20n }), { maxLength: 9 })
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 12 }), (list, twelfths) => {
        const total = list.reduce((sum, one) => sum + one, 0n)
        const bound = ratio(total * BigInt(twelfths), 12n)
        let best: bigint | null = null
        for (let mask = 0; mask < 2 ** list.length; mask++) {
          const sum = list.reduce((all, one, bit) => ((mask >> bit) & 1 ? all + one : all), 0n)
          if (sum * bound.den >= bound.num && (best === null || sum < best)) best = sum
        }
        expect(leastCover(list, bound)).toBe(best)
      }),
    )
  })
})

describe('edges', () => {
  test('nothing to gain: no gamma, no attack, and a loss stays what it is', () => {
    const given = network(['1'], ['0'], ['1'], [[0]])
    expect(certificate(given)).toEqual({ gamma: null, tightest: null, freeAttacks: [] })
    expect(exactSecurity(given)).toEqual({ best: null, gamma: null })
    expect(lossBound(null, ratio(1n, 4n))).toEqual(ratio(1n, 4n))
  })

  test('a gamma of 0 or less bounds nothing', () => {
    expect(lossBound(ratio(0n), ratio(1n, 4n))).toBeNull()
    expect(cascadeLength(ratio(0n), ratio(1n, 4n), 10n, 1n, 1)).toBeNull()
  })

  test('wrong input is refused', () => {
    const service = { members: [0], profit: ONE, threshold: ONE }
    const bad: RobustNetwork[] = [
      { stake: [-1n], services: [] },
      { stake: [1n], services: [{ ...service, profit: ratio(-1n) }] },
      { stake: [1n], services: [{ ...service, threshold: ratio(0n) }] },
      { stake: [1n], services: [{ ...service, threshold: ratio(3n, 2n) }] },
      { stake: [1n], services: [{ ...service, members: [0, 0] }] },
    ]
    for (const given of bad) expect(() => certificate(given)).toThrow(RangeError)
    expect(() => lossBound(ONE, ratio(2n))).toThrow(RangeError)
    expect(stakeBehind({ stake: [1n, 2n], services: [] }, { ...service, members: [0, 1] })).toBe(3n)
  })
})
