import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { EVENT_TABLES, STATE_TABLES, TABLES } from '../../src/store/tables'

/** Number of rows and hash of every table of the model. Equal values mean equal tables. */
export async function fingerprintTables(url: string): Promise<Record<string, string>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const prints: Record<string, string> = {}
    for (const name of [...STATE_TABLES, ...EVENT_TABLES]) {
      const table = TABLES[name].name
      const { rows } = await client.query(`SELECT t::text AS row FROM "${table}" AS t ORDER BY id`)
      const hash = createHash('sha256')
      for (const { row } of rows) hash.update(`${row}\n`)
      prints[table] = `${rows.length} rows ${hash.digest('hex')}`
    }
    return prints
  } finally {
    await client.end()
  }
}
