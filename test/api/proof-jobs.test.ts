import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProofThreads } from '../../src/cli/prove/proof-threads'
import { readDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { ended, PROOF_FIELDS, startProof } from '../support/api/jobs'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

const KEY = 'a-key-of-the-provider'
const STAKER = `0x${'1'.repeat(40)}`
const network = readDeployment(`${FIXTURE}/deployment.json`)

let database: TestDatabase
/** It takes every request and answers none. */
let silent: Server
/** Its provider is silent. */
let waiting: TestApi
const closing: (() => Promise<void>)[] = []
const lines: string[] = []

const urlOf = (port: number) => `http://127.0.0.1:${port}/v3/${KEY}`
const portOf = (server: Server) => (server.address() as AddressInfo).port

/** An API that proves by this provider. */
async function proving(url: string, seconds: number, given: Network = network): Promise<TestApi> {
  const options = {
    rpcEndpoints: [url],
    rpcRateLimit: 0,
    network: given,
    databaseUrl: database.url,
  }
  const logger = pino({}, { write: (line: string) => lines.push(line) })
  const proofs = new ProofThreads(options, logger, { seconds, calls: 60 })
  const api = await startTestApi(database.url, {}, lines, { proofs })
  closing.push(() => api.close())
  return api
}

beforeAll(async () => {
  database = await createIndexedDatabase('proofjobs', FIXTURE)
  silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  waiting = await proving(urlOf(portOf(silent)), 600)
})

afterAll(async () => {
  for (const close of closing) await close()
  silent.closeAllConnections()
  silent.close()
  await database?.drop()
})

const asked = `mutation { startJob(proof: {figure: "delegatedTo", arguments: ["${STAKER}"]}) { id } }`

describe('a job that proves a figure', () => {
  test('is refused where the server has no provider, or one of another chain', async () => {
    const without = await startTestApi(database.url)
    closing.push(() => without.close())
    expect(await without.refuse(asked)).toMatchObject({
      code: 'PROOFS_OFF',
      hint: expect.stringContaining('LINCHPIN_PROVE_RPC'),
    })
    const other = await proving(urlOf(1), 60, { ...network, chainId: 5 })
    expect((await other.refuse(asked)).code).toBe('PROOFS_OFF')
  })

  test.each([
    ['a figure that there is not', 'nothing', [STAKER], ''],
    ['too few arguments', 'operatorShares', [STAKER], ''],
    ['an argument of another kind', 'delegatedTo', ['0x12'], ''],
    [
      'an unknown layout',
      'delegatedTo',
      [STAKER],
      `, layouts: [{implementation: "${STAKER}", layout: "x"}]`,
    ],
  ])('is refused at the start for %s', async (_, figure, args, more) => {
    const proof = `figure: "${figure}", arguments: ${JSON.stringify(args)} ${more}`
    const { code } = await waiting.refuse(`mutation { startJob(proof: {${proof}}) { id } }`)
    expect(code).toBe('BAD_USER_INPUT')
  })

  test('is of the last final block unless another is named, and ends when it is cancelled', async () => {
    const { _meta } = await waiting.ask('{ _meta { finalized } }')
    const last = await startProof(waiting, 'delegatedTo', [STAKER])
    const named = await startProof(waiting, 'delegatedTo', [STAKER], ', block: {number: 488}')
    expect([last.block.number, named.block.number]).toEqual([_meta.finalized, 488])
    for (const { id, token } of [named, last]) {
      await waiting.ask(`mutation { cancelJob(id: "${id}", token: "${token}") { state } }`)
      const job = await ended(waiting, id, PROOF_FIELDS)
      expect(job).toMatchObject({ state: 'FAILED', error: { code: 'JOB_CANCELLED' } })
      expect((await fetch(`${waiting.url}/proofs/${id}.json`)).status).toBe(404)
    }
  })

  test('ends by its time limit where the provider is silent', async () => {
    const api = await proving(urlOf(portOf(silent)), 2)
    const { id } = await startProof(api, 'delegatedTo', [STAKER])
    const job = await ended(api, id, PROOF_FIELDS)
    expect(job).toMatchObject({ state: 'FAILED', proof: null, error: { code: 'JOB_TIME_LIMIT' } })
  })

  test('says nothing of a provider that cannot be reached; the log names its host', async () => {
    const gone = createServer(() => {})
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
    const port = portOf(gone)
    await new Promise((resolve) => gone.close(resolve))
    const api = await proving(urlOf(port), 60)
    const { id } = await startProof(api, 'delegatedTo', [STAKER])
    const job = await ended(api, id, PROOF_FIELDS)
    expect(job).toMatchObject({ state: 'FAILED', error: { code: 'NO_PROOFS' } })
    expect(JSON.stringify(job)).not.toMatch(new RegExp(`${KEY}|127\\.0\\.0\\.1|${port}`))
    const logged = lines.filter((line) => line.includes('a figure is not proven')).join('')
    expect(logged).toContain(`http://127.0.0.1:${port}`)
    expect(lines.join('')).not.toContain(KEY)
  })
})
