import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stakeGraph } from '../../../test/support/risk/risk-graph'
import { add, compare, divide, multiply, type Ratio, ratio, subtract } from '../math/ratio'
import { WAD } from '../math/wad'
import { Valuation } from '../value/valuation'
import { afterBoth, haircuts, haircutsOf, sharedLoss } from './haircut'
import {
  type BackedToken,
  followLayers,
  type Holding,
  holdingsOf,
  MAX_WRAP_DEPTH,
  type WrappingPool,
} from './layers'

const ZERO = ratio(0n)
const sum = (values: readonly Ratio[]) => values.reduce(add, ZERO)
const holding = (pool: number, amount: bigint, slashable = 0n): Holding => {
  return { pool, amount, slashable: ratio(slashable) }
}
const token = (id: string, backing: readonly Holding[], more: Partial<BackedToken> = {}) => {
  return { id, backing, supply: 100n, unbacked: 0n, ...more }
}
/** Prices of pools; null: none. */
const at = (...weights: (bigint | null)[]) => new Valuation(weights, 1n)
const wrap = (token: BackedToken, rate: bigint | null = WAD, shares = 0n): WrappingPool => {
  return { token, rate, shares }
}

describe('the incident of April 2026, from governance.aave.com 24481, 24726 and 24740', () => {
  const UNITS = 10n ** 18n
  const rsEth = token('rsETH', [holding(0, 700_000n * UNITS)], {
    supply: 647_222n * UNITS,
    unbacked: 116_500n * UNITS,
  })
  const loss = sharedLoss(rsEth, new Map(), at(null), { slashing: true, unbacked: true }).value!
  const { shared, alone, others } = haircutsOf(rsEth, loss, ratio(158_417n * UNITS))
  const percent = ({ num, den }: Ratio) => Number((num * 1_000_000n) / den) / 10_000

  test('116,500 unbacked units beside 647,222 cost all holders 15.25 %', () => {
    expect(shared).toEqual(ratio(116_500n, 763_722n))
    expect(percent(shared)).toBeCloseTo(15.25, 2)
  })

  test('one layer of 158,417 units that bears them alone loses 73.54 %, and the others nothing', () => {
    expect(alone).toEqual(ratio(116_500n, 158_417n))
    expect(percent(alone!)).toBeCloseTo(73.54, 2)
    expect(others).toEqual(ZERO)
  })

  test('both rules take the same number of units', () => {
    const all = multiply(shared, ratio(763_722n))
    expect(multiply(alone!, ratio(158_417n))).toEqual(all)
    expect(all).toEqual(ratio(116_500n))
  })
})

