import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  everyVaultAttack,
  leastOf,
  lossOf,
  restaked,
  smallVaultNetwork,
  subsets,
  type VaultNetwork,
  weightOf,
  worstCascade,
} from '../../../test/support/risk/elastic/vault-networks'
import { compare, type Ratio, ratio } from '../math/ratio'
import { certificate, lossBound } from './certificate'
import { coalitionOf, improve } from './coalition'
import { costOfCorruption } from './corruption'
import { exactSlack } from './exact-slack'
import { headroom } from './headroom'
import { lossSlack } from './loss-slack'
import { freeAttacks } from './network'
import { openServices } from './open-services'
import { roundedCertificate } from './rounded-certificate'
import { cheapestSharedCover } from './shared-cover'
import { verdict } from './verdict'

const small = smallVaultNetwork({ operators: 3, services: 3, stake: 9n, profit: 9n })
/** Networks with profits just below what corrupts a service, so that a first loss makes attacks pay. */
const tiny = smallVaultNetwork({ operators: 2, services: 2, stake: 20n, profit: 5n }).map(
  (of): VaultNetwork => ({
    ...of,
    services: of.services.map(({ profit, threshold }, service) => {
      const own = of.entries.filter((one) => one.service === service)
      const stake = own.reduce((sum, one) => sum + weightOf(one), 0n)
      return { threshold, profit: (profit * threshold.num * stake) / (6n * threshold.den) }
    }),
  }),
)

const atMost = (a: Ratio | null, b: Ratio | null) =>
  b === null || (a !== null && compare(a, b) <= 0n)

/** One vault that each of some services may take in part, through one operator. */
const oneVault = (
  cap: bigint,
  services: readonly (readonly [amount: bigint, profit: bigint])[],
) => {
  const all: VaultNetwork = {
    caps: [cap],
    isDivided: [false],
    entries: services.map(([amount], service) => {
      return { operator: 0, service, own: 0n, ofVaults: [amount] }
    }),
    services: services.map(([, profit]) => ({ profit, threshold: ratio(1n) })),
  }
  return restaked(all).network
}

describe('a vault of 100, by hand', () => {
  test('promised in full to three services is secure up to a profit of 100 of all together', () => {
    const with10 = [80n, 10n, 10n].map((profit) => [100n, profit] as const)
    expect(certificate(oneVault(100n, with10))).toMatchObject({ gamma: ratio(0n) })
    const with11 = [80n, 10n, 11n].map((profit) => [100n, profit] as const)
    expect(verdict(oneVault(100n, with11))).toMatchObject({
      status: 'ATTACK',
      witness: { services: [0, 1, 2], gain: 101n, cost: 100n },
      profit: ratio(1n),
    })
  })

  test('promised in parts of 40, 40 and 20 is three stakes: each is as secure as its own', () => {
    const network = oneVault(100n, [
      [40n, 20n],
      [40n, 10n],
      [20n, 10n],
    ])
    expect(certificate(network)).toMatchObject({ gamma: ratio(1n), binding: [0, 2] })
    expect(headroom(network)).toEqual([ratio(40n), ratio(40n), ratio(20n)])
  })

  test('60 for each of three services: 180 could be slashed, 100 is there, and the vault binds', () => {
    const network = oneVault(100n, [
      [60n, 30n],
      [60n, 30n],
      [60n, 30n],
    ])
    // T of the vault is 3 * 30 / 100, of each commitment 30 / 60.
    expect(certificate(network)).toMatchObject({ gamma: ratio(1n, 9n), binding: [3] })
    expect(headroom(network)).toEqual([ratio(40n), ratio(40n), ratio(40n)])
    // A loss of the vault is one of every commitment: 3 * 30 / 60 is more than 1.
    expect(lossSlack(network)).toEqual(ratio(-1n, 3n))
  })

  test('that is empty secures nothing: what is promised of it is lost for nothing', () => {
    const network = oneVault(0n, [[5n, 1n]])
    expect(certificate(network).gamma).toEqual(ratio(-1n))
    expect(verdict(network)).toMatchObject({ status: 'ATTACK', profit: ratio(1n) })
    expect(lossSlack(network)).toBeNull()
  })
})

