import type { Checkpoint } from '../support/recordings'
import { ask, type TruthCheck } from './check'

interface Pool {
  id: string
  delegatedShares: string
  totalShares: string
}

/** Sums by pool in lower case, without zeros. */
function summed(values: Iterable<readonly [pool: string, shares: string]>): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const [pool, shares] of values) {
    const key = pool.toLowerCase()
    sums.set(key, (sums.get(key) ?? 0n) + BigInt(shares))
  }
  return new Map([...sums].filter(([, sum]) => sum !== 0n))
}

/** All that the contracts hold for somebody, by pool: delegated, undelegated, queued, and slashed shares that wait. */
export function heldByPool(checkpoint: Checkpoint): Map<string, bigint> {
  const { operators, stakers, burnOrRedistributable } = checkpoint
  const pairs = (strategies: string[], shares: string[]) =>
    strategies.map((pool, i) => [pool, shares[i]!] as const)
  const own = Object.values(stakers)
  const isFree = ({ delegatedTo }: (typeof own)[0]) => !delegatedTo || /^0x0+$/.test(delegatedTo)
  return summed([
    ...Object.values(operators).flatMap(({ shares }) => Object.entries(shares)),
    ...own.filter(isFree).flatMap(({ withdrawable }) => Object.entries(withdrawable)),
    ...own.flatMap(({ queued }) =>
      queued.flatMap(({ strategies, shares }) => pairs(strategies, shares)),
    ),
    ...burnOrRedistributable.flatMap(({ strategies, shares }) => pairs(strategies, shares)),
  ])
}

const lines = (sums: Map<string, bigint>) => [...sums].map(([pool, sum]) => `${pool} ${sum}`)

const served =
  (value: 'delegatedShares' | 'totalShares'): TruthCheck['served'] =>
  async (api, block) => {
    // A sum costs more than its row.
    const { pools } = await ask<{ pools: Pool[] }>(
      api,
      `{ pools(block: {number: ${block}}, where: {protocol_eq: EIGENLAYER}, limit: 99) { id ${value} } }`,
    )
    return pools.flatMap((row) => (row[value] === '0' ? [] : `${row.id} ${row[value]}`))
  }

/** Sums over the stakers and operators of pools. */
export const poolChecks: TruthCheck[] = [
  {
    name: 'delegated shares of pools',
    expected: ({ operators }) =>
      lines(summed(Object.values(operators).flatMap(({ shares }) => Object.entries(shares)))),
    served: served('delegatedShares'),
  },
  {
    name: 'all shares of pools',
    expected: (checkpoint) => lines(heldByPool(checkpoint)),
    served: served('totalShares'),
  },
]
