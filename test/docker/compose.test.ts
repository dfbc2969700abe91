import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from '../support/free-port'
import {
  copyOfCommit,
  copyOfRepository,
  docker,
  hasCommit,
  makeImages,
  NO_ENGINE,
  Project,
} from './engine'

const LONG = 1_800_000
const HEAD = 3_000
/** The last one before the migration AvsMiddleware, which had the present layout of containers, roles and volumes. */
const EARLIER = '7cfd7154bab7f0a17f71e75df18e45d4536f467f'
const QUERY = '{ _meta { digest block { number } } }'

let project: Project
let env: Record<string, string>
let url: string
/** Of the index, when it was made without disturbance. */
let digest: string

interface Meta {
  digest: string
  block: { number: number }
}

/** What the API answers, or why there is no answer. */
async function asked(): Promise<Meta | string> {
  const body = JSON.stringify({ query: QUERY })
  const headers = { 'content-type': 'application/json', connection: 'close' }
  try {
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
    const text = await response.text()
    const { data } = response.ok ? (JSON.parse(text) as { data?: { _meta: Meta } }) : {}
    return data?._meta ?? `${response.status} ${text}`
  } catch (error) {
    return `${(error as Error).cause ?? error}`
  }
}

/** Null: nothing, or an error. */
async function answer(): Promise<Meta | null> {
  const meta = await asked()
  return typeof meta === 'string' ? null : meta
}

/** Follows /ready. `notReady`: seconds in which it was not. */
function watchReady() {
  let isOver = false
  const times: { at: number; isReady: boolean }[] = []
  const watching = (async () => {
    while (!isOver) {
      const at = performance.now()
      const isReady = await fetch(`${url}/ready`, { headers: { connection: 'close' } }).then(
        ({ ok }) => ok,
        () => false,
      )
      times.push({ at, isReady })
      await wait(50)
    }
  })()
  return {
    async stop(): Promise<{ notReady: number; asked: number }> {
      isOver = true
      await watching
      const ms = times.reduce((sum, { at, isReady }, index) => {
        const until = times[index + 1]?.at ?? at
        return isReady ? sum : sum + until - at
      }, 0)
      return { notReady: Math.round(ms / 100) / 10, asked: times.length }
    },
  }
}

/** Waits for the head of the chain. @returns seconds */
async function atHead(): Promise<number> {
  const start = performance.now()
  while ((await answer())?.block.number !== HEAD) await wait(500)
  return Math.round((performance.now() - start) / 1_000)
}

