import type { Client } from 'pg'
import type { Change } from '../../ledger/outbox/change'
import { changesOf } from '../../ledger/outbox/changes'
import type { BlockChanges } from '../../ledger/state'
import type { Header } from '../block-headers'
import type { Cursor } from '../cursor'
import { readEffects } from './effects'
import { nameQuorums } from './quorums'

/** A first sync writes no rows for blocks that are further below the head of the chain. */
const NEAR_HEAD = 1_000
/** Seconds that so many blocks take on public networks. */
const NEAR_HEAD_SECONDS = 12 * NEAR_HEAD
/** Rows that one statement writes. */
const ROWS_PER_STATEMENT = 2_000
/** Rows written between two deletions of old ones. */
const DELETE_EVERY = 1_000
const DELETED_AT_ONCE = 5_000
const MAX_DAYS = 30
const MAX_ROWS = 1_000_000

const NO_CHANGES = { changes: [], stakePools: [], operatorSets: [], vaults: [] }

/** A row before it has a number. `block`: the row is undone when this block is rolled back; null: never. */
interface Row extends Change {
  block: number | null
}

/** Block after which changes are written to the outbox; null: it has not begun. */
export async function readOutboxStart(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ after: number | null }>(
    'SELECT after_block AS after FROM outbox_head',
  )
  return rows[0]!.after
}

/**
 * The block after which the outbox begins; null: not yet, because a batch far below the head must not be taken for one near it.
 * @param last last indexed block
 * @param head of the chain; null: unknown
 */
export function outboxStart(last: number, head: number | null): number | null {
  return head === null ? null : Math.max(last, head - NEAR_HEAD)
}

/**
 * Whether a block is recent, so that the outbox may begin: the head that a node gives may be far in the past while it syncs. Blocks of
 * custom networks may have any time.
 * @param timestamp of the block; null: unknown, so not known to be recent
 */
export function isRecent(network: string, timestamp: number | null): boolean {
  if (network === 'custom') return true
  return timestamp !== null && Date.now() / 1000 - timestamp < NEAR_HEAD_SECONDS
}

/** Changes of one transaction for the outbox. */
export class OutboxRows {
  private readonly rows: Row[] = []
  private readonly blocks: Row[] = []

  /** @param after block above which changes are written */
  constructor(readonly after: number) {}

  /** Adds a block. @param changes null: it has no logs */
  add({ number, hash, timestamp }: Header, changes: BlockChanges | null): void {
    if (number <= this.after) return
    const { changes: found, ...summary } = changes ? changesOf(changes) : NO_CHANGES
    for (const change of found) this.rows.push({ ...change, block: number })
    const data = { hash, timestamp, ...summary }
    this.blocks.push({ kind: 'block', subjects: [], data, block: number })
  }

  /** Writes the rows, in the open transaction of the writer. @param before what was indexed before it @param now after it */
  async send(client: Client, before: Indexed, now: Indexed): Promise<void> {
    if (now.height <= this.after) return
    const effects = await readEffects(client, Math.max(before.height, this.after), now.height)
    // Sorting is stable: of each block first what its logs changed, then what took effect, then the row that ends it.
    await nameVaults(client, this.rows, this.blocks)
    await nameQuorums(client, this.rows)
    const rows = [...this.rows, ...effects, ...this.blocks].sort((a, b) => a.block! - b.block!)
    const { height, hash } = now.finalized
    if (height > Math.max(before.finalized.height, this.after)) {
      rows.push({ kind: 'finalized', subjects: [], data: { hash }, block: height })
    }
    await appendRows(client, rows)
    await client.query('UPDATE outbox_head SET after_block = $1 WHERE after_block IS NULL', [
      this.after,
    ])
  }
}

