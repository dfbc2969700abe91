import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, type Ratio, ratio } from '../../src/risk/math/ratio'
import { elasticAttack } from '../support/risk/elastic/attack'
import { byzantineFraction } from '../support/risk/elastic/byzantine-fraction'
import {
  afterByzantine,
  type ElasticNetwork,
  elasticNetwork,
} from '../support/risk/elastic/network'

/**
 * `n` services and `n` validators in which each validator allocates `amount` of its `stake` to
 * every service.
 */
function symmetric(
  n: number,
  stake: bigint,
  amount: bigint,
  profit: bigint,
  threshold: Ratio,
): ElasticNetwork {
  const all = [...Array(n).keys()]
  return elasticNetwork(
    all.map(() => stake),
    all.map(() => ({
      profit,
      threshold,
      allocations: all.map((validator) => ({ validator, amount })),
    })),
  )
}

describe('reference code of Bar-Zur and Eyal: three services of profit 1 at 1/2, three validators', () => {
  test.each([
    ['1', 2n, 2n, ratio(1n), ratio(0n)],
    ['1.5', 3n, 2n, ratio(0n), ratio(0n)],
    ['2', 4n, 2n, ratio(-1n), ratio(1n, 3n)],
    ['2.5', 5n, 2n, ratio(-2n), ratio(1n, 3n)],
    ['3', 6n, 2n, ratio(-3n), ratio(1n, 3n)],
  ])(
    'stake %s, all allocated to all: profit and Byzantine fraction',
    (_, stake, unit, profit, part) => {
      const network = symmetric(3, stake, stake, unit, ratio(1n, 2n))
      const attack = elasticAttack(network)
      expect(
        attack.nullReason === null && ratio(attack.profit.num, attack.profit.den * unit),
      ).toEqual(profit)
      expect(byzantineFraction(network)).toMatchObject({ fraction: part })
    },
  )

  test('a secure network has a negative profit: the sign decides, not an inverted flag', () => {
    const secure = elasticAttack(symmetric(3, 2n, 2n, 1n, ratio(1n, 2n)))
    const insecure = elasticAttack(symmetric(3, 1n, 1n, 1n, ratio(1n, 2n)))
    expect([secure, insecure].map((a) => a.nullReason === null && a.profit.num > 0n)).toEqual([
      false,
      true,
    ])
  })

  test('stretch: of 100 allocated as 80 and 80, the first service slashes 80, and 20 are left for the second', () => {
    const network = elasticNetwork(
      [100n],
      [0, 1].map(() => ({
        profit: 1n,
        threshold: ratio(1n),
        allocations: [{ validator: 0, amount: 80n }],
      })),
    )
    expect(afterByzantine(network, new Set([0]))).toEqual({
      stake: [20n],
      services: [
        { profit: 1n, threshold: ratio(1n), allocations: [{ validator: 0, amount: 20n }] },
      ],
    })
  })
})

describe('reference code: minimum stake of ten validators and ten services of profit 1', () => {
  // A degree d allocates d * stake / 10 to each service; at the least stake the best attack breaks
  // even.
  test.each([
    ['1/3', 1, ratio(3n)],
    ['1/3', 1.5, ratio(20n, 7n)],
    ['1/3', 2, ratio(30n, 11n)],
    ['1/3', 3, ratio(5n, 2n)],
    ['1/2', 1, ratio(2n)],
    ['1/2', 1.5, ratio(2n)],
    ['1/2', 2, ratio(2n)],
    ['1/2', 3, ratio(2n)],
  ])(
    'at threshold %s and degree %s it is %o, where the best attack breaks even',
    (threshold, degree, least) => {
      const [a, b] = threshold.split('/').map(BigInt)
      // In units of 1 / (20 * den), so that allocations are whole.
      const unit = 20n * least.den
      const stake = least.num * 20n
      const amount = (stake * BigInt(degree * 2)) / 20n
      const profitAt = (profit: bigint) => {
        const attack = elasticAttack(symmetric(10, stake, amount, profit, ratio(a!, b)))
        if (attack.nullReason !== null) throw new Error(attack.nullReason)
        return attack.profit
      }
      expect(profitAt(unit)).toEqual(ratio(0n))
      expect(profitAt(unit + 1n).num > 0n).toBe(true)
      expect(profitAt(unit - 1n).num < 0n).toBe(true)
    },
  )
})

