import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ApiDatabase,
  address,
  bytea,
  createApiDatabase,
  hash,
  version,
} from '../support/api/api-db'
import { HUGE, insertHistory, OP, POOL } from '../support/api/api-history'
import { type ExportApi, startExportApi } from '../support/exported'

/** Texts that a spreadsheet runs, and such that break lines and cells. */
const HOSTILE = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =cmd|x',
  '\u200b=1',
  '\uFF1D1+1',
  'a\rb',
  'a\nb',
  'a,"b"\r\n=1',
  '',
  "'=1",
  'plain',
  '100% é 🦆',
]
const EXACT = '12345678901234567890123456789012345678'
const folder = mkdtempSync(join(tmpdir(), 'linchpin-export-'))

let db: ApiDatabase
let api: ExportApi
let duck: DuckDBConnection

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  await db.insert(
    'operator',
    HOSTILE.map((text, index) => ({
      ...version(address(5_000 + index), 140, null),
      address: bytea(address(5_000 + index)),
      protocol: 'EIGENLAYER',
      metadata_uri: text,
      first_seen_block: 140,
    })),
  )
  await db.insert('stake', [
    {
      ...version(`${address(7_000)}-${POOL[1]}`, 145, null),
      deposit_shares: `-${EXACT}`,
      scaling_factor: '1000000000000000000',
      staker_id: address(7_000),
      pool_id: POOL[1],
    },
  ])
  api = await startExportApi(db.url)
  duck = await (await DuckDBInstance.create()).connect()
})

afterAll(async () => {
  await api.close()
  await db.drop()
  rmSync(folder, { recursive: true })
})

const get = async (path: string) => {
  const response = await api.get(`/export/${path}`)
  return { response, body: Buffer.from(await response.arrayBuffer()) }
}

const refusal = async (path: string) => {
  const { response, body } = await get(path)
  return { status: response.status, ...JSON.parse(body.toString()).error }
}

/** A file with the body of a response. */
const saved = async (path: string): Promise<string> => {
  const file = join(folder, path.replace(/\?.*/, ''))
  writeFileSync(file, (await get(path)).body)
  return file
}

const sql = async (text: string) => (await duck.runAndReadAll(text)).getRowsJson()

const where = (filter: object) => `where=${encodeURIComponent(JSON.stringify(filter))}`

describe('CSV', () => {
  test('escapes what a spreadsheet would run, and is read back with quotes and line ends as they were', async () => {
    const file = await saved(
      `operators.csv?fields=id,metadataURI&${where({ firstSeenBlock_eq: 140 })}`,
    )
    const rows = await sql(
      `SELECT metadataURI FROM read_csv('${file}', all_varchar = true, allow_quoted_nulls = false)`,
    )
    const escaped = new Set(HOSTILE.slice(0, 10))
    expect(rows.flat()).toEqual(HOSTILE.map((text) => (escaped.has(text) ? `'${text}` : text)))
  })

  test('leaves negative numbers as they are, and null empty', async () => {
    const { body } = await get(
      `stakes.csv?fields=depositShares,stakerId&${where({ depositShares_lt: '0' })}`,
    )
    expect(body.toString()).toBe(`depositShares,stakerId\r\n-${EXACT},${address(7_000)}\r\n`)
    const nulls = await get(`operators.csv?fields=address,metadataURI&${where({ id_eq: OP[2] })}`)
    expect(nulls.body.toString()).toBe(`address,metadataURI\r\n${OP[2]},\r\n`)
  })

  const python = spawnSync('/usr/bin/python3', ['-c', 'import pandas'])
  const skipped = python.status !== 0 && 'python3-pandas is not installed'
  test.skipIf(skipped)(
    `is read back exactly by pandas${skipped ? ` (skipped: ${skipped})` : ''}`,
    async () => {
      const file = await saved('operatorStakes.csv')
      const program = `import pandas, sys
frame = pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
print(len(frame), sum(int(shares) for shares in frame.shares), ','.join(frame.columns[:2]))`
      const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', program, file], {
        encoding: 'utf8',
      })
      const [{ n, sum }] = (await db.query(
        'SELECT count(*) AS n, sum(shares)::text AS sum FROM operator_stake WHERE to_block IS NULL',
      )) as [{ n: string; sum: string }]
      expect(stdout.trim(), stderr).toBe(`${n} ${sum} id,fromBlock`)
    },
  )
})

