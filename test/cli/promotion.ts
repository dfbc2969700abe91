import { Client } from 'pg'
import type { PromoteOptions } from '../../src/cli/promote/promote'
import { rewind } from '../../src/store/rewind'
import { createIndexedDatabase } from '../support/indexed-database'
import { serverUrl, type TestDatabase } from '../support/postgres'
import { BOTH } from '../support/recordings'

export const OPTIONS: Omit<PromoteOptions, 'from'> = {
  keepAs: null,
  allowBehind: false,
  back: false,
}

/** Two indexes of one chain, of which one takes the place of the other. */
export class Promotion {
  private constructor(
    /** To block 2000. */
    readonly live: TestDatabase,
    /** To the end of the chain. */
    readonly next: TestDatabase,
    readonly server: Client,
  ) {}

  static async start(): Promise<Promotion> {
    const live = await createIndexedDatabase('promote_live', BOTH)
    const next = await createIndexedDatabase('promote_next', BOTH)
    await inDatabase(live.url, (client) => rewind(client, 2_000))
    // What differs at final blocks, too, as after a correction.
    await inDatabase(next.url, (client) => client.query(`UPDATE avs SET metadata_uri = 'of next'`))
    const server = new Client({ connectionString: serverUrl() })
    await server.connect()
    return new Promotion(live, next, server)
  }

  /** Names of the databases, by the identity of each. */
  async names(): Promise<Record<string, string>> {
    const { rows } = await this.server.query(
      'SELECT oid::text, datname FROM pg_database WHERE datname LIKE $1 OR datname LIKE $2 ORDER BY oid',
      [`${this.live.name}%`, `${this.next.name}%`],
    )
    return Object.fromEntries(rows.map(({ oid, datname }) => [oid, datname]))
  }

  urlOf(name: string): string {
    const url = new URL(this.live.url)
    url.pathname = `/${name}`
    return url.href
  }

  async stop(): Promise<void> {
    for (const name of Object.values(await this.names())) {
      await this.server.query(`DROP DATABASE ${name} WITH (FORCE)`)
    }
    await this.server.end()
  }
}

export async function inDatabase<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
