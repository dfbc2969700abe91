import type { Client } from 'pg'
import type { ContractEventRow } from '../ledger/rows'
import { encodeRow } from './encode-row'
import { readRows } from './read-rows'

/** The last block up to which what is stored is proven. */
export interface ProvenUpTo {
  block: number
  /** Null: not known. */
  hash: string | null
}

/** A block that was stored otherwise than its header says. */
export interface Misfit {
  block: number
  reason: string
  /** It was taken back, and read again with proof. */
  readAgain: boolean
}

/** How far the proof is; null: the index is empty. What holds before the first block needs none. */
export async function readProof(client: Client): Promise<ProvenUpTo | null> {
  const { rows } = await client.query<ProvenUpTo>(
    `SELECT coalesce(p.block, c.start_block - 1) AS block, p.hash FROM cursor c LEFT JOIN proof p ON true`,
  )
  return rows[0] ?? null
}

export async function readMisfits(client: Client): Promise<Misfit[]> {
  const { rows } = await client.query<Misfit>(
    `SELECT block, reason, read_again AS "readAgain" FROM misfit ORDER BY block`,
  )
  return rows
}

/**
 * Moves the proof up to a block, in one transaction with what was found on the way: blocks that do not fit are noted, the
 * others above `after` are forgotten.
 */
export async function writeProof(
  client: Client,
  after: number,
  upTo: ProvenUpTo,
  misfits: readonly { block: number; reason: string }[],
): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(
      `INSERT INTO proof (block, hash) VALUES ($1, $2)
       ON CONFLICT (one) DO UPDATE SET block = $1, hash = $2`,
      [upTo.block, upTo.hash],
    )
    const blocks = misfits.map(({ block }) => block)
    await client.query(
      'DELETE FROM misfit WHERE block > $1 AND block <= $2 AND block <> ALL ($3)',
      [after, upTo.block, blocks],
    )
    await client.query(
      `INSERT INTO misfit (block, reason) SELECT * FROM unnest($1::int[], $2::text[])
       ON CONFLICT (block) DO UPDATE SET reason = excluded.reason`,
      [blocks, misfits.map(({ reason }) => reason)],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** A block as it is stored. */
export interface StoredBlock {
  hash: string
  /** Logs of followed contracts by their index, each as `logText`. */
  logs: Map<number, string>
}

/** What is stored of the blocks after one up to another, by number: those with logs. */
export async function storedLogs(
  client: Client,
  after: number,
  upTo: number,
): Promise<Map<number, StoredBlock>> {
  const { rows } = await client.query<{ block: number; hash: string }>(
    `SELECT block, '0x' || encode(hash, 'hex') AS hash FROM block WHERE block > $1 AND block <= $2`,
    [after, upTo],
  )
  const blocks = new Map(
    rows.map(({ block, hash }): [number, StoredBlock] => [block, { hash, logs: new Map() }]),
  )
  const events = await readRows(client, 'contractEvent', 'block > $1 AND block <= $2', [
    after,
    upTo,
  ])
  for (const row of events as unknown as ContractEventRow[]) {
    blocks.get(row.block)?.logs.set(row.logIndex, logText(row))
  }
  return blocks
}

/** A stored log as text that is equal if all that is stored of it is. */
export function logText(row: ContractEventRow): string {
  return encodeRow('contractEvent', row)
}

/** Contracts of which a version begins after a block and not after another, with the first of those; for all, -2. */
export async function contractsBegun(
  client: Client,
  after: number,
  upTo: number,
): Promise<{ address: string; kind: string; fromBlock: number }[]> {
  const { rows } = await client.query(
    `SELECT DISTINCT ON (key) key AS address, kind, from_block AS "fromBlock" FROM contract
     WHERE from_block > $1 AND from_block <= $2 ORDER BY key, from_block`,
    [after, upTo],
  )
  return rows
}
