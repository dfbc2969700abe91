import { isIndexed } from './block-times'
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

const HASH = "'0x' || encode(a.hash, 'hex')"

/** The last audits, the last first. */
export async function loadAudits(
  context: Pick<ApiContext, 'query'>,
  limit: number,
  offset: number,
): Promise<Audit[]> {
  const rows = await context.query<Row>(
    `SELECT floor(extract(epoch FROM a.ended_at))::float8 AS "endedAt", a.block, ${HASH} AS hash, ${isIndexed('a.block', `(${HASH})`)} AS "isOfIndex",
       a.blocks, a.method, a.version, a.sample, a.compared::text, a.different::text, a.unknown::text,
       a.not_callable::text AS "notCallable", a.failed
     FROM audit a ORDER BY a.id DESC LIMIT $1 OFFSET $2`,
    [limit, offset],
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
