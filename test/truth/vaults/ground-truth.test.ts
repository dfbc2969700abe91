import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createIndexedDatabase } from '../../support/indexed-database'
import type { TestDatabase } from '../../support/postgres'
import { compareCheckpoint, universeOf } from './compare'
import { vaultRecordings, vaultTruth } from './recordings'
import { stateAt } from './state-at'
import { Tally } from './tally'

/** Values that an independent reader compared, without differences. */
const LEAST: Record<string, number> = { 'both-a': 304_911, 'symbiotic-a': 248_874 }

describe.each(vaultRecordings())('vaults of $name', ({ name, dir }) => {
  const tally = new Tally()
  const checkpoints = vaultTruth(dir)
  const universe = universeOf(checkpoints)
  let database: TestDatabase
  let client: Client

  beforeAll(async () => {
    database = await createIndexedDatabase('vaults', dir)
    client = new Client({ connectionString: database.url })
    await client.connect()
  }, 300_000)

  afterAll(async () => {
    await client?.end()
    await database?.drop()
  })

  test.each(checkpoints)('equal the contracts at block $block', async (checkpoint) => {
    const before = tally.differences.length
    const state = await stateAt(client, checkpoint.block)
    await compareCheckpoint(tally, state, checkpoint, universe)
    expect(tally.differences.slice(before, before + 20)).toEqual([])
  })

  test('as many values are compared as an independent reader did', () => {
    console.log(`${name}: ${tally}`)
    expect(tally.compared).toBeGreaterThanOrEqual(LEAST[name] ?? 1)
  })
})
