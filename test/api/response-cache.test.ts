import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { type ApiDatabase, createApiDatabase } from '../support/api/api-db'
import { insertHistory } from '../support/api/api-history'

let db: ApiDatabase
let api: TestApi

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  api = await startTestApi(db.url)
})

afterAll(async () => {
  await api?.close()
  await db?.drop()
})

/** Makes the table unreadable: a response without an error then was cached. */
const hide = async () => {
  await db.query('ALTER TABLE operator RENAME TO operator_hidden')
  return () => db.query('ALTER TABLE operator_hidden RENAME TO operator')
}

describe('a response is cached', () => {
  test('at the head, until the indexer writes', async () => {
    const query = '{ operators { id } _meta { lag } }'
    const first = await api.ask(query)
    const show = await hide()
    try {
      expect(await api.ask(query)).toEqual(first)
      await db.query(`UPDATE cursor SET head = head + 1, updated_at = now()`)
      const { errors } = await api.send(query)
      expect(errors).toBeDefined()
    } finally {
      await show()
    }
    const { _meta } = await api.ask(query)
    expect(_meta.lag).toBe(first._meta.lag + 1)
  })

  test('at a final block, whatever the indexer writes', async () => {
    const query = '{ operators(block: {number: 140}) { id } }'
    const first = await api.ask(query)
    const show = await hide()
    try {
      await db.query(`UPDATE cursor SET updated_at = now()`)
      expect(await api.ask(query)).toEqual(first)
    } finally {
      await show()
    }
  })

  test('but not beyond the next write for fields about the head, even at a final block', async () => {
    const query = '{ _meta(block: {number: 140}) { block { number } lag } }'
    const { _meta } = await api.ask(query)
    await db.query(`UPDATE cursor SET head = head + 1, updated_at = now()`)
    expect((await api.ask(query))._meta.lag).toBe(_meta.lag + 1)
  })

  test('but not for longer than the head of the chain is as last seen, if that is asked for', async () => {
    const [blocks, lag] = ['{ pools { id } }', '{ pools { id } _meta { lag } }']
    const first = await api.ask(lag)
    const rows = await api.ask(blocks)
    await db.query(`UPDATE cursor SET updated_at = now() - interval '1 minute'`)
    await api.ask(blocks)
    await db.query(`UPDATE indexer_state SET head = head + 7, head_seen_at = now()`)
    const { head } = (await api.ask('{ _meta { head } }'))._meta
    expect((await api.ask(lag))._meta.lag).toBe(head - 200)
    expect(head - 200).not.toBe(first._meta.lag)
    await db.query('ALTER TABLE pool RENAME TO pool_hidden')
    try {
      expect(await api.ask(blocks)).toEqual(rows)
      expect((await api.ask(lag))._meta.lag).toBe(head - 200)
      await db.query(`UPDATE indexer_state SET head = head + 1, head_seen_at = now()`)
      expect(await api.ask(blocks)).toEqual(rows)
      expect((await api.send(lag)).errors).toBeDefined()
    } finally {
      await db.query('ALTER TABLE pool_hidden RENAME TO pool')
    }
  })

  test('unless it has errors', async () => {
    const query = '{ operators(block: {number: 140}) { registeredAtBlock } }'
    const show = await hide()
    expect((await api.send(query)).errors).toBeDefined()
    await show()
    expect((await api.send(query)).errors).toBeUndefined()
  })

  test.each([
    ['rows are of other rules', 'rules = rules + 1'],
    ['final blocks are replaced', `finalized_hash = '0x' || repeat('1', 64)`],
    ['it is the index of another chain', 'chain_id = chain_id + 1'],
  ])('until %s', async (_, change) => {
    const query = '{ operators(block: {number: 139}) { id } }'
    await api.ask(query)
    await db.query(`UPDATE cursor SET ${change}, updated_at = now()`)
    await api.ask('{ _meta { finalized } }')
    const show = await hide()
    try {
      expect((await api.send(query)).errors).toBeDefined()
    } finally {
      await show()
    }
  })

  test('until final blocks are rolled back', async () => {
    const query = '{ operators(block: {number: 141}) { id } }'
    await api.ask(query)
    await db.query(`UPDATE cursor SET finalized_height = finalized_height - 1, updated_at = now()`)
    await api.ask('{ _meta { finalized } }')
    const show = await hide()
    try {
      expect((await api.send(query)).errors).toBeDefined()
    } finally {
      await show()
    }
  })
})
