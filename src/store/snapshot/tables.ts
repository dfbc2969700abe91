import type { Client } from 'pg'
import { EVENT_TABLES, STATE_TABLES, TABLES } from '../tables'

/** Rows of a table that belong to the state at a block, and how its columns read then. */
export interface Part {
  /** Condition in SQL. */
  rows: string
  /** Expressions of columns that are not copied as they are. */
  columns: Readonly<Record<string, string>>
}

/** By what of a table belongs to a block. Blocks are integers, so that they can be part of the SQL: COPY takes no parameters. */
type Cut = (block: number) => Part

/** As `rollBackAbove`: versions that began above the block are left out, those that ended above it are current. */
const VERSIONS: Cut = (block) => ({
  rows: `from_block <= ${block}`,
  columns: { to_block: `CASE WHEN to_block <= ${block} THEN to_block END` },
})
const UP_TO: Cut = (block) => ({ rows: `block <= ${block}`, columns: {} })
const WHOLE: Cut = () => ({ rows: 'true', columns: {} })

/** How far history is verified, in a table of one row. */
export const VERIFICATION = 'proof'

/** Tables outside the model that are copied. */
const INTERNAL: Readonly<Record<string, Cut>> = {
  // What contracts of tokens answered, and headers of blocks without logs.
  token_claim: UP_TO,
  block_header: UP_TO,
  // From which rows are derived beside logs.
  contract_answer: UP_TO,
  // By which the chain is recognized.
  chain_block: WHOLE,
  // What is verified, and what is known to be wrong or unknown.
  [VERIFICATION]: (block) => ({
    rows: 'true',
    columns: {
      block: `least(block, ${block})`,
      hash: `CASE WHEN block <= ${block} THEN hash END`,
    },
  }),
  invalid_block: UP_TO,
  unknown_constant: WHOLE,
  missing_contract: WHOLE,
}

/** Tables that are left out of a snapshot, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  cursor: 'the manifest has what it says; it is written anew',
  hot_block: 'blocks above the last final one',
  deferred_index: 'about the indexes of this database',
  rederivation: 'no snapshot is made while rows are derived anew',
  writer: 'the claim of a process',
  indexer_state: 'what a running process sees',
  outbox: 'changes for listeners of this database; it begins anew near the head of the chain',
  outbox_head: 'where the outbox is',
  audit: 'what was compared with this database',
  migrations: 'the manifest names them; they are applied before the rows come',
}

/** Every table of a snapshot. */
export const COPIED: ReadonlyMap<string, Cut> = new Map([
  ...STATE_TABLES.map((table): [string, Cut] => [TABLES[table].name, VERSIONS]),
  ...EVENT_TABLES.map((table): [string, Cut] => [TABLES[table].name, UP_TO]),
  ...Object.entries(INTERNAL),
])

/** Columns of the tables of a snapshot that this database has, in order, by table. */
export async function readColumns(client: Client): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname = ANY($1)
       AND a.attnum > 0 AND NOT a.attisdropped
     GROUP BY c.relname`,
    [[...COPIED.keys()]],
  )
  const found = new Map(rows.map(({ table, columns }) => [table, columns]))
  return new Map(
    [...COPIED.keys()].flatMap((table) => {
      const columns = found.get(table)
      return columns ? [[table, columns]] : []
    }),
  )
}

/** Makes COPY's text of a value the same whatever the settings of server and role are. */
export const TEXT_SETTINGS = `SET LOCAL client_encoding = 'UTF8'; SET LOCAL datestyle = 'ISO'; SET LOCAL timezone = 'UTC';
  SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1`
