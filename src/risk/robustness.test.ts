import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactSecurity, findAttack, profitOf } from './attack'
import {
  cascadeLength,
  certificate,
  headroom,
  localCertificate,
  lossBound,
  roundedCertificate,
} from './certificate'
import { parseRatio } from './parse-ratio'
import { add, compare, multiply, type Ratio, ratio, subtract } from './ratio'
import { type RobustNetwork, stakeBehind } from './robust-network'
import { leastCover } from './subset-sum'

const ONE = ratio(1n)
const text = (value: Ratio | null) =>
  value && (value.den === 1n ? `${value.num}` : `${value.num}/${value.den}`)
const read = (value: string): Ratio =>
  value.startsWith('-') ? subtract(ratio(0n), parseRatio(value.slice(1))) : parseRatio(value)

/** A network with whole stakes: stake and profits times the least number that makes all stakes whole. */
function network(
  sigma: string[],
  pi: string[],
  alpha: string[],
  services: number[][],
): RobustNetwork {
  const stakes = sigma.map(read)
  const unit = stakes.reduce((all, { den }) => (all % den === 0n ? all : all * den), 1n)
  return {
    stake: stakes.map(({ num, den }) => (num * unit) / den),
    services: services.map((members, index) => ({
      members,
      profit: multiply(read(pi[index]!), ratio(unit)),
      threshold: read(alpha[index]!),
    })),
  }
}

/** Largest part of the stake lost in any cascade after any first loss of at most psi: by trying all of them. */
function worstLoss(whole: RobustNetwork, psi: Ratio): Ratio {
  const n = whole.stake.length
  const total = whole.stake.reduce((sum, stake) => sum + stake, 0n)
  const stakeOf = (mask: number) =>
    whole.stake.reduce((sum, stake, v) => ((mask >> v) & 1 ? sum + stake : sum), 0n)
  const seen = new Map<number, bigint>()
  // An attack on what is left: services that fell stay fallen, so what is left names the state with them.
  const fall = (gone: number, fallen: number): bigint => {
    const state = gone * 2 ** whole.services.length + fallen
    const known = seen.get(state)
    if (known !== undefined) return known
    let worst = stakeOf(gone)
    for (let coalition = 0; coalition < 2 ** n; coalition++) {
      if (coalition & gone) continue
      let gain = ratio(0n)
      let hit = 0
      whole.services.forEach(({ members, profit, threshold }, s) => {
        if ((fallen >> s) & 1) return
        const left = members.filter((v) => !((gone >> v) & 1))
        const behind = left.reduce((sum, v) => sum + whole.stake[v]!, 0n)
        const brought = left.reduce(
          (sum, v) => ((coalition >> v) & 1 ? sum + whole.stake[v]! : sum),
          0n,
        )
        if (brought * threshold.den < threshold.num * behind) return
        hit |= 1 << s
        gain = add(gain, profit)
      })
      if (hit === 0 || compare(gain, ratio(stakeOf(coalition))) <= 0n) continue
      const loss = fall(gone | coalition, fallen | hit)
      if (loss > worst) worst = loss
    }
    seen.set(state, worst)
    return worst
  }
  let worst = 0n
  for (let first = 0; first < 2 ** n; first++) {
    if (stakeOf(first) * psi.den > psi.num * total) continue
    const loss = fall(first, 0)
    if (loss > worst) worst = loss
  }
  // psi itself is lost even where no group of validators has exactly that much.
  const cascade = ratio(worst, total)
  return compare(cascade, psi) > 0n ? cascade : psi
}

interface Vector {
  id: string
  provenance: string
  kind: string
  input: { sigma: string[]; pi: string[]; alpha: string[]; services: number[][] }
  expected: {
    gammaStar: string
    gammaExact: string
    secure: boolean
    freeAttacks: number[]
    R_psi?: Record<string, string>
  }
}

const vectors: Vector[] = JSON.parse(
  readFileSync(join(__dirname, '../../test/vectors/golden.json'), 'utf8'),
)

describe('golden vectors of robust restaking networks', () => {
  test.each(vectors.filter(({ kind }) => kind === 'rrn'))(
    '$id ($provenance)',
    ({ input, expected }) => {
      const given = network(input.sigma, input.pi, input.alpha, input.services)
      const { gamma, freeAttacks } = certificate(given)
      expect(text(gamma)).toBe(expected.gammaStar)
      expect(freeAttacks).toEqual(expected.freeAttacks)
      const exact = exactSecurity(given)
      expect(text(exact.gamma)).toBe(expected.gammaExact)
      expect(exact.best === null || profitOf(exact.best).num <= 0n).toBe(expected.secure)
      for (const [psi, loss] of Object.entries(expected.R_psi ?? {})) {
        expect(text(worstLoss(given, read(psi)))).toBe(loss)
      }
    },
  )
})

const toy = (alpha: string) =>
  network(
    ['50', '30', '15', '5'],
    ['10', '8', '5'],
    [alpha, alpha, alpha],
    [
      [0, 1, 2],
      [0, 1],
      [0, 3],
    ],
  )

