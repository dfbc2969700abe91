import { randomBytes } from 'node:crypto'
import { Client, type QueryResult } from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { schemaOf } from '../../src/cli/views'
import { runCli } from '../support/cli'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'

/** A role that can read the views alone, in the database of a recording. */
export interface ViewReader {
  /** Schema of the views. */
  readonly schema: string
  /** URL of the database, as its owner. */
  readonly url: string
  query(sql: string, values?: unknown[]): Promise<QueryResult>
}

/** Such a role for the tests of a `describe`. */
export function useViewReader(name: string, recording: string): ViewReader {
  const role = `reader_${randomBytes(4).toString('hex')}`
  let database: TestDatabase
  let owner: Client
  let reader: Client
  let schema: string

  beforeAll(async () => {
    database = await createIndexedDatabase(name, recording)
    owner = new Client({ connectionString: database.url })
    await owner.connect()
    const { rows } = await owner.query("SELECT FROM pg_roles WHERE rolname = 'linchpin'")
    schema = schemaOf('public', rows.length > 0)
    await owner.query(`CREATE ROLE ${role} LOGIN PASSWORD 'secret'`)
    const { code, stderr } = await runCli(['migrate', '--reader', role], { DB_URL: database.url })
    if (code !== 0) throw new Error(stderr)
    const url = new URL(database.url)
    url.username = role
    url.password = 'secret'
    reader = new Client({ connectionString: url.toString() })
    await reader.connect()
  })

  afterAll(async () => {
    await reader.end()
    await owner.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    await owner.end()
    await database.drop()
  })

  return {
    get schema() {
      return schema
    },
    get url() {
      return database.url
    },
    query: (sql, values) => reader.query(sql, values),
  }
}
