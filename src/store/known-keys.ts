import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { StateTable } from '../ledger/rows'
import { STATE_TABLES, TABLES } from './tables'

/** 8 MB: of 5 million keys one in a hundred that are not there is asked for in vain. */
const BITS = 2 ** 26

/**
 * Which keys were ever written, so that the database is not asked for rows of things that are seen for the first time:
 * in a long history that is most of what would be asked. A Bloom filter: it may take an absent key for a known one, never
 * the other way round.
 */
export class KnownKeys {
  private readonly bits = new Uint8Array(BITS / 8)

  add(table: StateTable, key: string): void {
    for (const bit of positions(table, key)) this.bits[bit >>> 3]! |= 1 << (bit & 7)
  }

  /** False: the key was never written. */
  mayHave(table: StateTable, key: string): boolean {
    return positions(table, key).every((bit) => (this.bits[bit >>> 3]! & (1 << (bit & 7))) !== 0)
  }

  /** The keys of a database. */
  static async read(client: Client): Promise<KnownKeys> {
    const known = new KnownKeys()
    for (const table of STATE_TABLES) {
      const rows = client.query(copyTo(`COPY (SELECT key FROM "${TABLES[table].name}") TO STDOUT`))
      let rest = ''
      for await (const chunk of rows) {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop()!
        for (const key of lines) known.add(table, key)
      }
    }
    return known
  }
}

/** Four bits of a key, from two hashes of its text (FNV-1a with two beginnings; Kirsch and Mitzenmacher 2006). */
function positions(table: StateTable, key: string): number[] {
  let one = 0x811c9dc5
  let two = 0x1b873593 ^ table.length
  for (let at = 0; at < table.length; at++) one = Math.imul(one ^ table.charCodeAt(at), 0x01000193)
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at)
    one = Math.imul(one ^ code, 0x01000193)
    two = Math.imul(two ^ code, 0x5bd1e995)
    two ^= two >>> 13
  }
  const step = two | 1
  return [0, 1, 2, 3].map((nth) => ((one + nth * step) >>> 0) & (BITS - 1))
}
