import type { ContractEvent } from '../facts/contract-event'
import { logId } from '../facts/ids'
import type { ContractEventRow } from './rows.generated'

/** The row of a log of a followed contract. */
export function contractEventRow(event: ContractEvent): ContractEventRow {
  const { at } = event
  return {
    id: logId(at.block, at.logIndex),
    block: at.block,
    logIndex: at.logIndex,
    transactionIndex: at.transactionIndex,
    transactionHash: at.transactionHash,
    blockTime: at.timestamp,
    address: event.address,
    kind: event.kind,
    status: event.status,
    name: event.name,
    signature: event.signature,
    arguments: event.arguments,
    topics: event.topics,
    data: event.data,
  }
}