describe('the toy network of the metrics reference', () => {
  test.each([
    ['1/3', '233/1857', '27/23'],
    ['1/2', '426/619', '27/23'],
    ['2/3', '2323/1857', '57/23'],
  ])('threshold %s: gamma %s, exact %s', (alpha, gamma, exact) => {
    expect(text(certificate(toy(alpha)).gamma)).toBe(gamma)
    expect(text(exactSecurity(toy(alpha)).gamma)).toBe(exact)
  })

  test('rounded: 45, 30 and 50 must misbehave, gamma 37/53', () => {
    expect(leastCover([50n, 30n, 15n], ratio(95n, 3n))).toBe(45n)
    expect(leastCover([50n, 30n], ratio(80n, 3n))).toBe(30n)
    expect(leastCover([50n, 5n], ratio(55n, 3n))).toBe(50n)
    expect(text(roundedCertificate(toy('1/3')).gamma)).toBe('37/53')
  })

  test('headroom 893/66, 6880/627, 803/114', () => {
    expect(headroom(toy('1/3')).map(text)).toEqual(['893/66', '6880/627', '803/114'])
  })

  test('bound after a first loss of 1/20 is .4485', () => {
    const bound = lossBound(certificate(toy('1/3')).gamma, ratio(1n, 20n))!
    expect(Number(bound.num) / Number(bound.den)).toBeCloseTo(0.4485, 4)
  })
})

describe('published: Robust Restaking Networks (arXiv 2407.21785)', () => {
  test('abstract: gamma 10 % and a loss of 0.1 % bound the loss by 1.1 %', () => {
    expect(lossBound(ratio(1n, 10n), ratio(1n, 1000n))).toEqual(ratio(11n, 1000n))
  })

  test('Theorem 6: a global gamma does not protect a coalition: gamma 21/20, local -1/20', () => {
    const given = network(
      ['19', '22', '22'],
      ['10', '10', '10'],
      ['1', '1', '1'],
      [
        [0, 1],
        [1, 2],
        [2, 0],
      ],
    )
    const local = localCertificate(given, [0, 2])
    expect(local.exclusive).toEqual([0])
    expect(text(local.gamma)).toBe('-1/20')
  })

  test('Figure 4: insecure as a whole, the green service by itself has local gamma 99', () => {
    const given = network(['1', '99', '100'], ['101', '1'], ['1', '1'], [[0, 1], [2]])
    expect(text(certificate(given).gamma)).toBe('-1/101')
    expect(profitOf(exactSecurity(given).best!).num > 0n).toBe(true)
    expect(text(localCertificate(given, [1]).gamma)).toBe('99')
  })

  test('the variant with other edges than Theorem 3 is another network: gamma 108901/1099', () => {
    const sigma = ['1/1000', '999/100000', '98901/100000']
    const given = network(sigma, ['1099/110000'], ['1'], [[0, 1, 2]])
    expect(text(certificate(given).gamma)).toBe('108901/1099')
  })

  test('the shape of Theorem 8 at twice the size, profits doubled: gamma 0', () => {
    const all = Array.from({ length: 12 }, (_, v) => v)
    const halves = [all, all.slice(0, 6), all.slice(6)]
    // Each validator risks 1; 12 of them stand behind one service and 6 behind each of two, worth 4 together per 6.
    const given = network(
      all.map(() => '1'),
      ['4', '4', '4'],
      ['1', '1', '1'],
      halves,
    )
    expect(text(certificate(given).gamma)).toBe('0')
  })
})

describe('published: vrdct tests/restaking-robustness.test.mjs', () => {
  const one = (stake: string, alpha: string, pi = '100') =>
    text(certificate(network([stake], [pi], [alpha], [[0]])).gamma)

  test.each([
    ['300', '1/2', '1/2'],
    ['205', '1/2', '1/40'],
    ['200', '1/2', '0'],
    ['300', '1/3', '0'],
    ['330', '1/3', '1/10'],
  ])('one service worth 100, stake %s, threshold %s: gamma %s', (stake, alpha, gamma) => {
    expect(one(stake, alpha)).toBe(gamma)
  })

  test('stake beyond doubles stays exact', () => {
    const stake = 18014398509481987n
    const given = network([`${stake}`], ['1'], ['1'], [[0]])
    const { gamma } = certificate(given)
    expect((gamma!.num * 10_000n) / gamma!.den).toBe(180143985094819860000n)
  })

  test('a row without stake does not count, a service without stake is a free attack', () => {
    const given = network(['300', '0'], ['100', '50'], ['1/2', '1/2'], [[0, 1], [1]])
    expect(text(certificate(given).gamma)).toBe('1/2')
    expect(certificate(given).freeAttacks).toEqual([1])
    expect(profitOf(exactSecurity(given).best!)).toEqual(ratio(50n))
  })

  test('two services (100 at 1/3, 40 at 1/2): gamma 0', () => {
    const given = network(['300', '200'], ['100', '40'], ['1/3', '1/2'], [[0, 1], [1]])
    expect(text(certificate(given).gamma)).toBe('0')
  })

  test.each([
    [ratio(1n, 10n), 110n],
    [ratio(1n, 100n), 1010n],
    [ratio(1n, 10_000n), 10_000n],
  ])('bound after a loss of 10 bp', (gamma, expected) => {
    const bound = lossBound(gamma, ratio(10n, 10_000n))!
    expect((bound.num * 10_000n) / bound.den).toBe(expected)
  })
})

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
