import { serviceOfSet } from '../../facts/ids'
import { heldAt } from '../../reads/at-block'
import type { StateRule } from './rule'

const KINDS = ['slashingRequested', 'slashingCancelled', 'slashingExecutable', 'slashingFulfilled']

interface RequestRow {
  key: string
  isPending: boolean
  operator: string
  set: string | null
  slasher: string
  requestId: string
  status: string
  vetoDeadline: string | null
}

/** A slashing of EigenLayer is requested and can be vetoed, or executed; clears when it is. */
export function slashingPending(operators: string[] | null, avss: string[] | null): StateRule {
  return {
    touched: (kind, data) => (KINDS.includes(kind) ? [data.id as string] : []),
    async judge(query, block, keys, fired) {
      const rows = await query<RequestRow>(
        `SELECT key, status = 'REQUESTED' AS "isPending", operator_id AS operator, operator_set_id AS set,
           '0x' || encode(slasher, 'hex') AS slasher, request_id::text AS "requestId", status,
           veto_deadline::text AS "vetoDeadline"
         FROM slashing_request WHERE ${heldAt('$1')} AND CASE WHEN $2::text[] IS NULL THEN status = 'REQUESTED' ELSE key = ANY ($2) END
           AND ($3::text[] IS NULL OR operator_id = ANY ($3))
           AND ($4::text[] IS NULL OR split_part(operator_set_id, '/', 1) = ANY ($4))`,
        [block, keys ? [...keys] : null, operators, avss],
      )
      const found = new Set(rows.map(({ key }) => key))
      const gone = (keys ?? fired).filter((key) => fired.includes(key) && !found.has(key))
      return [
        ...rows.map(({ key, isPending, ...row }) => ({
          subject: key,
          fires: isPending,
          subjects: [
            row.operator,
            ...(row.set ? [serviceOfSet(row.set), row.set] : []),
            row.slasher,
          ],
          data: { operatorSet: row.set, ...row, id: key },
        })),
        // What was requested is rolled back, or was resolved while nothing was evaluated.
        ...gone.map((key) => ({ subject: key, fires: false, subjects: [], data: { id: key } })),
      ]
    },
  }
}
