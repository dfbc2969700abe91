import type { Client } from 'pg'
import type { ContractEvent } from '../../facts/contract-event'
import type { BlockRow, ContractEventRow } from '../../ledger/rows.generated'
import { readRows } from '../read-rows'

/** A stored block with its logs, in log order. */
export interface StoredEvents {
  header: { number: number; hash: string; parentHash: string; timestamp: number }
  events: ContractEvent[]
}

/** The first `limit` stored blocks after one and up to another, in order. Only blocks with logs are stored. */
export async function readStoredEvents(
  client: Client,
  after: number,
  upTo: number,
  limit: number,
): Promise<StoredEvents[]> {
  const filter = `block > $1 AND block <= $2 ORDER BY block LIMIT ${limit}`
  const blocks = (await readRows(client, 'block', filter, [after, upTo])) as unknown as BlockRow[]
  const found = new Map(
    blocks.map(
      ({ block: number, hash, parentHash, blockTime: timestamp }): [number, StoredEvents] => [
        number,
        { header: { number, hash, parentHash, timestamp }, events: [] },
      ],
    ),
  )
  const range = [after, blocks.at(-1)?.block ?? after]
  const inOrder = 'block > $1 AND block <= $2 ORDER BY block, log_index'
  const rows = await readRows(client, 'contractEvent', inOrder, range)
  for (const row of rows as unknown as ContractEventRow[]) {
    found.get(row.block)?.events.push(eventOf(row))
  }
  return [...found.values()]
}

/** The inverse of `contractEventRow`. */
function eventOf(row: ContractEventRow): ContractEvent {
  const { block, blockTime: timestamp, transactionHash, transactionIndex, logIndex } = row
  const { address, kind, status, name, signature, arguments: args, topics, data } = row
  const at = { block, timestamp, transactionHash, transactionIndex, logIndex }
  return { at, address, kind, status, name, signature, arguments: args, topics, data }
}
