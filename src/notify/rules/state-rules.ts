import { serviceOfSet } from '../../facts/ids'
import { heldAt } from '../../reads/at-block'
import type { StateRule } from './rule'

const field = (data: Record<string, unknown>, name: string) => data[name] as string

/** Keys of a field of the changes of some kinds. */
const touchedBy =
  (kinds: readonly string[], name: string, only: readonly string[] | null) =>
  (kind: string, data: Record<string, unknown>) => {
    if (!kinds.includes(kind)) return []
    const key = field(data, name)
    return only === null || only.includes(key) ? [key] : []
  }

/**
 * The allocation delay of an operator, the one that holds or an announced one, is below the exit delay: its stakers cannot leave
 * before it allocates their stake.
 * @param below a delay in blocks, instead of the exit delay
 */
export function operatorCaptive(operators: string[] | null, below: number | null): StateRule {
  return {
    touched: touchedBy(['allocationDelay', 'allocationDelayEffective'], 'operator', operators),
    async judge(query, block, keys) {
      const rows = await query<{
        operator: string
        delay: number | null
        pending: number | null
        effectBlock: number | null
        exit: number
      }>(
        `SELECT o.key AS operator, coalesce($3::int, p.min_withdrawal_delay_blocks) AS exit,
           (CASE WHEN o.stored_delay_effect_block <= $1 THEN o.stored_pending_delay ELSE o.stored_delay END)::float8 AS delay,
           (CASE WHEN o.stored_delay_effect_block > $1 THEN o.stored_pending_delay END)::float8 AS pending,
           (CASE WHEN o.stored_delay_effect_block > $1 THEN o.stored_delay_effect_block END)::float8 AS "effectBlock"
         FROM operator o, protocol p
         WHERE ${heldAt('$1', 'o')} AND ${heldAt('$1', 'p')} AND coalesce($3::int, p.min_withdrawal_delay_blocks) IS NOT NULL
           AND (o.stored_delay IS NOT NULL OR o.stored_pending_delay IS NOT NULL) AND ($2::text[] IS NULL OR o.key = ANY ($2))`,
        [block, keys ?? operators, below],
      )
      return rows.map(({ operator, delay, pending, effectBlock, exit }) => ({
        subject: operator,
        fires: [delay, pending].some((blocks) => blocks !== null && blocks < exit),
        subjects: [operator],
        data: { operator, delay, pendingDelay: pending, effectBlock, exitDelay: exit },
      }))
    },
  }
}

/** Another slasher is announced for an operator set; clears when it takes effect. */
export function slasherAnnounced(sets: string[] | null): StateRule {
  return {
    touched: touchedBy(['slasher', 'slasherEffective'], 'operatorSet', sets),
    async judge(query, block, keys) {
      const rows = await query<{
        set: string
        isOn: boolean
        slasher: string | null
        pendingSlasher: string | null
        effectBlock: number | null
      }>(
        `SELECT key AS set, coalesce(stored_slasher_effect_block > $1, false) AS "isOn",
           '0x' || encode(stored_slasher, 'hex') AS slasher, '0x' || encode(stored_pending_slasher, 'hex') AS "pendingSlasher",
           stored_slasher_effect_block::float8 AS "effectBlock"
         FROM operator_set WHERE ${heldAt('$1')} AND ($2::text[] IS NULL OR key = ANY ($2))`,
        [block, keys ?? sets],
      )
      return rows.map(({ set, isOn, ...data }) => ({
        subject: set,
        fires: isOn,
        subjects: [serviceOfSet(set), set],
        data: { operatorSet: set, ...data },
      }))
    },
  }
}

/** Slashed shares wait to be burned or redistributed; clears when they are. */
export function slashQueued(sets: string[] | null): StateRule {
  return {
    touched(kind, data) {
      if (kind !== 'slashedShares') return []
      const set = field(data, 'operatorSet')
      return sets === null || sets.includes(set) ? [`${set}/${field(data, 'slashId')}`] : []
    },
    async judge(query, block, keys, fired) {
      const rows = await query<{ key: string; set: string; slashId: string; pools: object[] }>(
        `SELECT operator_set_id || '/' || slash_id AS key, operator_set_id AS set, slash_id::text AS "slashId",
           json_agg(json_build_object('pool', pool_id, 'shares', shares::text) ORDER BY pool_id) AS pools
         FROM slashed_shares WHERE ${heldAt('$1')} AND ($2::text[] IS NULL OR operator_set_id || '/' || slash_id = ANY ($2))
           AND ($3::text[] IS NULL OR operator_set_id = ANY ($3))
         GROUP BY operator_set_id, slash_id`,
        [block, keys, sets],
      )
      const waiting = new Set(rows.map(({ key }) => key))
      const done = (keys ?? fired).filter((key) => !waiting.has(key))
      return [
        ...rows.map(({ key, set, slashId, pools }) => ({
          subject: key,
          fires: true,
          subjects: [serviceOfSet(set), set],
          data: { operatorSet: set, slashId, pools },
        })),
        ...done.map((key) => {
          const set = key.slice(0, key.lastIndexOf('/'))
          const slashId = key.slice(key.lastIndexOf('/') + 1)
          return {
            subject: key,
            fires: false,
            subjects: [serviceOfSet(set), set],
            data: { operatorSet: set, slashId, pools: [] },
          }
        }),
      ]
    },
  }
}
