import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, startApi } from '../../src/api/server'
import { loadRecording } from '../../src/chain/recording/recording'
import { knownVersion } from '../../src/cli/known-version'
import { migrate } from '../../src/cli/migrations'
import { promote } from '../../src/cli/promote/promote'
import { networkFromDeployment } from '../../src/config/deployment'
import { blockOf, Feed } from '../support/chain/feed'
import { run } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { NO_POSTGRES, PostgresServer, removeServerFolder, serverFolder } from '../support/servers'

/** By a compiled statement, by graphql-js, and in a thread; of final blocks and not. */
const QUERIES = [
  '{ operators(block: {number: 150}, limit: 3) { id metadataURI } }',
  '{ operators(limit: 3) { id metadataURI } _meta { block { number } } }',
  '{ avss(limit: 1) { id } concentration(of: OPERATORS, block: {number: 150}) { hhi } operators(limit: 1) { metadataURI } }',
]

describe.skipIf(NO_POSTGRES !== null)(
  `an API on a replica${NO_POSTGRES ? `: ${NO_POSTGRES}` : ''}`,
  () => {
    let folder: string
    let primary: PostgresServer
    let replica: PostgresServer
    let api: Api

    beforeAll(async () => {
      folder = serverFolder('renamed')
      primary = await PostgresServer.primary(join(folder, 'primary'))
      await run(primary.url(), 'CREATE DATABASE live')
      await migrate(primary.url('live'))
      const recording = await loadRecording(FIXTURE)
      const feed = new Feed(primary.url('live'), networkFromDeployment(recording.deployment))
      await feed.database.connect()
      await feed.final(Array.from({ length: 200 }, (_, i) => blockOf(recording, i + 1)))
      await feed.database.close()
      await run(primary.url(), 'CREATE DATABASE next TEMPLATE live')
      await run(primary.url('live'), `UPDATE operator SET metadata_uri = 'old'`)
      await run(primary.url('next'), `UPDATE operator SET metadata_uri = 'new'`)
      replica = await PostgresServer.replicaOf(primary, join(folder, 'replica'))
      const logger = pino({ level: 'silent' })
      const version = knownVersion()
      const databaseUrl = replica.url('live')
      api = await startApi({ databaseUrl, host: '127.0.0.1', port: 0, logger, version })
    }, 120_000)

    afterAll(async () => {
      await api?.close()
      await replica?.stop('SIGQUIT')
      await primary?.stop('SIGQUIT')
      removeServerFolder(folder)
    })

    test('answers from the database that has the name now, though its connections stay with the one that had it', async () => {
      for (const query of [...QUERIES, ...QUERIES]) expect(await asked(query)).toBe('old')
      const answers: { sentAt: number; receivedAt: number; text: string }[] = []
      let isOver = false
      const client = async (first: number) => {
        for (let query = first; !isOver; query = (query + 1) % QUERIES.length) {
          const sentAt = performance.now()
          const text = await asked(QUERIES[query]!)
          answers.push({ sentAt, receivedAt: performance.now(), text })
        }
      }
      const clients = [0, 1, 2].map(client)
      await promote(primary.url('live'), {
        from: 'next',
        keepAs: null,
        allowBehind: false,
        back: false,
      })
      await expect
        .poll(() => Promise.all(QUERIES.map(asked)), { timeout: 30_000 })
        .toEqual(QUERIES.map(() => 'new'))
      isOver = true
      await Promise.all(clients)
      const texts = new Set(answers.map(({ text }) => text))
      expect([...texts].filter((text) => !/^(old|new|503)$/.test(text))).toEqual([])
      const firstNew = Math.min(
        ...answers.filter(({ text }) => text === 'new').map(({ receivedAt }) => receivedAt),
      )
      const late = answers.filter(({ text, sentAt }) => text === 'old' && sentAt > firstNew)
      expect(late).toEqual([])
      for (const query of [...QUERIES, ...QUERIES]) expect(await asked(query)).toBe('new')
    }, 60_000)

    /** Of which database an answer is, or its status. */
    async function asked(query: string): Promise<string> {
      const response = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      })
      const text = await response.text()
      if (response.status !== 200) return `${response.status}`
      const of = new Set(
        JSON.parse(text).data?.operators?.map((one: { metadataURI: string }) => one.metadataURI),
      )
      return of.size === 1 ? `${[...of][0]}` : text
    }
  },
)
