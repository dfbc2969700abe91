import type { Client } from 'pg'
import type { ContractEvent } from '../facts/contract-event'
import { contractEventRow } from '../ledger/contract-event-row'
import { encodeRow } from './encode-row'
import { readRows } from './read-rows'

/** A stored block with its logs. */
export interface StoredBlock {
  hash: string
  /** Logs of followed contracts by their index, each as `logText`. */
  logs: Map<number, string>
}

/** Stored blocks after one up to another, by number. Only blocks with logs are stored. */
export async function readStoredLogs(
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
  const range = [after, upTo]
  const events = await readRows(client, 'contractEvent', 'block > $1 AND block <= $2', range)
  for (const row of events) {
    const { block, logIndex } = row as { block: number; logIndex: number }
    blocks.get(block)?.logs.set(logIndex, encodeRow('contractEvent', row))
  }
  return blocks
}

/** A log as text. Two logs have equal text if and only if all that is stored of them is equal. */
export function logText(event: ContractEvent): string {
  return encodeRow('contractEvent', contractEventRow(event))
}
