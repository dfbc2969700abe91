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

const get = (query: string, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`, { headers })
/** Makes the table unreadable: an answer that comes all the same was kept. */
const hide = async () => {
  await db.query('ALTER TABLE operator RENAME TO operator_hidden')
  return () => db.query('ALTER TABLE operator_hidden RENAME TO operator')
}

describe('an answer that is still right is sent again', () => {
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

  test('of a final block for ever, whatever the indexer writes', async () => {
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

  test('but not what is about the head, although it names a final block', async () => {
    const query = '{ _meta(block: {number: 140}) { block { number } lag } }'
    const { _meta } = await api.ask(query)
    await db.query(`UPDATE cursor SET head = head + 1, updated_at = now()`)
    expect((await api.ask(query))._meta.lag).toBe(_meta.lag + 1)
  })

  test('but not an error', async () => {
    const query = '{ operators(block: {number: 140}) { registeredAtBlock } }'
    const show = await hide()
    expect((await api.send(query)).errors).toBeDefined()
    await show()
    expect((await api.send(query)).errors).toBeUndefined()
  })

  test('and no longer when final blocks were taken back', async () => {
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

describe('caches of others', () => {
  test('may keep an answer of a final block for ever, and ask whether it is the same', async () => {
    const query = '{ operators(block: {number: 142}) { id } }'
    const first = await get(query)
    expect(first.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const etag = first.headers.get('etag')!
    const second = await get(query, { 'if-none-match': etag })
    expect(second.status).toBe(304)
    expect((await get(query)).headers.get('etag')).toBe(etag)
  })

  test('must ask again about the head', async () => {
    const answer = await get('{ operators { id } }')
    expect(answer.headers.get('cache-control')).toBe('no-cache')
    expect(answer.headers.get('etag')).toBeNull()
  })
})
