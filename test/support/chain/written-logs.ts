import type { BlockData, RawLog } from '../../../src/chain/types'
import type { ContractKind } from '../../../src/facts/enums.generated'
import { encodeLog } from '../../../src/protocols/encode'

/** An event of a contract: its signature without names, and its arguments by name, integers as decimal text. */
export interface WrittenEvent {
  address: string
  kind: ContractKind
  signature: string
  args: Record<string, unknown>
}

const hash = (number: number) => `0x${number.toString(16).padStart(64, '0')}`

/** A block with one transaction that emits these events. Its time is 1000 and 12 seconds for each block. */
export function writtenBlock(number: number, events: readonly WrittenEvent[]): BlockData {
  const timestamp = 1000 + 12 * number
  const header = { number, hash: hash(number), parentHash: hash(number - 1), timestamp }
  const logs = events.map((event, logIndex): RawLog => {
    const { address, kind, signature, args } = event
    const at = { block: number, timestamp, transactionHash: hash(number), transactionIndex: 0 }
    const encoded = encodeLog({
      at: { ...at, logIndex },
      address,
      kind,
      status: 'DECODED',
      name: null,
      signature,
      arguments: args,
      topics: null,
      data: null,
    })
    if (!encoded) throw new Error(`no event ${signature} with these arguments`)
    return { ...encoded, blockNumber: number, blockHash: header.hash }
  })
  return { header, logs }
}
