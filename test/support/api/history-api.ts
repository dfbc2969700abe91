import { afterAll, beforeAll } from 'vitest'
import { startTestApi, type TestApi } from './api-client'
import { type ApiDatabase, createApiDatabase } from './api-db'
import { insertHistory } from './api-history'

/** The API of the small history of `insertHistory`, for the tests of a file. */
export function useHistoryApi(): Omit<TestApi, 'close'> {
  let db: ApiDatabase | null = null
  let api: TestApi | null = null

  beforeAll(async () => {
    db = await createApiDatabase()
    await insertHistory(db)
    api = await startTestApi(db.url)
  })

  afterAll(async () => {
    await api?.close()
    await db?.drop()
  })

  return {
    get url() {
      return api!.url
    },
    send: (query, variables) => api!.send(query, variables),
    ask: (query, variables) => api!.ask(query, variables),
    refuse: (query, variables) => api!.refuse(query, variables),
    load: () => api!.load(),
  }
}