describe('Parquet', () => {
  test('is read back by DuckDB and hyparquet, with texts, times and the stamp', async () => {
    const path = `slashings.parquet`
    const file = await saved(path)
    const { body } = await get(path)
    const buffer = new Uint8Array(body).buffer
    const rows = await parquetReadObjects({ file: buffer })
    const lines = (await get('slashings.ndjson')).body.toString().trimEnd().split('\n')
    const expected = lines.map((line) => JSON.parse(line))
    expect(rows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
    expect(rows.map(({ description }) => description)).toEqual(
      expected.map(({ description }) => description),
    )
    expect(rows.map(({ blockTime }) => (blockTime as Date).getTime())).toEqual(
      expected.map(({ blockTime }) => Date.parse(blockTime)),
    )
    expect(await sql(`SELECT id, epoch_us(blockTime)::varchar FROM '${file}'`)).toEqual(
      expected.map(({ id, blockTime }) => [id, `${Date.parse(blockTime)}000`]),
    )
    const { key_value_metadata } = await parquetMetadataAsync(buffer)
    const stamp = Object.fromEntries(key_value_metadata!.map(({ key, value }) => [key, value]))
    expect(stamp).toMatchObject({
      'linchpin.block': '200',
      'linchpin.blockHash': hash(200),
      'linchpin.digest': hash(9190),
      'linchpin.final': 'false',
    })
    expect(Number(stamp['linchpin.rules'])).toBeGreaterThanOrEqual(0)
  })

  test('has integers as text, or as DECIMAL(38, 0) where they fit', async () => {
    const text = await saved(`operatorStakes.parquet?fields=id,shares`)
    expect(
      await sql(`SELECT typeof(shares), shares FROM '${text}' WHERE length(shares) > 38`),
    ).toEqual([['VARCHAR', HUGE]])
    const decimal = await saved(
      `stakes.parquet?fields=id,depositShares&integers=decimal&${where({ depositShares_lt: '0' })}`,
    )
    expect(
      await sql(`SELECT typeof(depositShares), depositShares::varchar FROM '${decimal}'`),
    ).toEqual([['DECIMAL(38,0)', `-${EXACT}`]])
  })

  test('refuses a value with more digits before anything is sent', async () => {
    expect(await refusal('operatorStakes.parquet?integers=decimal')).toMatchObject({
      status: 400,
      code: 'VALUE_TOO_LARGE',
      message: `OperatorStake.shares has ${HUGE}, which does not fit DECIMAL(38, 0).`,
    })
    expect(await refusal('operatorStakes.csv?integers=decimal')).toMatchObject({
      code: 'BAD_USER_INPUT',
    })
  })

  test('of no rows has its columns', async () => {
    const file = await saved(`operators.parquet?${where({ id_eq: 'none' })}`)
    expect(await sql(`SELECT count(*)::int, count(address)::int FROM '${file}'`)).toEqual([[0, 0]])
  })
})

describe('an export', () => {
  test('is of the block that is named, by number or hash', async () => {
    const stakes = async (block: string | number) => {
      const { response, body } = await get(`operatorStakes.csv?fields=shares&block=${block}`)
      return [response.headers.get('x-block-number'), body.toString().split('\r\n').slice(1, -1)]
    }
    expect(await stakes(105)).toEqual(['105', ['5']])
    expect(await stakes(hash(110))).toEqual(['110', ['5', HUGE]])
    const { response } = await get(`operators.csv?block=105`)
    expect(response.headers.get('x-block-hash')).toBeNull()
    expect(response.headers.get('x-block-digest')).toBe(hash(9100))
    expect(response.headers.get('x-block-final')).toBe('true')
  })

  test('takes the filters of the dialect', async () => {
    const filter = {
      operator: { metadataURI_isNull: false },
      shares_gt: '1',
      OR: [{ shares_eq: '0' }],
    }
    const { body } = await get(`operatorStakes.ndjson?fields=shares&${where(filter)}`)
    const shares = body
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).shares)
    const { operatorStakes } = (await api.ask(
      `{ operatorStakes(where: {operator: {metadataURI_isNull: false}, shares_gt: "1", OR: [{shares_eq: "0"}]}) { shares } }`,
    )) as unknown as { operatorStakes: { shares: string }[] }
    expect(shares.sort()).toEqual(operatorStakes.map((one) => one.shares).sort())
  })

  test.each([
    ['operator.csv', 404, 'NOT_FOUND', 'operators'],
    ['operators', 400, 'BAD_USER_INPUT', 'csv'],
    ['operators.xlsx', 400, 'BAD_USER_INPUT', 'parquet'],
    ['operators.csv?fields=adress', 400, 'BAD_USER_INPUT', 'Did you mean address?'],
    ['operators.csv?fields=id,id', 400, 'BAD_USER_INPUT', 'once'],
    ['operators.csv?fields=', 400, 'BAD_USER_INPUT', 'fields=id'],
    ['operators.csv?feilds=id', 400, 'BAD_USER_INPUT', 'Did you mean fields?'],
    ['operators.csv?block=201', 404, 'BLOCK_NOT_INDEXED', 'range'],
    ['operators.csv?block=-1', 400, 'BAD_USER_INPUT', 'number'],
    [`operators.csv?block=${hash(77)}`, 404, 'BLOCK_NOT_INDEXED', 'range'],
    ['operators.csv?block=100&block=110', 400, 'BAD_USER_INPUT', 'once'],
    ['operators.csv?where={', 400, 'BAD_USER_INPUT', 'JSON'],
    [`operators.csv?${where({ adress_eq: '0x' })}`, 400, 'BAD_USER_INPUT', 'docs/dialect.md'],
    [`stakes.csv?${where({ depositShares_gt: 'x' })}`, 400, 'BAD_USER_INPUT', 'digits'],
    [`stakes.csv?${where({ id_eq: 'a\u0000b' })}`, 400, 'BAD_USER_INPUT', 'U+0000'],
    [
      `pools.csv?${where({ stakes_some: { staker: { stakes_some: { pool: { stakes_some: {} } } } } })}`,
      400,
      'LIMIT_EXCEEDED',
      'Query the inner rows first',
    ],
    ['../graphql.csv', 404, 'NOT_FOUND', ''],
    ['__proto__.csv', 404, 'NOT_FOUND', ''],
    [`${'x'.repeat(5000)}.csv`, 404, 'NOT_FOUND', ''],
  ])('refuses %s', async (path, status, code, hint) => {
    const refused = await refusal(path)
    expect(refused).toMatchObject({ status, code })
    expect(refused.hint).toContain(hint)
    expect(refused.message.length + refused.hint.length).toBeLessThan(2_000)
  })

  test('answers HEAD and If-None-Match without rows', async () => {
    const head = await api.get('/export/operators.csv?block=120', { method: 'HEAD' })
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
    const etag = head.headers.get('etag')!
    expect(etag).toMatch(/^"[\w-]{43}"$/)
    expect(head.headers.get('cache-control')).toBe('public, max-age=3600')
    const again = await api.get('/export/operators.csv?block=120', {
      headers: { 'if-none-match': etag },
    })
    expect(again.status).toBe(304)
    expect(again.headers.get('x-block-number')).toBe('120')
    const tags = await Promise.all(
      [
        'operators.csv?block=121',
        'operators.ndjson?block=120',
        'operators.csv?block=120&fields=id',
      ].map(async (path) =>
        (await api.get(`/export/${path}`, { method: 'HEAD' })).headers.get('etag'),
      ),
    )
    expect(new Set([etag, ...tags]).size).toBe(4)
    const atHead = await api.get('/export/operators.csv', { method: 'HEAD' })
    expect(atHead.headers.get('cache-control')).toBe('no-cache')
  })

  test('is not made by other methods', async () => {
    const response = await api.get('/export/operators.csv', { method: 'POST', body: 'x' })
    expect(response.status).toBe(405)
  })
})

describe('an ETag', () => {
  test('is another one for another version of Linchpin, which may compute other figures', async () => {
    const tagOf = async (release: string) => {
      const other = await startExportApi(db.url, {}, { release })
      try {
        const response = await other.get('/export/operators.csv?block=120', { method: 'HEAD' })
        return response.headers.get('etag')
      } finally {
        await other.close()
      }
    }
    expect(await tagOf('1.0.0')).toBe(await tagOf('1.0.0'))
    expect(await tagOf('1.0.0')).not.toBe(await tagOf('1.0.1'))
  })
})
