import type { Client } from 'pg'
import { isDirect } from '../../store/connection'
import { readWriter } from '../../store/writer/lock'
import { connectWhenReady } from '../database'
import { behindPooler } from './refusals'

/** A block of an index. */
export interface Block {
  height: number
  hash: string
}

/** What is known of an index before it changes its name. */
export interface Facts {
  name: string
  /** Null: it has no index. */
  index: { chainId: number; head: Block; finalized: number } | null
  /** Who writes it now, an indexer or `linchpin notify`; null: nobody. */
  writer: string | null
  /** Whether indexes are still to be made. */
  lacksIndexes: boolean
}

/** SQLSTATE of tables and columns that a version does not have. */
const OTHER_TABLES = /^42(703|P01)$/

const INDEX_SQL = `SELECT chain_id::float8 AS "chainId", height, hash, finalized_height AS finalized FROM cursor`

const NOTIFY_SQL = `SELECT name FROM linchpin_notify.lease
  WHERE name IS NOT NULL AND heartbeat > clock_timestamp() - interval '20 seconds'`

/** A direct connection. @throws LinchpinError LP3064 if it is that of a pooler; see connectWhenReady */
export async function connectDirect(url: string, name: string): Promise<Client> {
  const client = await connectWhenReady(url, 0)
  if (await isDirect(client)) return client
  await client.end()
  throw behindPooler(name)
}

export async function readFacts(client: Client, name: string): Promise<Facts> {
  const [row] = await rowsOf<{ chainId: number; finalized: number } & Block>(client, INDEX_SQL)
  const [deferred] = await rowsOf(client, 'SELECT FROM deferred_index LIMIT 1')
  const [notify] = await rowsOf<{ name: string }>(client, NOTIFY_SQL)
  const { chainId, height, hash, finalized } = row ?? {}
  return {
    name,
    index:
      chainId === undefined
        ? null
        : { chainId, head: { height: height!, hash: hash! }, finalized: finalized! },
    writer: (await readWriter(client).catch(unlessOther(null))) ?? notify?.name ?? null,
    lacksIndexes: deferred !== undefined,
  }
}

/** Rows of a statement; none if the version of the tables does not have what it reads. */
async function rowsOf<T>(client: Client, text: string): Promise<T[]> {
  return client.query(text).then(({ rows }) => rows as T[], unlessOther([]))
}

function unlessOther<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (OTHER_TABLES.test(String(Object(error).code))) return value
    throw error
  }
}

/** Newest block with a known hash, final and at or below a height. */
const KNOWN_SQL = `SELECT height, hash FROM (
    SELECT finalized_height AS height, finalized_hash AS hash FROM cursor WHERE finalized_height >= 0
    UNION ALL (SELECT b.block, '0x' || encode(b.hash, 'hex') FROM block b, cursor c
      WHERE b.block <= least($1, c.finalized_height) ORDER BY b.block DESC LIMIT 1)
  ) known WHERE height <= $1 ORDER BY height DESC LIMIT 1`

/** Databases of one chain soon have a block in common. */
const MAX_STEPS = 1_000

/** Hashes of the highest final block that two indexes have; null: they have none in common. */
export async function commonBlock(
  clients: readonly [Client, Client],
): Promise<{ height: number; hashes: [string, string] } | null> {
  let found: Block | null = null
  let height = 2 ** 31 - 1
  for (let step = 0; step < MAX_STEPS; step++) {
    const client = clients[step % 2]!
    const { rows } = await client.query<Block>(KNOWN_SQL, [height])
    const [known] = rows
    if (!known) return null
    if (found?.height === known.height) {
      const hashes: [string, string] =
        step % 2 === 1 ? [found.hash, known.hash] : [known.hash, found.hash]
      return { height: known.height, hashes }
    }
    found = known
    height = known.height
  }
  return null
}