describe('against all sets of commitments', () => {
  test('the cost of corruption is the least that any coalition loses', () => {
    fc.assert(
      fc.property(small, (of) => {
        const { exposure, buckets } = restaked(of)
        of.services.forEach(({ threshold }, service) => {
          const own = of.entries.filter((one) => one.service === service)
          const cost = costOfCorruption(exposure, exposure, service, threshold, buckets)
          if (own.length === 0) {
            expect(cost.nullReason).toBe('EMPTY')
            return
          }
          const all = own.reduce((sum, one) => sum + weightOf(one), 0n)
          const costs = subsets(own)
            .filter((some) => {
              const votes = some.reduce((sum, one) => sum + weightOf(one), 0n)
              return votes * threshold.den >= threshold.num * all
            })
            .map((some) => ratio(lossOf(of.caps, some)))
          const least = leastOf(costs)!
          expect(cost).toMatchObject({ lower: least, upper: least, exact: true })
          if (cost.nullReason === null) expect(compare(cost.relaxed, least) <= 0n).toBe(true)
        })
      }),
      { numRuns: 300 },
    )
  })

  test('of more vaults than are tried in all combinations it lies between two bounds, one of them a coalition', () => {
    const item = fc.array(fc.bigInt({ min: 0n, max: 9n }), { minLength: 5, maxLength: 5 })
    const caps = fc.array(fc.bigInt({ min: 0n, max: 12n }), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), caps, (parts, caps) => {
        const weights = parts.map((own) => own.reduce((sum, one) => sum + one, 0n))
        const items = weights.map((weight) => ({ cost: weight, weight }))
        const all = weights.reduce((sum, one) => sum + one, 0n)
        if (all === 0n) return
        const found = cheapestSharedCover(
          items,
          ratio(all, 2n),
          caps.map((cap, at) => ({
            cap,
            isPriced: true,
            parts: parts.map((own, item) => ({ item, amount: own[at]! })),
          })),
        )!
        const costOf = (chosen: readonly number[]) =>
          caps.reduce((sum, cap, at) => {
            const own = chosen.reduce((all, item) => all + parts[item]![at]!, 0n)
            return sum + (own < cap ? own : cap)
          }, 0n)
        const costs = subsets([...parts.keys()])
          .filter((some) => some.reduce((sum, one) => sum + weights[one]!, 0n) * 2n >= all)
          .map(costOf)
        const least = costs.reduce((a, b) => (b < a ? b : a))
        expect(found.lower <= least && least <= found.upper).toBe(true)
        expect(compare(found.relaxed, ratio(least)) <= 0n).toBe(true)
        expect(costOf(found.items)).toBe(found.upper)
      }),
      { numRuns: 300 },
    )
  })

  test('gamma* <= rounded gamma <= exact slack, which is that of all attacks; the verdict follows from it', () => {
    const seen = { CERTIFIED: 0, ATTACK: 0, UNDECIDED: 0, capped: 0 }
    fc.assert(
      fc.property(small, (of) => {
        const { network, entryOf } = restaked(of)
        const attacks = everyVaultAttack(of)
        const paying = attacks.filter(({ gain }) => gain > 0n)
        const slack = leastOf(paying.map(({ gain, cost }) => ratio(cost - gain, gain)))
        const exact = exactSlack(network)
        expect(exact.nullReason === null ? exact.gamma : null).toEqual(slack)
        const said = verdict(network)
        const pays = attacks.some(({ gain, cost }) => gain > cost)
        expect(said.status).toBe(pays ? 'ATTACK' : 'CERTIFIED')
        seen[said.status]++
        if (said.status === 'ATTACK') {
          const { validators, cost, gain } = said.witness
          const slashed = validators.map((one) => entryOf[one]!)
          expect(cost).toBe(lossOf(of.caps, slashed))
          expect(said.profit).toEqual(ratio(gain - cost))
          if (cost < slashed.reduce((sum, one) => sum + weightOf(one), 0n)) seen.capped++
        }
        if (freeAttacks(network).length > 0) return
        const plain = certificate(network).gamma
        const rounded = roundedCertificate(network).gamma
        expect(atMost(plain, rounded)).toBe(true)
        expect(atMost(rounded, slack)).toBe(true)
      }),
      { numRuns: 300, seed: 5 },
    )
    expect(seen.CERTIFIED).toBeGreaterThan(20)
    expect(seen.capped).toBeGreaterThan(20)
  })

  test('an improved coalition wins at least as much, at the cost of its entries', () => {
    fc.assert(
      fc.property(small, fc.array(fc.nat(8)), (of, picks) => {
        const { network, entryOf } = restaked(of)
        const start = coalitionOf(
          network,
          picks.filter((one) => one < entryOf.length),
        )
        const end = improve(network, start)
        expect(end.gain - end.cost >= start.gain - start.cost).toBe(true)
        for (const { validators, cost } of [start, end]) {
          const slashed = validators.map((one) => entryOf[one]!)
          expect(cost).toBe(lossOf(of.caps, slashed))
        }
      }),
    )
  })

  test('no attack wins more than is proven of services whose stake is known in part', () => {
    fc.assert(
      fc.property(small, (of) => {
        const open = openServices(restaked(of).network)
        for (const { gain, cost } of everyVaultAttack(of)) {
          if (open === null) expect(gain).toBe(0n)
          else expect(compare(ratio(gain - cost), open.profitAtMost) <= 0n).toBe(true)
        }
      }),
    )
  })

  test('at its headroom a service leaves T of its commitments and vaults at 1 at most, and one at 1', () => {
    fc.assert(
      fc.property(small, (of) => {
        const rooms = headroom(restaked(of).network)
        rooms.forEach((room, service) => {
          const own = of.entries.filter((one) => one.service === service)
          if (own.length === 0 || room.num <= 0n) return
          const share = (other: number): Ratio => {
            const { profit, threshold } = of.services[other]!
            const all = of.entries.filter((one) => one.service === other)
            const stake = all.reduce((sum, one) => sum + weightOf(one), 0n)
            const worth = other === service ? room : ratio(profit)
            return ratio(worth.num * threshold.den, worth.den * threshold.num * stake)
          }
          const sums = [share(service)]
          of.caps.forEach((cap, vault) => {
            if (own.every(({ ofVaults }) => ofVaults[vault] === 0n)) return
            let [num, den] = [0n, 1n]
            for (const one of of.entries) {
              const part = share(one.service)
              num = num * part.den * cap + part.num * one.ofVaults[vault]! * den
              den *= part.den * cap
            }
            sums.push(ratio(num, den))
          })
          const most = sums.reduce((a, b) => (compare(b, a) > 0n ? b : a))
          expect(most).toEqual(ratio(1n))
        })
      }),
    )
  })

  test('a first loss and any attacks after it take less than the bound, of vaults that are cut and that are divided', () => {
    const seen = { bounds: 0, cascades: 0 }
    fc.assert(
      fc.property(tiny, (of) => {
        const { network } = restaked(of)
        const gamma = lossSlack(network)
        if (gamma === null || gamma.num <= 0n) return
        // The slack for losses is never above that for attacks.
        expect(atMost(gamma, certificate(network).gamma)).toBe(true)
        const all =
          of.caps.reduce((sum, cap) => sum + cap, 0n) +
          of.entries.reduce((sum, { own }) => sum + own, 0n)
        const vaults = of.caps.reduce<bigint[][]>(
          (lists, cap) =>
            lists.flatMap((list) =>
              [0n, 1n, 2n, cap / 3n].filter((lost) => lost <= cap).map((lost) => [...list, lost]),
            ),
          [[]],
        )
        const losses = of.entries.reduce<bigint[][]>(
          (lists, { own }) =>
            lists.flatMap((list) => [
              [...list, 0n],
              [...list, own],
            ]),
          [[]],
        )
        for (const first of vaults) {
          for (const own of losses) {
            const lost = [...first, ...own].reduce((sum, one) => sum + one, 0n)
            if (lost === 0n) continue
            const total = worstCascade(of, { vaults: first, own })
            const bound = lossBound(gamma, ratio(lost, all))!
            seen.bounds++
            if (bound.num === bound.den) continue
            if (total > lost) seen.cascades++
            expect(compare(ratio(total, all), bound) < 0n).toBe(true)
          }
        }
      }),
      { numRuns: 800, seed: 9 },
    )
    expect(seen.cascades).toBeGreaterThan(20)
  })
})
