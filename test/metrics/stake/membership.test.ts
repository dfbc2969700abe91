import { describe, expect, test } from 'vitest'
import { ratio } from '../../../src/risk/math/ratio'
import { useRecordedApi } from '../../support/api/recorded-api'
import type { Checkpoint } from '../../support/recordings'
import { near, networkOf, sum } from '../../support/risk/dense-network'
import { CHECKED } from '../../support/risk/pool-network'

interface Shared {
  from: { id: string }
  to: { id: string }
  share: string
}

/** Pools in which an operator has stake. */
function stakedPools({ operators }: Checkpoint): string[] {
  const pools = Object.values(operators).flatMap(({ shares }) =>
    Object.entries(shares).flatMap(([pool, amount]) =>
      amount === '0' ? [] : [pool.toLowerCase()],
    ),
  )
  return [...new Set(pools)].sort()
}

describe.each(CHECKED)(
  'who serves an AVS of $name, by what contracts answered',
  ({ dir, chosen }) => {
    const api = useRecordedApi('membership', dir)

    test.each(chosen)(
      'does not depend on the pool in the scope, at block $block',
      async (truth) => {
        for (const pool of stakedPools(truth)) {
          const at = `scope: {pool: "${pool}"}, block: {number: ${truth.block}}`
          const network = networkOf(truth, pool)
          for (const basis of ['REGISTERED', 'SLASHABLE'] as const) {
            const matrix = basis === 'REGISTERED' ? network.registered : network.slashable
            const { exposure } = await api.ask(
              `{ exposure(basis: ${basis}, ${at}) { directed(limit: 1000) { from { id } to { id } share } } }`,
            )
            const told = new Map(
              exposure.directed.map(({ from, to, share }: Shared) => [
                `${from.id} ${to.id}`,
                share,
              ]),
            )
            // Of more pairs than are listed, those with the smallest shares are left out.
            const smallest =
              exposure.directed.length < 1000 ? 0 : Number(exposure.directed.at(-1).share) + 1e-15
            for (const [from, serving] of matrix) {
              for (const [to, column] of matrix) {
                const common = [...column].filter(([operator]) => serving.has(operator))
                const part = sum(common.map(([, amount]) => amount))
                const share = told.get(`${from} ${to}`) as string | undefined
                const expected = part === 0n ? null : ratio(part, sum(column.values()))
                if (from === to || !expected) expect(share).toBeUndefined()
                else if (share !== undefined) near(share, expected)
                else expect(Number(expected.num) / Number(expected.den)).toBeLessThan(smallest)
              }
            }
          }
          const { leverage, overlap } = await api.ask(
            `{ leverage(${at}) { avss { avs { id } exclusiveShare } }
           overlap(among: AVSS, measure: JACCARD, ${at}) { pairs(limit: 1000) { a { id } b { id } value } } }`,
          )
          for (const { avs, exclusiveShare } of leverage.avss) {
            const column = network.registered.get(avs.id) ?? new Map<string, bigint>()
            const total = sum(column.values())
            const alone = [...column].filter(([operator]) => {
              return (
                [...network.registered.values()].filter((one) => one.has(operator)).length === 1
              )
            })
            if (total === 0n) expect(exclusiveShare).toBeNull()
            else near(exclusiveShare, ratio(sum(alone.map(([, amount]) => amount)), total))
          }
          for (const { a, b, value } of overlap.pairs) {
            const [first, second] = [a, b].map(({ id }) => {
              return new Set(network.registered.get(id)?.keys())
            })
            const all = new Set([...first!, ...second!])
            const both = first!.size + second!.size - all.size
            if (all.size === 0) expect(value).toBeNull()
            else near(value, ratio(BigInt(both), BigInt(all.size)))
          }
        }
      },
    )
  },
)
