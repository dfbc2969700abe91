import { heldAt } from '../../reads/at-block'
import { compare, decimalOf, fractionOf } from './fraction'
import type { StateRule, Verdict } from './rule'

interface ShareSpec {
  above: string
  clearBelow: string
  /** Null: all. */
  pools: string[] | null
}

/** Pools of a row `block` whose stake changed, as far as the rule is about them. */
const touchedPools = (pools: string[] | null) => (kind: string, data: Record<string, unknown>) => {
  if (kind !== 'block') return []
  const changed = (data.stakePools ?? []) as string[]
  return pools ? changed.filter((pool) => pools.includes(pool)) : changed
}

const STAKES = `SELECT key, operator_id AS operator, pool_id AS pool, shares, sum(shares) OVER (PARTITION BY pool_id) AS total
  FROM operator_stake WHERE ${heldAt('$1')} AND ($2::text[] IS NULL OR pool_id = ANY ($2))`

/** An operator has a share of the delegated stake of a pool. */
export function operatorShare({ above, clearBelow, pools }: ShareSpec): StateRule {
  const [upper, lower] = [fractionOf(above), fractionOf(clearBelow)]
  return {
    touched: touchedPools(pools),
    async judge(query, block, keys, fired) {
      const rows = await query<Record<'key' | 'operator' | 'pool' | 'shares' | 'total', string>>(
        `SELECT key, operator, pool, shares::text, total::text FROM (${STAKES}) s
         WHERE shares * $3::numeric >= $4::numeric * total OR key = ANY ($5)`,
        [block, keys ?? pools, lower.denominator.toString(), lower.numerator.toString(), fired],
      )
      const verdicts = rows.map(({ key, operator, pool, shares, total }): Verdict => {
        const [part, all] = [BigInt(shares), BigInt(total)]
        return {
          subject: key,
          fires: compare(part, all, upper, lower),
          subjects: [operator, pool],
          data: { operator, pool, share: decimalOf(part, all), shares, total, above, clearBelow },
        }
      })
      return [...verdicts, ...gone(verdicts, fired, keys)]
    },
  }
}

/** Fired subjects of the evaluated pools that have no row any more. */
function gone(
  verdicts: readonly Verdict[],
  fired: readonly string[],
  keys: string[] | null,
): Verdict[] {
  const found = new Set(verdicts.map(({ subject }) => subject))
  return fired
    .filter((subject) => !found.has(subject))
    .map((subject) => ({ subject, pool: subject.slice(subject.lastIndexOf('-') + 1) }))
    .filter(({ pool }) => keys === null || keys.includes(pool))
    .map(({ subject, pool }) => {
      const operator = subject.slice(0, subject.lastIndexOf('-'))
      return {
        subject,
        fires: false,
        subjects: [operator, pool],
        data: { operator, pool, share: '0' },
      }
    })
}

/** The concentration of a pool over its operators: Herfindahl index, or the share of the largest. */
export function concentration({
  measure,
  above,
  clearBelow,
  pools,
}: ShareSpec & { measure: 'hhi' | 'largest' }): StateRule {
  const [upper, lower] = [fractionOf(above), fractionOf(clearBelow)]
  return {
    touched: touchedPools(pools),
    async judge(query, block, keys) {
      const rows = await query<{ pool: string; squares: string; largest: string; total: string }>(
        `SELECT pool, sum(shares * shares)::text AS squares, max(shares)::text AS largest, sum(shares)::text AS total
         FROM (${STAKES}) s GROUP BY pool`,
        [block, keys ?? pools],
      )
      return rows.map(({ pool, squares, largest, total }): Verdict => {
        const all = BigInt(total)
        const [part, whole] =
          measure === 'hhi' ? [BigInt(squares), all * all] : [BigInt(largest), all]
        return {
          subject: pool,
          fires: compare(part, whole, upper, lower),
          subjects: [pool],
          data: { pool, measure, value: decimalOf(part, whole), total, above, clearBelow },
        }
      })
    },
  }
}
