import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client, Pool } from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openOperation } from '../../src/api/operation'
import { startApi } from '../../src/api/server'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import { type Supervisor, supervise } from '../../src/cli/supervise'
import { exchangeable, FINALITY, forked, reached, upTo } from '../support/chain/forks'
import { FIXTURE } from '../support/recordings'
import { NO_POSTGRES, PostgresServer, removeServerFolder, serverFolder } from '../support/servers'

const FIRST_HEAD = 400
/** Seconds that a replica may be behind. */
const MAX_LAG_SECONDS = 10

const BLOCK_QUERY = '{ _meta { block { number hash } replicaLag } operators(limit: 3) { id } }'
/** Answers that a final block alone decides. */
const FINAL_QUERIES = [
  'operators { id allocations(limit: 5) { id } }',
  'stakers(limit: 50) { id }',
  'operatorSets { id }',
  'slashings { id }',
  'contractEvents(limit: 20, orderBy: [id_ASC]) { id name block }',
]

interface Answer {
  status: number
  body: string
  etag: string | null
}

describe.skipIf(NO_POSTGRES !== null)(
  `an API on a replica${NO_POSTGRES ? `: ${NO_POSTGRES}` : ''}`,
  () => {
    let folder: string
    let primary: PostgresServer
    let replica: PostgresServer
    let recording: Recording
    let replay: Replay
    let chain: ReturnType<typeof exchangeable>
    let supervisor: Supervisor
    let onPrimary: Client
    let onReplica: Client
    let apis: { primary: Api; replica: Api }

    beforeAll(async () => {
      folder = serverFolder('replica')
      recording = await loadRecording(FIXTURE)
      primary = await PostgresServer.primary(join(folder, 'primary'))
      replica = await PostgresServer.replicaOf(primary, join(folder, 'replica'), {
        max_standby_streaming_delay: '0',
      })
      onPrimary = await connected(primary.url())
      onReplica = await connected(replica.url())
      chain = exchangeable(upTo(recording, FIRST_HEAD))
      replay = await startReplay(chain.view)
      const env = {
        ...process.env,
        DB_URL: primary.url(),
        RPC_ENDPOINT: replay.url,
        LINCHPIN_NETWORK: 'custom',
        LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
        LINCHPIN_FINALITY: String(FINALITY),
        LINCHPIN_LOG_LEVEL: 'silent',
      }
      const indexer = {
        name: 'index',
        module: 'lib/cli/main.js',
        args: ['index'],
        env,
        restart: true,
      }
      supervisor = supervise(
        [indexer],
        () => {},
        () => {},
        [100],
      )
      await reached(onReplica, recording.blockAt(FIRST_HEAD)!)
      apis = { primary: await serve(primary), replica: await serve(replica) }
    })

    afterAll(async () => {
      await supervisor?.stop()
      await Promise.all([apis?.primary.close(), apis?.replica.close(), replay?.close()])
      await Promise.all([onPrimary?.end(), onReplica?.end()])
      await replica?.stop('SIGQUIT')
      await primary?.stop('SIGQUIT')
      removeServerFolder(folder)
    })

    test('names no block that the replica does not have, while blocks and forks come and its replay stops and goes on', async () => {
      let head = FIRST_HEAD
      let answers = 0
      for (let round = 0; round < 4; round++) {
        await onReplica.query('SELECT pg_wal_replay_pause()')
        await expect
          .poll(
            async () =>
              (await onReplica.query('SELECT pg_get_wal_replay_pause_state() AS s')).rows[0].s,
          )
          .toBe('paused')
        const { rows } = await onReplica.query('SELECT height AS number, hash FROM cursor')
        const had = rows[0]
        // Every other round the last blocks are replaced.
        head += 5
        const next = round % 2 === 0 ? forked(recording, head, head - 9) : upTo(recording, head)
        chain.exchange(next)
        await expect.poll(() => heightAndHash(onPrimary)).toEqual([head, next.blockAt(head)!.hash])
        for (const { block, answer } of await asked(apis.replica, [undefined, had.number])) {
          answers++
          expect([answer.status, block]).toEqual([200, { number: had.number, hash: had.hash }])
        }
        for (const number of [had.number + 1, head]) {
          const later = await apis.replica.get(`{ operators(block: { number: ${number} }) { id } }`)
          expect(later.body).toContain('BLOCK_NOT_INDEXED')
          answers++
        }
        await onReplica.query('SELECT pg_wal_replay_resume()')
        await expect.poll(() => heightAndHash(onReplica)).toEqual([head, next.blockAt(head)!.hash])
        const [now] = await asked(apis.replica, [undefined])
        expect(now!.block).toEqual({ number: head, hash: next.blockAt(head)!.hash })
      }
      expect(answers).toBe(16)
    })

    test('answers for final blocks as the primary does, byte for byte and with the same ETag, also while it lags', async () => {
      await onReplica.query('SELECT pg_wal_replay_pause()')
      try {
        const { rows } = await onReplica.query('SELECT finalized_height AS final FROM cursor')
        for (const block of [200, 300, rows[0].final]) {
          for (const query of FINAL_QUERIES) {
            const at = query
              .replace(/^\w+(?= )/, '$&()')
              .replace('(', `(block: { number: ${block} } `)
            const [one, other] = await Promise.all([
              apis.primary.get(`{ ${at} }`),
              apis.replica.get(`{ ${at} }`),
            ])
            expect(one).toMatchObject({ status: 200, etag: expect.stringMatching(/^"/) })
            expect(other).toEqual(one)
          }
        }
      } finally {
        await onReplica.query('SELECT pg_wal_replay_resume()')
      }
    })

    test('says how far behind it may be, and is not ready past the bound: the replica is behind, not the indexer', async () => {
      const lagOf = async (api: Api) => {
        const { replica: followed } = JSON.parse((await api.get(null, '/status')).body)
        return followed
      }
      expect(await lagOf(apis.primary)).toBeNull()
      await expect.poll(() => lagOf(apis.replica)).toEqual({ state: 'LEVEL', lag: 0 })
      await expect.poll(async () => (await apis.replica.get(null, '/ready')).status).toBe(200)
      await onReplica.query('SELECT pg_wal_replay_pause()')
      await expect
        .poll(
          async () => JSON.parse((await apis.replica.get(null, '/ready')).body).reasons?.[0].code,
        )
        .toBe('REPLICA_BEHIND')
      const followed = await lagOf(apis.replica)
      expect(followed).toMatchObject({ state: 'PAUSED' })
      expect(followed.lag).toBeGreaterThanOrEqual(MAX_LAG_SECONDS)
      const metrics = await apis.replica.get(null, '/metrics')
      expect(metrics.body).toMatch(/^linchpin_api_replica_lag_seconds\{state="PAUSED"\} [1-9]/m)
      expect((await apis.primary.get(null, '/metrics')).body).not.toMatch(
        /^linchpin_api_replica_lag_seconds\{/m,
      )
      const { body } = await apis.replica.get('{ _meta { replicaLag } }')
      expect(JSON.parse(body).data._meta.replicaLag).toBeGreaterThanOrEqual(MAX_LAG_SECONDS)
      expect(await apis.primary.get('{ _meta { replicaLag } }')).toMatchObject({
        body: expect.stringContaining('"replicaLag":null'),
      })
      await expect.poll(async () => (await apis.primary.get(null, '/ready')).status).toBe(200)
      await onReplica.query('SELECT pg_wal_replay_resume()')
      await expect.poll(async () => (await apis.replica.get(null, '/ready')).status).toBe(200)
    })

    test('is not ready once its primary is out of reach, and says that it has no connection', async () => {
      await primary.stop('SIGINT')
      await expect
        .poll(
          async () =>
            JSON.parse((await apis.replica.get(null, '/ready')).body).reasons?.[0].message,
        )
        .toContain('not connected to its primary')
      expect((await apis.replica.get('{ operators(block: { number: 300 }) { id } }')).status).toBe(
        200,
      )
      await primary.start()
      await onPrimary.end().catch(() => {})
      onPrimary = await connected(primary.url())
      await expect.poll(async () => (await apis.replica.get(null, '/ready')).status).toBe(200)
    })

    test('has a code for a statement that the replica cancels', async () => {
      const pool = new Pool({ connectionString: replica.url() })
      const operation = openOperation(pool, 60_000)
      const ended = operation.query('SELECT pg_sleep(60), id FROM operator').catch((error) => error)
      await expect
        .poll(
          async () =>
            (
              await onReplica.query(
                "SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'",
              )
            ).rowCount,
        )
        .toBe(1)
      await lockAgainstReaders(onPrimary)
      expect(await ended).toMatchObject({
        code: 'LP4024',
        extensions: { code: 'REPLICA_CONFLICT' },
      })
      expect(operation.hasConflict()).toBe(true)
      await operation.close()
      await pool.end()
    })

    test('answers while the replica cancels what is in its way, or says that it did: never with a defect', async () => {
      let isDone = false
      const disturbing = (async () => {
        while (!isDone) await lockAgainstReaders(onPrimary)
      })()
      const told = new Map<string, number>()
      const query = 'query ($few: Int!) { operators(limit: $few) { id } _meta { replicaLag } }'
      const asking = Array.from({ length: 4 }, async (_, nth) => {
        for (let count = 0; count < 30; count++) {
          const variables = { few: 1 + nth * 30 + count }
          const { status, body } = await apis.replica.get(query, '/graphql', variables)
          const code = /"code":"([A-Z_]+)"/.exec(body)?.[1] ?? 'none'
          told.set(`${status} ${code}`, (told.get(`${status} ${code}`) ?? 0) + 1)
        }
      })
      await Promise.all(asking)
      isDone = true
      await disturbing
      const { rows } = await onReplica.query(
        "SELECT sum(confl_lock)::int AS conflicts FROM pg_stat_database_conflicts WHERE datname = 'postgres'",
      )
      console.info('answers', Object.fromEntries(told), 'conflicts', rows[0].conflicts)
      expect(rows[0].conflicts).toBeGreaterThan(1)
      for (const kind of told.keys()) expect(['200 none', '503 REPLICA_CONFLICT']).toContain(kind)
      expect(told.get('200 none')).toBeGreaterThan(0)
    })
  },
)

type Api = Awaited<ReturnType<typeof serve>>

async function serve(server: PostgresServer) {
  const api = await startApi({
    databaseUrl: server.url(),
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    maxLagSeconds: MAX_LAG_SECONDS,
  })
  return {
    ...api,
    /** @param query null: another path without one */
    async get(query: string | null, path = '/graphql', variables = {}): Promise<Answer> {
      const params = new URLSearchParams({
        query: query ?? '',
        variables: JSON.stringify(variables),
      })
      const search = query === null ? '' : `?${params}`
      const response = await fetch(`${api.url}${path}${search}`, {
        headers: { accept: 'application/json' },
      })
      const { status, headers } = response
      return { status, body: await response.text(), etag: headers.get('etag') }
    },
  }
}

/** Answers at blocks, with the block that each names. */
async function asked(api: Api, blocks: (number | undefined)[]) {
  return Promise.all(
    blocks.map(async (number) => {
      const at = number === undefined ? '' : `(block: { number: ${number} })`
      const answer = await api.get(BLOCK_QUERY.replace('_meta', `_meta${at}`))
      return { answer, block: JSON.parse(answer.body).data?._meta.block }
    }),
  )
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function heightAndHash(client: Client): Promise<[number, string] | null> {
  const { rows } = await client.query('SELECT height, hash FROM cursor').catch(() => ({ rows: [] }))
  return rows[0] ? [rows[0].height, rows[0].hash] : null
}

/** What a migration or a VACUUM that truncates a table does: a replica that replays it cancels those who read the table. */
async function lockAgainstReaders(client: Client): Promise<void> {
  await client.query(
    'BEGIN; LOCK TABLE operator, allocation, cursor IN ACCESS EXCLUSIVE MODE; COMMIT',
  )
  await wait(50)
}
