import type { StakeScope } from './file'
import { compare, decimalOf, fractionOf } from './fraction'
import type { StateRule, Verdict } from './rule'
import {
  groupOf,
  isAmong,
  namesOf,
  queryStakes,
  type StakeGroup,
  stakesSql,
  subjectsOf,
  touchedGroups,
} from './stake-groups'

interface Thresholds extends StakeScope {
  above: string
  clearBelow: string
}

/** An operator has a share of the delegated stake of a pool, or of what an operator set has of a pool. */
export function operatorShare({ above, clearBelow, ...scope }: Thresholds): StateRule {
  const [upper, lower] = [fractionOf(above), fractionOf(clearBelow)]
  const text = `SELECT operator, "group", "operatorSet", pool, shares::text, total::text FROM (${stakesSql(scope)}) s
    WHERE shares * $6::numeric >= $7::numeric * total OR operator || '-' || "group" = ANY ($8)`
  return {
    touched: touchedGroups(scope),
    async judge(query, block, keys, fired) {
      const bound = [lower.denominator.toString(), lower.numerator.toString(), fired]
      type Row = StakeGroup & Record<'operator' | 'shares' | 'total', string>
      const rows = await queryStakes<Row>(query, text, block, keys, scope, bound)
      const verdicts = rows.map(({ operator, shares, total, ...group }): Verdict => {
        const [part, all] = [BigInt(shares), BigInt(total)]
        const share = decimalOf(part, all)
        return {
          subject: `${operator}-${group.group}`,
          fires: compare(part, all, upper, lower),
          subjects: [operator, ...subjectsOf(group)],
          data: { operator, ...namesOf(group), share, shares, total, above, clearBelow },
        }
      })
      const gone = missing(verdicts, fired).flatMap((subject): Verdict[] => {
        const at = subject.indexOf('-')
        const operator = subject.slice(0, at)
        const group = groupOf(subject.slice(at + 1))
        if (!isAmong(group, keys)) return []
        const data = { operator, ...namesOf(group), share: '0' }
        return [{ subject, fires: false, subjects: [operator, ...subjectsOf(group)], data }]
      })
      return [...verdicts, ...gone]
    },
  }
}

/** The concentration on few operators: Herfindahl index, or the share of the largest. */
export function concentration({
  measure,
  above,
  clearBelow,
  ...scope
}: Thresholds & { measure: 'hhi' | 'largest' }): StateRule {
  const [upper, lower] = [fractionOf(above), fractionOf(clearBelow)]
  const text = `SELECT "group", "operatorSet", pool, sum(shares * shares)::text AS squares, max(shares)::text AS largest,
      sum(shares)::text AS total
    FROM (${stakesSql(scope)}) s GROUP BY "group", "operatorSet", pool`
  return {
    touched: touchedGroups(scope),
    async judge(query, block, keys, fired) {
      type Row = StakeGroup & Record<'squares' | 'largest' | 'total', string>
      const rows = await queryStakes<Row>(query, text, block, keys, scope)
      const verdicts = rows.map(({ squares, largest, total, ...group }): Verdict => {
        const all = BigInt(total)
        const [part, whole] =
          measure === 'hhi' ? [BigInt(squares), all * all] : [BigInt(largest), all]
        const value = decimalOf(part, whole)
        return {
          subject: group.group,
          fires: compare(part, whole, upper, lower),
          subjects: subjectsOf(group),
          data: { ...namesOf(group), measure, value, total, above, clearBelow },
        }
      })
      const gone = missing(verdicts, fired).flatMap((subject): Verdict[] => {
        const group = groupOf(subject)
        if (!isAmong(group, keys)) return []
        const data = { ...namesOf(group), measure, value: '0' }
        return [{ subject, fires: false, subjects: subjectsOf(group), data }]
      })
      return [...verdicts, ...gone]
    },
  }
}

/** Fired subjects that have no stake any more, as far as they were evaluated. */
function missing(verdicts: readonly Verdict[], fired: readonly string[]): string[] {
  const found = new Set(verdicts.map(({ subject }) => subject))
  return fired.filter((subject) => !found.has(subject))
}
