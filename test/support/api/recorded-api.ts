import { afterAll, beforeAll } from 'vitest'
import { createIndexedDatabase } from '../indexed-database'
import type { TestDatabase } from '../postgres'
import { startTestApi, type TestApi } from './api-client'

/** Time to index the largest recording on a busy machine. */
const TIMEOUT_MS = 300_000

/**
 * The API of a recorded chain, indexed by the command before the tests of a `describe`. The database is dropped after
 * them.
 *
 * @param name of the database; letters only
 * @param dir folder of the recording
 */
export function useRecordedApi(
  name: string,
  dir: string,
): Pick<TestApi, 'ask' | 'send' | 'refuse' | 'url'> {
  let database: TestDatabase | null = null
  let api: TestApi | null = null

  beforeAll(async () => {
    database = await createIndexedDatabase(name, dir)
    api = await startTestApi(database.url)
  }, TIMEOUT_MS)

  afterAll(async () => {
    await api?.close()
    await database?.drop()
  })

  return {
    get url() {
      return api!.url
    },
    ask: (query, variables) => api!.ask(query, variables),
    send: (query, variables) => api!.send(query, variables),
    refuse: (query, variables) => api!.refuse(query, variables),
  }
}