const network = fc
  .tuple(
    fc.array(fc.bigInt({ min: 0n, max: 6n }), { minLength: 1, maxLength: 3 }),
    fc.array(
      fc.record({
        profit: fc.bigInt({ min: 0n, max: 6n }),
        threshold: fc.constantFrom(ratio(1n, 2n), ratio(1n)),
        parts: fc.array(fc.bigInt({ min: 0n, max: 6n }), { minLength: 3, maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  )
  .map(([stake, services]) =>
    elasticNetwork(
      stake,
      services.map(({ parts, ...service }) => ({
        ...service,
        allocations: stake.map((own, validator) => ({
          validator,
          amount: parts[validator]! < own ? parts[validator]! : own,
        })),
      })),
    ),
  )

/** The best of all attacks with whole and half units of stake; null: no service can be won. */
function slowAttack({ stake, services }: ElasticNetwork): Ratio | null {
  let best: Ratio | null = null
  for (let mask = 1; mask < 2 ** services.length; mask++) {
    const chosen = services.filter((_, s) => (mask >> s) & 1)
    if (chosen.some(({ profit }) => profit === 0n)) continue
    // Amounts used by each validator in each service, in halves.
    const use = (validator: number, s: number): bigint[] => {
      const most = chosen[s]!.allocations[validator]!.amount * 2n
      return Array.from({ length: Number(most) + 1 }, (_, half) => BigInt(half))
    }
    let reached: [bigint[], bigint][] = [[chosen.map(() => 0n), 0n]]
    stake.forEach((own, validator) => {
      const next = new Map<string, [bigint[], bigint]>()
      for (const [sums, cost] of reached) {
        for (const first of use(validator, 0)) {
          for (const second of chosen.length > 1 ? use(validator, 1) : [0n]) {
            const used = first + second
            const total = cost + (used < own * 2n ? used : own * 2n)
            const sum = [sums[0]! + first, ...(chosen.length > 1 ? [sums[1]! + second] : [])]
            const before = next.get(sum.join())
            if (!before || total < before[1]) next.set(sum.join(), [sum, total])
          }
        }
      }
      reached = [...next.values()]
    })
    for (const [sums, cost] of reached) {
      const enough = chosen.every(({ threshold, allocations }, s) => {
        const all = allocations.reduce((sum, { amount }) => sum + amount, 0n)
        return compare(ratio(sums[s]!, 2n), ratio(threshold.num * all, threshold.den)) >= 0n
      })
      if (!enough) continue
      const gain = chosen.reduce((sum, { profit }) => sum + profit, 0n)
      const profit = ratio(2n * gain - cost, 2n)
      if (best === null || compare(profit, best) > 0n) best = profit
    }
  }
  return best
}

describe('against brute force over attacks in half units', () => {
  test('the most profitable attack is the best of all', () => {
    fc.assert(
      fc.property(network, (of) => {
        const attack = elasticAttack(of)
        expect(attack.nullReason === null ? attack.profit : null).toEqual(slowAttack(of))
      }),
    )
  })

  test('the Byzantine fraction is the minimum weight of all choices after which an attack breaks even', () => {
    fc.assert(
      fc.property(network, (of) => {
        const weight = ({ services }: ElasticNetwork) =>
          services.reduce(
            (sum, { profit, threshold }) => sum + (2n * profit * threshold.den) / threshold.num,
            0n,
          )
        let least = ratio(1n)
        const all = weight(of)
        for (let mask = 0; mask < 2 ** of.services.length - 1; mask++) {
          const turned = new Set([...of.services.keys()].filter((s) => (mask >> s) & 1))
          const left = afterByzantine(of, turned)
          const profit = slowAttack(left)
          if (all === 0n || profit === null || profit.num < 0n) continue
          const part = ratio(all - weight(left), all)
          if (compare(part, least) < 0n) least = part
        }
        const answer = byzantineFraction(of)
        if (all === 0n) expect(answer).toEqual({ nullReason: 'NO_PROFIT' })
        else expect(answer).toMatchObject({ fraction: least })
      }),
    )
  })
})

describe('input that is no elastic network', () => {
  const service = { profit: 1n, threshold: ratio(1n), allocations: [{ validator: 0, amount: 1n }] }

  test.each([
    ['an allocation above the stake', [0n], service],
    ['a negative allocation', [1n], { ...service, allocations: [{ validator: 0, amount: -1n }] }],
    ['an unknown validator', [1n], { ...service, allocations: [{ validator: 1, amount: 1n }] }],
    [
      'a validator listed more than once',
      [1n],
      { ...service, allocations: [...service.allocations, ...service.allocations] },
    ],
    ['a negative profit', [1n], { ...service, profit: -1n }],
    ['a threshold of 0', [1n], { ...service, threshold: ratio(0n) }],
  ])('%s is refused', (_, stake, invalid) => {
    expect(() => elasticNetwork(stake, [invalid])).toThrow(RangeError)
  })
})
