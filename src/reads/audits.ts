import { HEADERS } from './block-times'
import type { ApiContext } from './context'

/** How an audit asked the contracts. */
export type AuditMethod = 'CALLS' | 'PROOFS' | 'RECORDING'

/** An audit whose result is kept. */
export interface Audit {
  /** When it ended, in seconds. */
  readonly endedAt: number
  readonly block: number
  /** Of the index at that time; null: unknown. */
  readonly hash: string | null
  /** Whether the index has that block now; null: the hash of one of the two is unknown. */
  readonly isOfIndex: boolean | null
  readonly blocks: number
  readonly method: AuditMethod
  readonly version: string
  readonly sample: number | null
  readonly compared: bigint
  readonly different: bigint
  readonly unknown: bigint
  readonly notCallable: bigint
  readonly failed: readonly string[]
}

/** The last audits, the last first. */
export async function loadAudits(
  context: ApiContext,
  limit: number,
  offset: number,
): Promise<Audit[]> {
  const head = await context.head()
  const rows = await context.query<Row>(
    `SELECT floor(extract(epoch FROM a.ended_at))::float8 AS "endedAt", a.block, '0x' || encode(a.hash, 'hex') AS hash,
       CASE WHEN a.block > $3 THEN false WHEN a.block = $3 THEN a.hash = decode(substr($4, 3), 'hex')
         ELSE a.hash = (SELECT h.hash FROM ${HEADERS} WHERE h.block = a.block LIMIT 1) END AS "isOfIndex",
       a.blocks, a.method, a.version, a.sample, a.compared::text, a.different::text, a.unknown::text,
       a.not_callable::text AS "notCallable", a.failed
     FROM audit a ORDER BY a.id DESC LIMIT $1 OFFSET $2`,
    [limit, offset, head.number, head.hash],
  )
  return rows.map(({ compared, different, unknown, notCallable, ...row }) => ({
    ...row,
    compared: BigInt(compared),
    different: BigInt(different),
    unknown: BigInt(unknown),
    notCallable: BigInt(notCallable),
  }))
}

type Count = 'compared' | 'different' | 'unknown' | 'notCallable'
type Row = Omit<Audit, Count> & Readonly<Record<Count, string>>