describe('layers, by hand', () => {
  // Pool 0 is plain, pool 1 holds A (2 units a share), pool 2 holds B. B is backed by A and by pool 0.
  const a = token('A', [holding(0, 1_000n, 100n)], { supply: 200n })
  const b = token('B', [holding(0, 50n), holding(1, 20n, 5n)], { supply: 10n })
  const pools = new Map([
    [1, wrap(a, 2n * WAD)],
    [2, wrap(b)],
  ])

  test('5 units of 10 B claim half of its 20 shares, which are 20 of 200 A', () => {
    const { layers, cycles, isComplete } = followLayers([holding(2, 5n), holding(0, 9n)], pools)
    expect(layers.map(({ path, units, share, gap }) => ({ path, units, share, gap }))).toEqual([
      { path: [2], units: ratio(5n), share: ratio(1n, 2n), gap: null },
      { path: [2, 1], units: ratio(20n), share: ratio(1n, 10n), gap: null },
    ])
    expect({ cycles, isComplete }).toEqual({ cycles: [], isComplete: true })
  })

  test('slashing takes a tenth of A; of B what it does to pools 0 and 1, by worth', () => {
    const causes = { slashing: true, unbacked: false }
    expect(sharedLoss(a, pools, at(null, null, null), causes).value).toEqual(ratio(1n, 10n))
    expect(sharedLoss(b, pools, at(1n, null, null), causes)).toMatchObject({
      nullReason: 'UNPRICED',
    })
    // Pool 1: a quarter of its shares, and a tenth of what is left: 13/40 of a worth of 40 beside 50.
    expect(sharedLoss(b, pools, at(1n, 2n, null), causes).value).toEqual(ratio(13n, 90n))
  })

  test('a token that is held in its own backing is a cycle: followed once, and its loss is unknown', () => {
    const own = token('C', [holding(0, 10n), holding(3, 5n)])
    const looped = new Map([[3, wrap(own)]])
    const { layers, cycles } = followLayers([holding(3, 1n)], looped)
    expect(layers.map(({ path }) => path)).toEqual([[3]])
    expect(cycles).toEqual([[3, 3]])
    const causes = { slashing: true, unbacked: false }
    expect(sharedLoss(own, looped, at(1n, 1n, 1n, 1n), causes).nullReason).toBe('CYCLE')
  })

  test.each([
    ['RATE_UNKNOWN', wrap(a, null)],
    ['SUPPLY_UNKNOWN', wrap({ ...a, supply: null })],
    ['SUPPLY_TOO_SMALL', wrap(a, WAD, 201n)],
    ['NO_BACKING', wrap({ ...a, backing: [] })],
  ] as const)('without a figure there is no share, but the reason: %s', (gap, pool) => {
    const [layer] = followLayers([holding(1, 5n)], new Map([[1, pool]])).layers
    expect(layer).toMatchObject({ share: null, gap })
  })

  test('what is inside an unknown layer is unknown, too', () => {
    const unknown = new Map([...pools, [2, wrap({ ...b, supply: null })] as const])
    const { layers } = followLayers([holding(2, 5n)], unknown)
    expect(layers.map(({ gap }) => gap)).toEqual(['SUPPLY_UNKNOWN', 'OUTER_UNKNOWN'])
  })

  test('a chain deeper than 8 is followed 8 deep, and more paths than asked for are not; both are said', () => {
    const chain = new Map<number, WrappingPool>()
    for (let pool = 20; pool > 0; pool--) {
      chain.set(pool, wrap(token(`T${pool}`, [holding(pool + 1, 10n)])))
    }
    const deep = followLayers([holding(1, 5n)], chain)
    expect(deep.layers.map(({ path }) => path.length)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(MAX_WRAP_DEPTH).toBe(8)
    expect(deep.isComplete).toBe(false)
    const few = followLayers([holding(1, 5n)], chain, 3)
    expect([few.layers.length, few.isComplete]).toEqual([3, false])
  })

  test('holdings are by pool, with what sets can take of the buckets; what is undelegated cannot be slashed', () => {
    const graph = stakeGraph({
      operators: ['a', 'b'],
      sets: { e: 's', f: 's' },
      stake: { 'a/p': 10n, 'b/p': 4n },
      registered: {},
      slashable: { e: { 'a/p': 7n }, f: { 'a/p': 9n } },
    })
    const positions = [
      { bucket: null, pool: 0, amount: 1n },
      { bucket: 0, pool: 0, amount: 5n },
      { bucket: 1, pool: 0, amount: 2n },
      { bucket: 1, pool: 0, amount: 0n },
    ]
    expect(holdingsOf(graph, positions)).toEqual([holding(0, 8n, 5n)])
  })
})

/** Tokens whose backing lies in plain pools and in pools of any tokens; pool n + i holds token i. */
const PLAIN = 2
const network = (acyclic: boolean) =>
  fc
    .integer({ min: 1, max: 4 })
    .chain((count) =>
      fc.array(
        fc.record({
          plain: fc.array(fc.bigInt({ min: 1n, max: 50n }), { minLength: PLAIN, maxLength: PLAIN }),
          inside: fc.array(fc.bigInt({ min: 0n, max: 20n }), {
            minLength: count,
            maxLength: count,
          }),
          slashed: fc.array(fc.integer({ min: 0, max: 10 }), {
            minLength: PLAIN + count,
            maxLength: PLAIN + count,
          }),
          supply: fc.bigInt({ min: 500n, max: 900n }),
          unbacked: fc.bigInt({ min: 0n, max: 300n }),
          rate: fc.bigInt({ min: 1n, max: 3n }),
        }),
        { minLength: count, maxLength: count },
      ),
    )
    .map((tokens) => {
      const made: BackedToken[] = tokens.map(
        ({ plain, inside, slashed, supply, unbacked }, index) => {
          const amounts = [
            ...plain,
            ...inside.map((one, to) => (acyclic && to <= index ? 0n : one)),
          ]
          const backing = amounts.flatMap((amount, pool) => {
            const taken = ratio(amount * BigInt(slashed[pool]!), 10n)
            return amount === 0n ? [] : [{ pool, amount, slashable: taken }]
          })
          return { id: `t${index}`, backing, supply, unbacked }
        },
      )
      const pools = new Map(
        made.map((one, index): [number, WrappingPool] => [
          PLAIN + index,
          wrap(one, tokens[index]!.rate * WAD),
        ]),
      )
      return { tokens: made, pools }
    })

/** All sequences of pools without repetition of one, by trying them all. */
function* sequences(pools: readonly number[]): Iterable<number[]> {
  for (const pool of pools) {
    yield [pool]
    for (const rest of sequences(pools.filter((one) => one !== pool))) yield [pool, ...rest]
  }
}

test('layers are those of a slow search over all sequences of pools', () => {
  fc.assert(
    fc.property(network(false), fc.bigInt({ min: 1n, max: 9n }), ({ tokens, pools }, amount) => {
      const start = tokens.map((_, index) => holding(PLAIN + index, amount))
      const expected = new Map<string, Ratio>()
      for (const path of sequences([...pools.keys()])) {
        let held = start
        let share: Ratio | null = ratio(1n)
        for (const pool of path) {
          const own: Holding | undefined = held.find((one) => one.pool === pool)
          const { token, rate } = pools.get(pool)!
          const part: Ratio = ratio(
            (own?.amount ?? 0n) * (rate! / WAD),
            token.supply! + token.unbacked,
          )
          share = own && share ? multiply(share, part) : null
          held = [...token.backing]
        }
        if (share) expected.set(path.join(), share)
      }
      const { layers, cycles } = followLayers(start, pools)
      expect(new Map(layers.map(({ path, share }) => [path.join(), share]))).toEqual(expected)
      expect(layers.length).toBe(expected.size)
      for (const path of cycles) {
        expect(path.indexOf(path.at(-1)!)).toBeLessThan(path.length - 1)
        expect(expected.has(path.slice(0, -1).join())).toBe(true)
      }
    }),
  )
})

test('claims are conserved: all units together claim the backing once, however they are divided', () => {
  const parts = fc.array(fc.bigInt({ min: 1n, max: 100n }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(network(true), parts, ({ tokens: [first], pools }, units) => {
      const supply = units.reduce((all, one) => all + one, 0n)
      const whole = { ...first!, supply, unbacked: 0n }
      const divided = new Map([...pools, [PLAIN, wrap(whole)] as const])
      const byPath = new Map<string, Ratio>()
      for (const amount of units) {
        for (const { path, share } of followLayers([holding(PLAIN, amount)], divided).layers) {
          byPath.set(path.join(), add(byPath.get(path.join()) ?? ZERO, share!))
        }
      }
      const [direct] = followLayers([holding(PLAIN, supply)], divided).layers
      expect(direct!.share).toEqual(ratio(1n))
      const alone = followLayers(whole.backing, divided).layers
      for (const { path, share } of alone) {
        expect(byPath.get([PLAIN, ...path].join())).toEqual(share)
      }
      expect(byPath.size).toBe(alone.length + 1)
    }),
  )
})

test('losses are conserved: by both rules, those of the layer and of the others are the whole loss', () => {
  const amount = fc.bigInt({ min: 0n, max: 1_000n })
  fc.assert(
    fc.property(amount, amount, amount, (one, two, lost) => {
      const [units, layer] = [ratio(one + two + 1n), ratio(one)]
      const loss = ratio(lost > one + two ? one + two : lost)
      const { shared, alone, others } = haircuts(units, loss, layer)
      const borne = [
        multiply(alone ?? ZERO, layer),
        multiply(others ?? ZERO, subtract(units, layer)),
      ]
      expect(sum(borne)).toEqual(loss)
      expect(multiply(shared, units)).toEqual(loss)
      for (const part of [shared, alone ?? ZERO, others ?? ZERO]) {
        expect(compare(part, ZERO) >= 0n && compare(part, ratio(1n)) <= 0n).toBe(true)
      }
      // The others lose something only once the layer has lost all.
      if (others && others.num > 0n && alone) expect(alone).toEqual(ratio(1n))
    }),
  )
})

test('the loss of a unit is that of a ledger in which stake is slashed and units are issued', () => {
  fc.assert(
    fc.property(
      network(true),
      fc.boolean(),
      fc.boolean(),
      ({ tokens, pools }, slashing, unbacked) => {
        /** Worth of a unit of each token, from the innermost out; a base unit of plain pool p is worth p + 1. */
        const worths = (isSlashed: boolean, isDiluted: boolean) => {
          const found = new Map<number, Ratio>()
          for (let index = tokens.length - 1; index >= 0; index--) {
            const one = tokens[index]!
            const backing = one.backing.map(({ pool, amount, slashable }) => {
              const left = isSlashed ? subtract(ratio(amount), slashable) : ratio(amount)
              return multiply(left, shareWorth(found, pool))
            })
            const units = one.supply! + (isDiluted ? one.unbacked : 0n)
            found.set(index, divide(sum(backing), ratio(units)))
          }
          return found
        }
        const shareWorth = (unit: ReadonlyMap<number, Ratio>, pool: number) =>
          pool < PLAIN
            ? ratio(BigInt(pool + 1))
            : multiply(unit.get(pool - PLAIN)!, ratio(pools.get(pool)!.rate!, WAD))
        const before = worths(false, false)
        const after = worths(slashing, unbacked)
        const prices = [...Array(PLAIN + tokens.length).keys()].map((pool) =>
          shareWorth(before, pool),
        )
        const scale = prices.reduce((all, { den }) => all * den, 1n)
        const valuation = at(...prices.map(({ num, den }) => (num * scale) / den))
        tokens.forEach((one, index) => {
          const { value } = sharedLoss(one, pools, valuation, { slashing, unbacked })
          const left = divide(after.get(index)!, before.get(index)!)
          expect(value).toEqual(subtract(ratio(1n), left))
        })
      },
    ),
  )
})

test('two losses in a row leave what both leave', () => {
  expect(afterBoth(ratio(1n, 4n), ratio(1n, 10n))).toEqual(ratio(13n, 40n))
  expect(afterBoth(ratio(1n), ratio(1n, 3n))).toEqual(ratio(1n))
})
