import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  GetObjectCommand,
  ListObjectsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { DuckDBInstance } from '@duckdb/node-api'
import S3rver from 's3rver'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXIT } from '../../src/errors'
import type { Manifest } from '../../src/export/output/manifest'
import { type ApiDatabase, createApiDatabase } from '../support/api/api-db'
import { insertHistory, STAKERS } from '../support/api/api-history'
import { runCli } from '../support/cli'
import { asOfThisVersion } from '../support/exported'

const directory = mkdtempSync(join(tmpdir(), 'linchpin-s3-'))
const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory,
  configureBuckets: [{ name: 'lake', configs: [] }],
})

let db: ApiDatabase
let endpoint: string
let client: S3Client

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  await asOfThisVersion(db)
  const { address, port } = (await server.run()) as AddressInfo
  endpoint = `http://${address}:${port}`
  client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: CREDENTIALS,
  })
})

afterAll(async () => {
  client.destroy()
  await server.close()
  await db.drop()
  rmSync(directory, { recursive: true })
})

const run = (args: string[], env: Record<string, string> = {}) =>
  runCli(['export', ...args], {
    DB_URL: db.url,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_S3: endpoint,
    ...env,
  })

async function bytesOf(key: string): Promise<Uint8Array> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'lake', Key: key }))
  return Body!.transformToByteArray()
}

async function keys(prefix: string): Promise<string[]> {
  const { Contents = [] } = await client.send(
    new ListObjectsCommand({ Bucket: 'lake', Prefix: prefix }),
  )
  return Contents.map(({ Key }) => Key!).sort()
}

const manifestOf = async (prefix: string): Promise<Manifest> =>
  JSON.parse(Buffer.from(await bytesOf(`${prefix}/manifest.json`)).toString())

test('an export to an S3-compatible store is read back', async () => {
  const { code, stdout, stderr } = await run(['stakes', 'slashings', '--out', 's3://lake/a/b/'])
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('s3://lake/a/b/manifest.json')
  const manifest = await manifestOf('a/b')
  expect(manifest).toMatchObject({ block: 200, version: 1 })
  const files = manifest.tables.flatMap(({ files }) => files)
  expect(await keys('a/b/')).toEqual(
    ['manifest.json', ...files.map(({ path }) => path)].map((path) => `a/b/${path}`).sort(),
  )
  for (const { path, bytes, sha256 } of files) {
    const body = await bytesOf(`a/b/${path}`)
    expect(body.length).toBe(bytes)
    expect(createHash('sha256').update(body).digest('hex')).toBe(sha256)
  }
  const [stakes] = manifest.tables
  expect(stakes!.rows).toBe(STAKERS)
  const copy = join(directory, 'copy.parquet')
  cpSync(join(directory, 'lake', 'a', 'b', `${files[0]!.path}._S3rver_object`), copy)
  const duck = await (await DuckDBInstance.create()).connect()
  const read = await duck.runAndReadAll(`SELECT count(*)::int FROM '${copy}'`)
  expect(read.getRowsJson()).toEqual([[files[0]!.rows]])
})

test('a later export takes the place of an earlier one', async () => {
  expect((await run(['stakes', 'operators', '--out', 's3://lake/c'])).code).toBe(0)
  const args = ['operators', '--format', 'csv', '--out', 's3://lake/c', '--endpoint', endpoint]
  const { code, stderr } = await run(args, { AWS_ENDPOINT_URL_S3: '' })
  expect(code, stderr).toBe(0)
  expect(await keys('c/')).toEqual(['c/manifest.json', 'c/operators.csv'])
})

test('a second exporter to one prefix is refused', async () => {
  const Key = 'd/.linchpin-export.lock'
  await client.send(new PutObjectCommand({ Bucket: 'lake', Key, Body: '{"pid":1}' }))
  const { code, stderr } = await run(['operators', '--out', 's3://lake/d'])
  expect(code).toBe(EXIT.UNAVAILABLE)
  expect(stderr).toContain('error LP5001: another export writes to s3://lake/d/: {"pid":1}')
  expect(await keys('d/')).toEqual([Key])
})

test.each([
  [['--out', 's3://missing/x'], {}, 'LP5003', 'NoSuchBucket'],
  [
    ['--out', 's3://lake/x'],
    { AWS_ACCESS_KEY_ID: '', AWS_EC2_METADATA_DISABLED: 'true' },
    'LP5003',
    'credentials',
  ],
  [
    ['--out', 's3://lake/x'],
    { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' },
    'LP5003',
    'ECONNREFUSED',
  ],
  [['--out', 's3://L'], {}, 'LP5004', 's3://BUCKET/PREFIX'],
  [['--out', 'gs://lake/x'], {}, 'LP5004', 's3://BUCKET/PREFIX'],
  [['--out', 's3://lake/x', '--endpoint', 'nowhere'], {}, 'LP5004', 'https://'],
])('%s is refused', async (args, env, code, text) => {
  const refused = await run(['operators', ...args], env)
  expect(refused.code).not.toBe(0)
  expect(refused.stderr).toContain(`error ${code}: `)
  expect(refused.stderr).toContain(text)
})