describe.skipIf(NO_ENGINE !== null)(
  `the compose files, as they are, on an engine${NO_ENGINE ? `: ${NO_ENGINE}` : ''}`,
  () => {
    beforeAll(async () => {
      const images = process.env.LINCHPIN_TEST_DOCKER_IMAGES ?? join(tmpdir(), 'linchpin-images')
      mkdirSync(images, { recursive: true })
      makeImages(images)
      const port = await freePort()
      url = `http://127.0.0.1:${port}`
      env = {
        LINCHPIN_RECORDING: 'fixtures/both-a',
        GQL_PORT: String(port),
        DB_PASS: 'superuser',
        LINCHPIN_OWNER_PASSWORD: 'owner',
        LINCHPIN_READER_PASSWORD: 'reader',
        REPLICA_PASSWORD: 'replica',
        GRAFANA_PASSWORD: 'grafana',
      }
      project = new Project(copyOfRepository(), env)
    }, LONG)
    afterAll(() => project?.remove(), LONG)

    test('a cold start ends healthy, and with the index of the chain', {
      timeout: LONG,
    }, async () => {
      const start = performance.now()
      project.run('build')
      const built = Math.round((performance.now() - start) / 1_000)
      project.run('up', '-d')
      const healthy = await project.healthy()
      const indexed = await atHead()
      digest = (await answer())!.digest
      const size = docker(['image', 'inspect', '-f', '{{.Size}}', 'linchpin:0.1.0']).trim()
      console.info({ built, healthy, indexed, megabytes: Math.round(Number(size) / 1e6), digest })
      expect(digest).toMatch(/^(0x)?[0-9a-f]{64}$/)
    })

    test.each(['processor', 'api', 'db'])(
      '%s, killed, comes back by itself, with the same digest',
      { timeout: LONG },
      async (service) => {
        project.kill(service)
        await wait(1_000)
        const seconds = await project.healthy()
        await atHead()
        console.info(service, { seconds })
        expect((await answer())!.digest).toBe(digest)
      },
    )

    test('scale: a copy is replaced after another, a replica is lost, and every request is answered', {
      timeout: LONG,
    }, async () => {
      project.files = ['docker-compose.yml', 'ops/compose/scale.yml']
      project.run('up', '-d')
      const healthy = await project.healthy()
      await atHead()
      let right = 0
      const wrong: string[] = []
      let isOver = false
      const load = (async () => {
        while (!isOver) {
          const meta = await asked()
          if (typeof meta !== 'string' && meta.digest === digest) right++
          else wrong.push(JSON.stringify(meta))
          await wait(50)
        }
      })()
      for (const copy of ['api-1', 'api-2', 'api']) {
        project.run('up', '-d', '--no-deps', '--force-recreate', copy)
        await project.healthy()
        // The proxy asks every 2 s, and believes the second answer.
        await wait(6_000)
      }
      project.run('stop', 'replica-1')
      await wait(6_000)
      isOver = true
      await load
      console.info('scale', { healthy, right })
      expect(wrong).toEqual([])
    })

    test('monitoring: Prometheus reads every part', { timeout: LONG }, async () => {
      project.files = ['docker-compose.yml', 'ops/compose/monitoring.yml']
      project.run('up', '-d', '--no-deps', 'prometheus')
      const targets = async () => {
        const response = await fetch('http://127.0.0.1:9090/api/v1/query?query=up').catch(
          () => null,
        )
        if (!response?.ok) return null
        const { data } = (await response.json()) as {
          data: { result: { metric: { job: string }; value: [number, string] }[] }
        }
        return [
          ...new Set(data.result.map(({ metric, value }) => `${metric.job} ${value[1]}`)),
        ].sort()
      }
      await expect
        .poll(targets, { timeout: 120_000, interval: 1_000 })
        .toEqual(['linchpin-api 1', 'linchpin-indexer 1'])
    })

    describe.skipIf(!hasCommit(EARLIER))(
      `an upgrade from ${EARLIER.slice(0, 8)}${hasCommit(EARLIER) ? '' : ': this copy of the repository has no such commit'}`,
      () => {
        let earlier: Project
        beforeEach(async () => {
          project.files = ['docker-compose.yml']
          project.run('down', '-v', '--remove-orphans', '-t', '5')
          earlier ??= new Project(copyOfCommit(EARLIER), env)
          earlier.run('build')
          earlier.run('up', '-d')
          await earlier.healthy()
          await atHead()
          project.run('build')
        }, LONG)
        afterAll(() => earlier?.remove(), LONG)

        test('by the new files and image alone: migrated, healthy again, with the index of the chain', {
          timeout: LONG,
        }, async () => {
          const logs = count('contract_event')
          const migrations = count('migrations')
          const watched = watchReady()
          project.run('up', '-d')
          const healthy = await project.healthy()
          await atHead()
          console.info('upgrade', { healthy, ...(await watched.stop()) })
          expect((await answer())!.digest).toBe(digest)
          expect(count('migrations')).toBeGreaterThan(migrations)
          expect(count('contract_event')).toBe(logs)
          expect(command('digest', '--verify')).toMatch(/ match the digest /)
        })

        test('beside the earlier one, which answers until the new index takes its name', {
          timeout: LONG,
        }, async () => {
          const once = ['run', '--rm', '-T', '--no-deps']
          project.run(
            'exec',
            '-T',
            'db',
            ...'createdb -U postgres -T template0 -E UTF8 -l C next'.split(' '),
          )
          const watched = watchReady()
          project.run(...once, '-e', 'DB_NAME=next', 'migrate')
          project.run('run', '-d', '--no-deps', '--name', 'next', '-e', 'DB_NAME=next', 'processor')
          const lastBlock = () => docker(['exec', 'next', 'node', 'lib/cli/main.js', 'digest'])
          await expect
            .poll(lastBlock, { timeout: LONG, interval: 1_000 })
            .toMatch(new RegExp(`^${HEAD} `))
          expect(await watched.stop()).toMatchObject({ notReady: 0 })
          project.run('stop', 'processor')
          docker(['stop', 'next'])
          const promoting = watchReady()
          console.info(project.run(...once, 'migrate', 'promote', '--from', 'next'))
          docker(['rm', 'next'])
          project.run('up', '-d')
          const healthy = await project.healthy()
          console.info('promoted', { healthy, ...(await promoting.stop()) })
          expect((await answer())!.digest).toBe(digest)
          expect(command('digest', '--verify')).toMatch(/ match the digest /)
        })

        function command(...args: string[]): string {
          return project.run('exec', '-T', 'processor', 'node', 'lib/cli/main.js', ...args)
        }

        function count(table: string): number {
          const sql = `SELECT count(*) FROM ${table}`
          return Number(
            project.run('exec', '-T', 'db', 'psql', '-U', 'postgres', '-Atc', sql, 'squid'),
          )
        }
      },
    )
  },
)
