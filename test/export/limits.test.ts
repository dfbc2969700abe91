import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiDatabase, createApiDatabase } from '../support/api/api-db'
import { insertHistory } from '../support/api/api-history'
import { type ExportApi, startExportApi } from '../support/exported'

/** Rows of some 200 bytes: more than sockets hold. */
const ROWS = 100_000

let db: ApiDatabase

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  await db.query(
    `INSERT INTO delegation (id, key, from_block, staker_id, operator_id)
     SELECT key || '@150', key, 150, key, '0x' || repeat('ab', 20)
     FROM (SELECT '0x' || lpad(to_hex(n), 40, '0') AS key FROM generate_series(1, $1) n) k`,
    [ROWS],
  )
})

afterAll(() => db.drop())

async function withApi(
  limits: Parameters<typeof startExportApi>[1],
  use: (api: ExportApi) => Promise<void>,
): Promise<void> {
  const api = await startExportApi(db.url, limits)
  try {
    await use(api)
  } finally {
    await api.close()
  }
}

/** A client that asks for an export and reads nothing. */
async function stopped(api: ExportApi): Promise<Socket> {
  const { port } = new URL(api.url)
  const socket = connect(Number(port), '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.pause()
  socket.on('error', () => {})
  socket.write('GET /export/delegations.ndjson HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n')
  return socket
}

/** Transactions of exports. */
async function transactions(): Promise<number> {
  const [{ n }] = (await db.query(
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'linchpin export' AND xact_start IS NOT NULL`,
  )) as [{ n: number }]
  return n
}

const codes = (api: ExportApi) =>
  api.lines.map((line) => JSON.parse(line).err?.code).filter((code) => code !== undefined)

test('one that is not read ends, with its transaction, and says so in the log', async () => {
  await withApi({ unreadSeconds: 1 }, async (api) => {
    const socket = await stopped(api)
    await expect.poll(() => codes(api)).toEqual(['LP4063'])
    await expect.poll(transactions).toBe(0)
    socket.destroy()
  })
})

test('one whose client has gone ends with its transaction', async () => {
  await withApi({}, async (api) => {
    const socket = await stopped(api)
    await expect.poll(transactions).toBe(1)
    socket.destroy()
    await expect.poll(transactions).toBe(0)
    expect(codes(api)).toEqual([])
  })
})

test('more than allowed are refused, and queries are answered beside them', async () => {
  await withApi({ running: 2 }, async (api) => {
    const socket = await stopped(api)
    await expect.poll(transactions).toBe(1)
    const second = await api.get('/export/operators.csv')
    expect(second.status).toBe(429)
    expect(second.headers.get('retry-after')).toBe('10')
    expect(((await second.json()) as { error: { code: string } }).error.code).toBe(
      'TOO_MANY_EXPORTS',
    )
    expect(await api.ask('{ _meta { block { number } } }')).toEqual({
      _meta: { block: { number: 200 } },
    })
    socket.destroy()
    await expect.poll(async () => (await api.get('/export/operators.csv')).status).toBe(200)
  })
})

test('a client that asks for one after another is never refused', async () => {
  await withApi({ running: 1 }, async (api) => {
    for (let n = 0; n < 30; n++) {
      const method = n % 3 === 0 ? 'HEAD' : 'GET'
      const response = await api.get('/export/operators.csv', { method })
      expect([n, response.status]).toEqual([n, 200])
      await response.text()
    }
  })
})

test('one that is too large ends before its end', async () => {
  await withApi({ megabytes: 1 }, async (api) => {
    const response = await api.get('/export/delegations.ndjson')
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
    expect(codes(api)).toEqual(['LP4062'])
  })
})

test('one that takes too long ends: with a status before its first rows, else before its end', async () => {
  await withApi({ seconds: 1 }, async (api) => {
    // Rows that wait for a lock.
    await db.query('BEGIN')
    await db.query('LOCK TABLE delegation IN ACCESS EXCLUSIVE MODE')
    const response = await api.get('/export/delegations.ndjson')
    expect(response.status).toBe(504)
    expect(((await response.json()) as { error: { code: string } }).error.code).toBe('EXPORT_LIMIT')
    await db.query('ROLLBACK')
    const socket = await stopped(api)
    await expect.poll(() => codes(api)).toEqual(['LP4062'])
    socket.destroy()
    await expect.poll(transactions).toBe(0)
  })
})

test('one that runs ends when the server stops', async () => {
  const api = await startExportApi(db.url)
  const socket = await stopped(api)
  await expect.poll(transactions).toBe(1)
  await api.close()
  await expect.poll(transactions).toBe(0)
  socket.destroy()
})

test('all rows come to a slow reader, as one state', async () => {
  await withApi({}, async (api) => {
    const response = await api.get('/export/delegations.csv?fields=id')
    const [{ max }] = (await db.query('SELECT max(key) FROM delegation')) as [{ max: string }]
    const reader = response.body!.getReader()
    const { value } = await reader.read()
    await db.query('DELETE FROM delegation WHERE key = $1', [max])
    await sleep(1_500)
    let text = Buffer.from(value!).toString()
    for (;;) {
      const { value: chunk, done } = await reader.read()
      if (done) break
      text += Buffer.from(chunk).toString()
    }
    expect(text.trimEnd().split('\r\n')).toHaveLength(ROWS + 1)
    expect(text).toContain(max)
  })
})
