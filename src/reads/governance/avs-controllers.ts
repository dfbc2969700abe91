import { heldAt, valueAt } from '../at-block'
import type { ApiContext } from '../context'
import type { BlockState } from '../graph/stakes'
import { SLASHER } from './set-rules'

/** Enum AvsPower. */
export type AvsPower =
  | 'SLASHER'
  | 'REDISTRIBUTION_RECIPIENT'
  | 'REWARD_PAYER'
  | 'ADMIN'
  | 'REGISTRAR'
  | 'VETO_COMMITTEE'
  | 'EJECTOR'
  | 'CHURN_APPROVER'

/** An address with power over an AVS. */
export interface AvsControllerRow {
  avs: string
  /** Null: unknown, no event names it. */
  controller: string | null
}

const HELD = heldAt('$1')
const hex = (column: string) => `'0x' || encode(${column}, 'hex')`

/** Who has a power by one column of the contracts by which an AVS votes. */
const ofMiddleware = (column: string, condition: string) =>
  `SELECT DISTINCT avs_id AS avs, ${hex(column)} AS controller FROM avs_middleware m
    WHERE ${HELD} AND avs_id IS NOT NULL AND ${condition}`

const isSomebody = (column: string) => `${column} <> '\\x0000000000000000000000000000000000000000'`

const SQL: Record<AvsPower, string> = {
  SLASHER: `SELECT DISTINCT avs_id AS avs, ${hex(valueAt('$1', SLASHER))} AS controller FROM operator_set WHERE ${HELD}`,
  REDISTRIBUTION_RECIPIENT: `SELECT DISTINCT avs_id AS avs, ${hex('stored_recipient')} AS controller
    FROM operator_set WHERE ${HELD} AND stored_recipient IS NOT NULL`,
  REWARD_PAYER: `SELECT DISTINCT avs_id AS avs, ${hex('submitter')} AS controller FROM reward_submission
    WHERE block <= $1 AND avs_id IS NOT NULL`,
  ADMIN: `SELECT DISTINCT v.key AS avs, ${hex('d.admin')} AS controller
    FROM (SELECT * FROM admin WHERE NOT pending AND ${HELD}) d
    JOIN (SELECT key, address FROM avs WHERE ${HELD}) v ON v.address = d.account`,
  REGISTRAR: `SELECT key AS avs, ${hex('registrar')} AS controller FROM avs WHERE ${HELD} AND ${isSomebody('registrar')}`,
  VETO_COMMITTEE: ofMiddleware(
    'veto_committee',
    `EXISTS (SELECT FROM middleware_contract c WHERE c.middleware_id = m.key AND c.kind = 'VETOABLE_SLASHER' AND ${heldAt('$1', 'c')})`,
  ),
  EJECTOR: ofMiddleware('ejector', isSomebody('ejector')),
  CHURN_APPROVER: ofMiddleware('churn_approver', isSomebody('churn_approver')),
}

/** Addresses with a power over each AVS, each pair once, by AVS, then by address. */
export function loadAvsControllers(
  context: ApiContext,
  { number }: BlockState,
  power: AvsPower,
): Promise<AvsControllerRow[]> {
  return context.query<AvsControllerRow>(`${SQL[power]} ORDER BY avs, controller`, [number])
}
