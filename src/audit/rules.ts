import { BEACON_CHAIN_ETH } from '../facts/native-eth'
import { heldAt } from '../reads/at-block'
import type { Comparison, Difference } from './entries'
import { keyOf, keyOfReferences, type Reference } from './keys'
import type { Rows } from './rows'

/** A condition that our own rows must satisfy. */
export interface RowRule {
  name: string
  check(rows: Rows): Promise<Comparison>
}

const WAD = 10n ** 18n

/** Condition of a version at the audited block, the first parameter. */
const atBlock = (alias: string) => heldAt('$1', alias)

/** A comparison that is built row by row. */
class RowComparison implements Comparison {
  equal = 0
  unknown = 0
  different: Difference[] = []

  constructor(private readonly block: number) {}

  add(ok: boolean, key: string, ours: string, expected: string): void {
    if (ok) this.equal++
    else this.different.push({ block: this.block, key, ours, expected })
  }
}

/** @param select rows with `key`, `ours` and `ok`; $1 is the block */
function rule(name: string, expected: string, select: string): RowRule {
  return {
    name,
    async check(rows) {
      const comparison = new RowComparison(rows.block)
      const broken = await rows.sql<{ key: string; ours: string; total: number }>(
        `WITH t AS (${select}) SELECT n.total, b.key, b.ours FROM (SELECT count(*)::int AS total FROM t) n
         LEFT JOIN (SELECT key, ours FROM t WHERE ok IS NOT TRUE) b ON true ORDER BY b.key`,
        [rows.block],
      )
      for (const { key, ours } of broken)
        if (key !== null) comparison.add(false, key, ours, expected)
      comparison.equal = (broken[0]?.total ?? 0) - comparison.different.length
      return comparison
    },
  }
}

const OPERATORS_EXIST = `
  SELECT d.key, d.operator_id AS ours, EXISTS (SELECT 1 FROM operator o WHERE o.key = d.operator_id
    AND o.registered_at_block IS NOT NULL AND ${atBlock('o')}) AS ok
  FROM delegation d WHERE ${atBlock('d')}`

const WITHDRAWALS_HAVE_ITEMS = `
  SELECT w.key, 'no items' AS ours,
    EXISTS (SELECT 1 FROM withdrawal_item i WHERE i.withdrawal_id = w.key AND i.block <= $1) AS ok
  FROM withdrawal w WHERE w.status = 'QUEUED' AND ${atBlock('w')}`

/**
 * The emitted value includes deallocations that have taken effect until their queue is cleared. So it is between the
 * encumbered magnitude at the block, and that without any effect of pending deallocations.
 */
const EMITTED_ENCUMBERED = `
  SELECT key, format('%s, with allocations from %s to %s', emitted, lower, upper) AS ours,
    emitted BETWEEN lower AND upper AS ok
  FROM (
    SELECT m.key, m.stored_encumbered AS emitted,
      coalesce(sum(a.stored_magnitude + CASE WHEN a.stored_effect_block <= $1 THEN a.stored_diff
        ELSE greatest(a.stored_diff, 0) END), 0) AS lower,
      coalesce(sum(a.stored_magnitude + greatest(a.stored_diff, 0)), 0) AS upper
    FROM operator_magnitude m
    LEFT JOIN allocation a ON a.operator_id = m.operator_id AND a.pool_id = m.pool_id AND ${atBlock('a')}
    WHERE ${atBlock('m')} GROUP BY m.key, m.stored_encumbered
  ) sums`

/** Without native ETH: a pod's deposit shares could be negative before v1.3.0. */
const AMOUNTS = `
  SELECT 'operator stake ' || key AS key, shares::text AS ours, shares >= 0 AS ok
    FROM operator_stake s WHERE ${atBlock('s')}
  UNION ALL SELECT 'stake ' || key, deposit_shares::text, deposit_shares >= 0
    FROM stake s WHERE pool_id <> '${BEACON_CHAIN_ETH}' AND ${atBlock('s')}
  UNION ALL SELECT 'scaling factor ' || key, scaling_factor::text, scaling_factor > 0
    FROM stake s WHERE ${atBlock('s')}
  UNION ALL SELECT 'slashed shares ' || key, shares::text, shares > 0
    FROM slashed_shares s WHERE ${atBlock('s')}
  UNION ALL SELECT 'withdrawal item ' || id, scaled_shares::text, scaled_shares >= 0
    FROM withdrawal_item i WHERE block <= $1
  UNION ALL SELECT 'allocation ' || key, format('%s and %s', stored_magnitude, stored_diff),
    stored_magnitude >= 0 AND stored_magnitude + stored_diff >= 0
    FROM allocation a WHERE ${atBlock('a')}`

const magnitudesFit: RowRule = {
  name: '0 <= encumbered <= max <= 1e18',
  async check(rows) {
    type Row = { id: string; max: string; encumbered: string; allocatable: string }
    const selection = '{ id max encumbered allocatable }'
    const comparison = new RowComparison(rows.block)
    for (const row of await rows.list<Row>('operatorMagnitudes', selection)) {
      const [max, encumbered, allocatable] = [row.max, row.encumbered, row.allocatable].map(BigInt)
      const ok = encumbered! >= 0n && allocatable! >= 0n && encumbered! <= max! && max! <= WAD
      const ours = `encumbered ${encumbered}, allocatable ${allocatable}, max ${max}`
      comparison.add(ok, keyOf(row), ours, '0 <= encumbered <= max <= 1e18')
    }
    return comparison
  },
}

const allocationsAddUp: RowRule = {
  name: 'allocations add up to the encumbered magnitude',
  async check(rows) {
    type Allocation = {
      id: string
      operator: Reference
      pool: Reference
      magnitude: string
      pendingDiff: string
    }
    type Magnitude = { id: string; encumbered: string }
    const sums = new Map<string, bigint>()
    const selection = '{ id operator { id } pool { id } magnitude pendingDiff }'
    for (const one of await rows.list<Allocation>('allocations', selection)) {
      const key = keyOfReferences(one.operator, one.pool)
      const diff = BigInt(one.pendingDiff)
      const used = BigInt(one.magnitude) + (diff > 0n ? diff : 0n)
      sums.set(key, (sums.get(key) ?? 0n) + used)
    }
    const comparison = new RowComparison(rows.block)
    const encumbered = new Map<string, string>()
    for (const row of await rows.list<Magnitude>('operatorMagnitudes', '{ id encumbered }')) {
      encumbered.set(keyOf(row), row.encumbered)
    }
    for (const key of new Set([...sums.keys(), ...encumbered.keys()])) {
      const sum = `${sums.get(key) ?? 0n}`
      const ours = encumbered.get(key) ?? '0'
      comparison.add(ours === sum, key, ours, sum)
    }
    return comparison
  },
}

/** All rules. */
export const ROW_RULES: readonly RowRule[] = [
  rule('operators of delegations exist', 'a registered operator', OPERATORS_EXIST),
  rule('queued withdrawals have items', 'at least one item', WITHDRAWALS_HAVE_ITEMS),
  rule('no amount is negative', 'not negative', AMOUNTS),
  rule('emitted encumbered magnitudes', 'emitted is in between', EMITTED_ENCUMBERED),
  magnitudesFit,
  allocationsAddUp,
]
