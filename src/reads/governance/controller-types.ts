import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import type { BlockState } from '../graph/stakes'

/** Enum ControllerType. */
export type ControllerType =
  | 'TIMELOCK'
  | 'PROTOCOL_CONTRACT'
  | 'AVS_CONTRACT'
  | 'AVS'
  | 'OPERATOR'
  | 'UNKNOWN'

/** What is stored of an address with power. */
export interface ControllerRow {
  type: ControllerType
  /** Admins that may act for it (PermissionController), pending ones not counted. */
  admins: number
}

/** Types of controllers, by address in lower case. */
export async function loadControllerTypes(
  context: ApiContext,
  { number }: BlockState,
  addresses: readonly string[],
): Promise<Map<string, ControllerRow>> {
  const held = heldAt('$1')
  const rows = await context.query<{ address: string } & ControllerRow>(
    `SELECT a.address, CASE WHEN c.kind = 'TIMELOCK' THEN 'TIMELOCK'
         WHEN EXISTS (SELECT FROM middleware_contract WHERE key = a.address AND ${held}) THEN 'AVS_CONTRACT'
         WHEN c.kind IS NOT NULL THEN 'PROTOCOL_CONTRACT'
         WHEN EXISTS (SELECT FROM avs WHERE key = a.address AND ${held}) THEN 'AVS'
         WHEN EXISTS (SELECT FROM operator WHERE key = a.address AND registered_at_block IS NOT NULL AND ${held})
           THEN 'OPERATOR'
         ELSE 'UNKNOWN' END AS type,
       coalesce(d.admins, 0) AS admins
     FROM unnest($2::text[]) a (address)
     LEFT JOIN (SELECT key, kind FROM contract WHERE ${held}) c ON c.key = a.address
     LEFT JOIN (SELECT '0x' || encode(account, 'hex') AS account, count(*)::int AS admins FROM admin
       WHERE NOT pending AND ${held} GROUP BY 1) d ON d.account = a.address`,
    [number, addresses],
  )
  return new Map(rows.map(({ address, type, admins }) => [address, { type, admins }]))
}
