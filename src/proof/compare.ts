import type { ProvenBlock } from '../chain/verify/range-proof'
import { decodeBlock } from '../protocols/decode-block'
import type { KindOf } from '../protocols/log'
import { logText, type StoredBlock } from '../store/stored-logs'

/**
 * Compares a stored block with its verified logs.
 *
 * @param stored undefined: the block is not stored
 * @param kindOf knows the followed contracts
 * @returns the first difference, in words; null: none
 */
export function mismatchOf(
  { header, logs, by }: ProvenBlock,
  stored: StoredBlock | undefined,
  kindOf: KindOf,
): string | null {
  const { events } = decodeBlock(header, logs, kindOf)
  const rest = new Map(stored?.logs)
  for (const event of events) {
    const { logIndex } = event.at
    const text = rest.get(logIndex)
    const log = `log ${logIndex} of ${event.address}`
    if (text === undefined) return `block ${header.number} is stored without ${log}`
    if (text !== logText(event)) return `block ${header.number} is stored with another ${log}`
    rest.delete(logIndex)
  }
  // All logs of a block by its hash can be incomplete themselves.
  if (by === 'logs' || rest.size === 0) return null
  const [extra] = rest.keys()
  return `block ${header.number} is stored with log ${extra}, which its receipts do not have`
}
