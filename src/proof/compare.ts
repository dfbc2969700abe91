import type { ProvenBlock } from '../chain/verify/range-proof'
import { readBlock } from '../protocols/eigenlayer'
import { logText, type StoredBlock } from '../store/proof'

/**
 * Compares what is stored of a block with what its header says it holds.
 *
 * @param stored undefined: nothing is stored of it
 * @param kindOf what a followed contract is
 * @returns what is wrong, for a person; null: nothing
 */
export function misfitOf(
  { header, logs, by }: ProvenBlock,
  stored: StoredBlock | undefined,
  kindOf: (address: string) => string | undefined,
): string | null {
  const { events } = readBlock(header, logs, kindOf)
  const held = new Map(stored?.logs)
  for (const event of events) {
    const { logIndex, address } = event
    const text = held.get(logIndex)
    const log = `log ${logIndex} of ${address}`
    if (text === undefined) return `block ${header.number} is stored without ${log}`
    if (text !== logText(event)) return `block ${header.number} is stored with another ${log}`
    held.delete(logIndex)
  }
  // Whole blocks may lack a log themselves.
  if (by === 'logs' || held.size === 0) return null
  const [extra] = held.keys()
  return `block ${header.number} is stored with log ${extra}, which its receipts do not have`
}
