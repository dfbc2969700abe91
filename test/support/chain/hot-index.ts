import { createHash } from 'node:crypto'
import { Client } from 'pg'
import type { BlockData } from '../../../src/chain/types'
import type { Network } from '../../../src/config/networks'
import { createTestDatabase, type TestDatabase } from '../postgres'
import { fingerprintTables } from '../tables'
import { createMigratedDatabase, template } from '../templates'
import { Feed } from './feed'

export interface Ref {
  height: number
  hash: string
}

export const refOf = ({ header }: BlockData): Ref => ({ height: header.number, hash: header.hash })

/** The whole content of an index. */
export interface Everything {
  digest: string
  tables: Record<string, string>
  /** Cursor and hot blocks, without the time of writing. */
  standing: unknown
}

/** Head of the chain that the indexes know: their blocks are never behind it, so all are written to the outbox. */
const NO_FURTHER = 0

/** An index in its own database, to which blocks are written as the SDK writes them. */
export class HotIndex {
  feed: Feed

  private constructor(
    private readonly network: Network,
    private readonly database: TestDatabase,
    readonly client: Client,
  ) {
    this.feed = this.feedOfAnother()
  }

  static async create(network: Network): Promise<HotIndex> {
    return HotIndex.of(network, await createMigratedDatabase('hot'))
  }

  /**
   * An index of these final blocks, and of hot blocks on top of them: the first test of a run that needs it has it made,
   * and that database is copied. No process has opened it yet.
   */
  static async copy(
    network: Network,
    final: BlockData[],
    hot: BlockData[] = [],
  ): Promise<HotIndex> {
    const ends = [final.length, final.at(-1)!.header.hash, hot.length, hot.at(-1)?.header.hash]
    const key = createHash('sha256').update(`${network.name} ${ends}`).digest('hex').slice(0, 16)
    const name = await template(`hot_${key}`, async () => {
      const index = await HotIndex.create(network)
      await index.feed.final(final)
      const last = refOf(final.at(-1)!)
      if (hot.length > 0) await index.feed.hot(last, hot, last)
      await index.close()
      return index.database
    })
    return HotIndex.of(network, await createTestDatabase('hot', name))
  }

  private static async of(network: Network, database: TestDatabase): Promise<HotIndex> {
    const client = new Client({ connectionString: database.url })
    // A test may terminate every connection of the database.
    client.on('error', () => {})
    await client.connect()
    return new HotIndex(network, database, client)
  }

  /** The content of an index of only these blocks, those above `final` hot. */
  static async clean(network: Network, blocks: BlockData[], final: number): Promise<Everything> {
    const firstHot = blocks.findIndex(({ header }) => header.number > final)
    const last = blocks[firstHot - 1]!
    const index = await HotIndex.create(network)
    await index.feed.final(blocks.slice(0, firstHot))
    await index.feed.hot(refOf(last), blocks.slice(firstHot), refOf(last))
    const everything = await index.everything()
    await index.drop()
    return everything
  }

  get url(): string {
    return this.database.url
  }

  /** Writes hot blocks on top of `base`, `size` in each transaction. */
  async write(base: Ref, blocks: BlockData[], size: number, final: Ref): Promise<void> {
    let below = base
    for (let at = 0; at < blocks.length; at += size) {
      const some = blocks.slice(at, at + size)
      await this.feed.hot(below, some, final)
      below = refOf(some.at(-1)!)
    }
  }

  /** A new process takes over the database. */
  async restart(): Promise<void> {
    await this.feed.database.close().catch(() => {})
    this.feed = this.feedOfAnother()
    await this.feed.database.connect()
  }

  /** A second writer, not connected yet. */
  feedOfAnother(): Feed {
    const feed = new Feed(this.database.url, this.network)
    feed.chainHead = NO_FURTHER
    return feed
  }

  async everything(): Promise<Everything> {
    const { rows } = await this.client.query(`SELECT to_jsonb(c) - 'updated_at' AS cursor,
      (SELECT json_agg(h ORDER BY height) FROM hot_block h) AS hot FROM cursor c`)
    const tables = await fingerprintTables(this.database.url)
    return { digest: rows[0].cursor.digest, tables, standing: rows[0] }
  }

  async drop(): Promise<void> {
    await this.close()
    await this.database.drop()
  }

  private async close(): Promise<void> {
    await this.client.end()
    await this.feed.database.close()
  }
}
