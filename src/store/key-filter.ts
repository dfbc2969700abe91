import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { StateTable } from '../ledger/rows'
import { STATE_TABLES, TABLES } from './tables'

/** 8 MB: with 5 million keys, 1 % of absent keys are false positives. */
const BITS = 2 ** 26

/**
 * A Bloom filter of the keys that were ever written. Without it, rows of new keys would be queried in vain, which in a long
 * history are most of the queries. False positives are possible, false negatives are not.
 */
export class KeyFilter {
  private readonly bits = new Uint8Array(BITS / 8)

  /** Adds a key. */
  add(table: StateTable, key: string): void {
    for (const bit of positions(table, key)) this.bits[bit >>> 3]! |= 1 << (bit & 7)
  }

  /** False: the key was never written. */
  mayContain(table: StateTable, key: string): boolean {
    return positions(table, key).every((bit) => (this.bits[bit >>> 3]! & (1 << (bit & 7))) !== 0)
  }

  /** The keys of a database. */
  static async read(client: Client): Promise<KeyFilter> {
    const filter = new KeyFilter()
    for (const table of STATE_TABLES) {
      const rows = client.query(copyTo(`COPY (SELECT key FROM "${TABLES[table].name}") TO STDOUT`))
      let rest = ''
      for await (const chunk of rows) {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop()!
        for (const key of lines) filter.add(table, key)
      }
    }
    return filter
  }
}

/** Four bits of a key, from two hashes (FNV-1a with two seeds; double hashing after Kirsch and Mitzenmacher 2006). */
function positions(table: StateTable, key: string): number[] {
  let one = 0x811c9dc5
  let two = 0x1b873593 ^ table.length
  for (let i = 0; i < table.length; i++) one = Math.imul(one ^ table.charCodeAt(i), 0x01000193)
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i)
    one = Math.imul(one ^ code, 0x01000193)
    two = Math.imul(two ^ code, 0x5bd1e995)
    two ^= two >>> 13
  }
  const step = two | 1
  return [0, 1, 2, 3].map((nth) => ((one + nth * step) >>> 0) & (BITS - 1))
}
