import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../../errors'
import { RULES } from '../../ledger/rules'

/** Which rules wrote the rows. */
interface StoredRules {
  /** Of all rows up to the cursor; 0: of an earlier version, which did not say. */
  rules: number
  /** Last block of the stored logs from which rows are being derived anew; null: none are. */
  upTo: number | null
}

/** Null: the database holds no index. */
export async function readRules(client: Client): Promise<StoredRules | null> {
  const { rows } = await client.query<StoredRules>(
    'SELECT c.rules, r.height AS "upTo" FROM cursor c LEFT JOIN rederivation r ON true',
  )
  return rows[0] ?? null
}

/**
 * Checks that all rows were written by the rules of this version, before they are compared with what these give.
 * @throws LinchpinError LP3031
 */
export async function assertRules(client: Client): Promise<void> {
  const stored = await readRules(client)
  if (!stored || (stored.rules === RULES && stored.upTo === null)) return
  throw new LinchpinError(
    'LP3031',
    stored.rules === RULES
      ? `the rows are being derived anew from the stored logs, up to block ${stored.upTo}`
      : `the rows were written by rules ${stored.rules}, this version has rules ${RULES}`,
    'run `linchpin index`, which derives them anew from the stored logs; or the version of Linchpin that wrote them',
    EXIT.DATA,
  )
}
