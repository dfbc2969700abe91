import { realpathSync } from 'node:fs'
import { afterAll, beforeAll } from 'vitest'
import { createIndexedDatabase } from '../indexed-database'
import type { TestDatabase } from '../postgres'
import { startTestApi, type TestApi } from './api-client'

/** Time to index the largest recording on a busy machine. */
const TIMEOUT_MS = 300_000

/** Chains that a process serves when no test asks for them: each takes some hundred megabytes. */
const KEPT = 2

/** The API of a recorded chain, which tests only read. */
export type RecordedApi = Pick<TestApi, 'ask' | 'send' | 'refuse' | 'url'> & {
  /** Its database, which must stay as it is. */
  readonly databaseUrl: string
}

/** The same, until it is closed. */
export type ServedRecording = RecordedApi & Pick<TestApi, 'close'>

interface Served {
  readonly dir: string
  readonly database: TestDatabase
  readonly api: TestApi
  users: number
}

/** Files of tests that share a process may have modules of their own. */
const GLOBAL = globalThis as { linchpinServed?: Served[] }
/** Those of this process, the one that was asked for last at the end. */
const served = GLOBAL.linchpinServed ?? []
GLOBAL.linchpinServed = served

/**
 * Serves a recorded chain, indexed by the command, until it is closed. Files of one process share it: the first questions to an
 * API start its thread and read the graph, which takes longer than the tests of most files.
 *
 * @param name of the database; letters only
 * @param dir folder of the recording
 */
export async function serveRecording(name: string, dir: string): Promise<ServedRecording> {
  const one = served.find((other) => other.dir === realpathSync(dir)) ?? (await start(name, dir))
  one.users++
  served.splice(served.indexOf(one), 1)
  served.push(one)
  const { url, ask, send, refuse } = one.api
  const close = async () => {
    one.users--
  }
  return { url, ask, send, refuse, databaseUrl: one.database.url, close }
}

async function start(name: string, dir: string): Promise<Served> {
  while (served.length >= KEPT) {
    const idle = served.findIndex(({ users }) => users === 0)
    if (idle < 0) break
    const [oldest] = served.splice(idle, 1)
    await oldest!.api.close()
    await oldest!.database.drop()
  }
  // What a process serves at its end is dropped with the templates of the run.
  const database = await createIndexedDatabase(`${process.env.LINCHPIN_TEST_TEMPLATES}${name}`, dir)
  const one = {
    dir: realpathSync(dir),
    database,
    api: await startTestApi(database.url),
    users: 0,
  }
  served.push(one)
  return one
}

/**
 * The API of a recorded chain for the tests of a `describe`.
 *
 * @param name of the database; letters only
 * @param dir folder of the recording
 */
export function useRecordedApi(name: string, dir: string): RecordedApi {
  let api: ServedRecording | null = null

  beforeAll(async () => {
    api = await serveRecording(name, dir)
  }, TIMEOUT_MS)

  afterAll(() => api?.close())

  return {
    get url() {
      return api!.url
    },
    get databaseUrl() {
      return api!.databaseUrl
    },
    ask: (query, variables) => api!.ask(query, variables),
    send: (query, variables) => api!.send(query, variables),
    refuse: (query, variables) => api!.refuse(query, variables),
  }
}