/** Adds the vault to changes that name its delegator, and puts vaults in place of delegators. */
async function nameVaults(
  client: Client,
  rows: readonly Row[],
  blocks: readonly Row[],
): Promise<void> {
  const cuts = rows.filter(({ kind, data }) => kind === 'limitCut' && 'delegator' in data)
  const named = blocks.flatMap(({ data }) => data.vaults as string[])
  const delegators = [...new Set([...named, ...cuts.map(({ data }) => String(data.delegator))])]
  if (delegators.length === 0) return
  const found = await client.query<{ vault: string; delegator: string }>(
    `SELECT key AS vault, '0x' || encode(delegator, 'hex') AS delegator FROM vault
     WHERE to_block IS NULL AND delegator = ANY (SELECT decode(d, 'hex') FROM unnest($1::text[]) d)`,
    [delegators.map((address) => address.slice(2))],
  )
  const vaultOf = new Map(found.rows.map(({ vault, delegator }) => [delegator, vault]))
  for (const { subjects, data } of cuts) {
    const vault = vaultOf.get(String(data.delegator)) ?? null
    data.vault = vault
    if (vault !== null) subjects.push(vault)
  }
  for (const { data } of blocks) {
    const vaults = (data.vaults as string[]).map((address) => vaultOf.get(address) ?? address)
    data.vaults = [...new Set(vaults)].sort()
  }
}

/** Last indexed block, and last final one. */
type Indexed = Pick<Cursor, 'height' | 'finalized'>

/**
 * Appends rows in the open transaction of the writer. The row with the last number stays locked until the commit, so numbers are
 * in the order of commits and have no gaps.
 */
export async function appendRows(client: Client, rows: readonly Row[]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    const some = rows.slice(at, at + ROWS_PER_STATEMENT)
    const base = await takeNumbers(client, some.length)
    await client.query(
      `INSERT INTO outbox (seq, block, kind, subjects, data)
       SELECT $1::int8 + r.place, r.block, r.kind, r.subjects, r.data
       FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (block int4, kind text, subjects text[], data jsonb))
         WITH ORDINALITY AS r(block, kind, subjects, data, place)`,
      [base, JSON.stringify(some)],
    )
    await deleteOld(client, BigInt(base), some.length)
  }
}

/** Announces, in the open transaction, that the rows of blocks above `height` are undone, last first. */
export async function undoRows(client: Client, height: number): Promise<void> {
  const { rows } = await client.query<{ undone: number }>(
    `SELECT count(*)::int AS undone FROM outbox o WHERE ${IS_UNDONE_NOW}`,
    [height],
  )
  const { undone } = rows[0]!
  if (undone === 0) return
  const base = await takeNumbers(client, undone)
  await client.query(
    `INSERT INTO outbox (seq, kind, subjects, data, undoes, was_final)
     SELECT $2::int8 + row_number() OVER (ORDER BY o.seq DESC), 'undone', o.subjects,
       jsonb_build_object('kind', o.kind, 'block', o.block, 'data', o.data), o.seq,
       o.block <= coalesce((SELECT finalized_height FROM cursor), 0)
     FROM outbox o WHERE ${IS_UNDONE_NOW}`,
    [height, base],
  )
  const heads = await client.query<{ from: unknown; to: string | null }>(
    `SELECT jsonb_build_object('number', height, 'hash', hash) AS from, (SELECT '0x' || encode(hash, 'hex') FROM (
       SELECT hash FROM block WHERE block = $1 UNION ALL SELECT hash FROM block_header WHERE block = $1) AS known LIMIT 1) AS to
     FROM cursor`,
    [height],
  )
  const { from = null, to: hash = null } = heads.rows[0] ?? {}
  const data = { from, to: { number: height, hash } }
  await appendRows(client, [{ kind: 'rollback', subjects: [], data, block: null }])
}

const IS_UNDONE_NOW = 'o.block > $1 AND NOT EXISTS (SELECT FROM outbox u WHERE u.undoes = o.seq)'

/** Takes the next numbers. @returns the number before the first */
async function takeNumbers(client: Client, count: number): Promise<string> {
  const { rows } = await client.query<{ base: string }>(
    'UPDATE outbox_head SET seq = seq + $1 RETURNING (seq - $1)::text AS base',
    [count],
  )
  return rows[0]!.base
}

/** Deletes old rows once in a while, a bounded number of them. */
async function deleteOld(client: Client, base: bigint, count: number): Promise<void> {
  const every = BigInt(DELETE_EVERY)
  if (base / every === (base + BigInt(count)) / every) return
  await client.query(
    `WITH gone AS (DELETE FROM outbox WHERE seq IN (
       SELECT seq FROM outbox WHERE written_at < now() - make_interval(days => $1) OR seq <= $2
       ORDER BY seq LIMIT $3) RETURNING seq)
     UPDATE outbox_head SET deleted_to = greatest(deleted_to, (SELECT max(seq) FROM gone))`,
    [MAX_DAYS, (base - BigInt(MAX_ROWS)).toString(), DELETED_AT_ONCE],
  )
}
