import type { ApiContext } from '../context'

const DIGEST_SQL = `
  SELECT '0x' || encode(digest, 'hex') AS digest FROM block WHERE block <= $1 ORDER BY block DESC LIMIT 1`

/** Digest of the database at a block: equal digests mean equal rows; empty before the first block with logs. */
export async function digestAt(context: ApiContext, block: number): Promise<string> {
  const head = await context.head()
  if (block === head.number) return head.digest ?? ''
  const [row] = await context.query<{ digest: string }>(DIGEST_SQL, [block])
  return row?.digest ?? ''
}
