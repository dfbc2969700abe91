import type { Client } from 'pg'
import { endLine } from './digest'
import { encodeRow } from './encode-row'
import { readRows, readTableColumns } from './read-rows'
import { EVENT_TABLES, POLLED, STATE_TABLES } from './tables'

/**
 * Changes of blocks as lines of `changeLines`, from the tables, by block.
 * @param after block before the first one
 * @param upTo last block
 */
export async function storedChanges(
  client: Client,
  after: number,
  upTo: number,
): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>()
  const add = (block: number, line: string) => {
    const lines = found.get(block)
    if (lines) lines.push(line)
    else found.set(block, [line])
  }
  const isInside = (block: unknown) => Number(block) > after && Number(block) <= upTo
  const range = [after, upTo]
  // A snapshot of an earlier version is verified before it is migrated.
  const present = await readTableColumns(client)
  for (const table of STATE_TABLES) {
    if (POLLED.has(table)) continue
    const began = 'from_block > $1 AND from_block <= $2'
    const ended = 'to_block > $1 AND to_block <= $2'
    for (const row of await readRows(client, table, `(${began}) OR (${ended})`, range, present)) {
      const { fromBlock, toBlock, id } = row as unknown as VersionFields
      if (isInside(fromBlock)) add(fromBlock, encodeRow(table, row))
      if (toBlock !== null && isInside(toBlock)) add(toBlock, endLine(table, id))
    }
  }
  for (const table of EVENT_TABLES) {
    // The digest covers the header of a block instead of its row.
    if (table === 'block' || POLLED.has(table)) continue
    const ofBlocks = 'block > $1 AND block <= $2'
    for (const row of await readRows(client, table, ofBlocks, range, present)) {
      add(row.block as number, encodeRow(table, row))
    }
  }
  return found
}

interface VersionFields {
  id: string
  fromBlock: number
  toBlock: number | null
}

/** Lines of the genesis rows: the state before `startBlock`. */
export async function storedGenesis(client: Client, startBlock: number): Promise<string[]> {
  const changes = await storedChanges(client, LOWEST, startBlock - 1)
  return [...changes.values()].flat()
}

/** Range of block numbers in the tables. */
export const LOWEST = -(2 ** 31)
export const HIGHEST = 2 ** 31 - 1
