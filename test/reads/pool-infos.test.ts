import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openOperation } from '../../src/api/operation'
import { Graphs } from '../../src/reads/graph/graphs'
import { loadPoolInfos } from '../../src/reads/pool-infos'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { BOTH, V2 } from '../support/recordings'

/** Parts of the chain at whose ends pools are compared. */
const PARTS = 8

describe.each([BOTH, V2])('pools of %s', (dir) => {
  let database: TestDatabase
  let connections: Pool

  beforeAll(async () => {
    database = await createIndexedDatabase('poolinfos', dir)
    connections = new Pool({ connectionString: database.url })
  }, 300_000)

  afterAll(async () => {
    await connections?.end()
    await database?.drop()
  })

  test('read without a stake graph are those of the graph, in its order, at every block', async () => {
    const counts = new Set<number>()
    for (const number of await blocks()) {
      const operation = openOperation(connections, 60_000)
      operation.declareBlocks([{ number }])
      const { graph, pools } = await new Graphs().at(operation, await operation.at())
      const read = await loadPoolInfos(operation, number)
      await operation.close()
      expect([...read.keys()], `${number}`).toEqual(graph.pools)
      expect([...read.values()], `${number}`).toEqual(pools)
      counts.add(read.size)
    }
    expect(counts.size).toBeGreaterThan(2)
  })

  async function blocks(): Promise<number[]> {
    const { rows } = await connections.query<{ first: number; last: number }>(
      'SELECT min(block) AS first, max(block) AS last FROM block',
    )
    const { first, last } = rows[0]!
    return Array.from({ length: PARTS + 1 }, (_, part) => {
      return first + Math.floor(((last - first) * part) / PARTS)
    })
  }
})
