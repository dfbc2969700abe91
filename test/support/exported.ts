import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pino from 'pino'
import { type ApiOptions, startApi } from '../../src/api/server'
import { exportEndpoint } from '../../src/export/http/endpoint'
import type { ExportLimits } from '../../src/export/limits'
import { RULES } from '../../src/ledger/rules'
import { PATIENT } from './api/api-client'
import type { ApiDatabase } from './api/api-db'
import { runCli } from './cli'
import { createTestDatabase, type TestDatabase } from './postgres'

/** A recorded chain in a database of its own. */
export async function indexRecording(name: string, dir: string): Promise<TestDatabase> {
  const database = await createTestDatabase(name)
  const args = ['index', '--recording', dir, '--until-head']
  const { code, stderr } = await runCli(args, { DB_URL: database.url })
  if (code !== 0) throw new Error(stderr)
  return database
}

const LIMITS: ExportLimits = { running: 8, seconds: 100, megabytes: 1_000, unreadSeconds: 30 }

/** The API with exports. */
export interface ExportApi {
  readonly url: string
  /** Lines of its log. */
  readonly lines: string[]
  get(path: string, init?: RequestInit): Promise<Response>
  ask(query: string): Promise<Record<string, never>>
  close(): Promise<void>
}

/** Starts the API with exports on a free port. */
export async function startExportApi(
  databaseUrl: string,
  limits: Partial<ExportLimits> = {},
  options: Partial<ApiOptions> = {},
): Promise<ExportApi> {
  const lines: string[] = []
  const logger = pino({}, { write: (line: string) => lines.push(line) })
  const api = await startApi({
    databaseUrl,
    host: '127.0.0.1',
    port: 0,
    logger,
    mounts: [exportEndpoint({ ...LIMITS, ...limits })],
    limits: PATIENT,
    ...options,
  })
  return {
    url: api.url,
    lines,
    get: (path, init) => fetch(`${api.url}${path}`, init),
    async ask(query) {
      const response = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      })
      const { data, errors } = (await response.json()) as { data: never; errors?: unknown }
      if (errors) throw new Error(JSON.stringify(errors))
      return data
    },
    close: () => api.close(),
  }
}

/** A recording up to a block, in a folder of its own. */
export function shortRecording(dir: string, until: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-short-'))
  const linesUpTo = (file: string, field: string) => {
    const lines = gunzipSync(readFileSync(join(dir, file)))
      .toString()
      .trimEnd()
      .split('\n')
    const kept = lines.filter((line) => Number(JSON.parse(line)[field]) <= until)
    writeFileSync(join(folder, file), gzipSync(`${kept.join('\n')}\n`))
  }
  linesUpTo('blocks.jsonl.gz', 'number')
  linesUpTo('logs.jsonl.gz', 'blockNumber')
  cpSync(join(dir, 'deployment.json'), join(folder, 'deployment.json'))
  return folder
}

/** Says that the rows of a database are of this version's rules, for commands. */
export async function asOfThisVersion(db: Pick<ApiDatabase, 'query'>): Promise<void> {
  await db.query('UPDATE cursor SET rules = $1', [RULES])
}
