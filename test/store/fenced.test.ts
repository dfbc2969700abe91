import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeChainBlock } from '../../src/store/chain-block'
import { writeVerifiedUpTo } from '../../src/store/checks/verification'
import { writeUnknownConstants } from '../../src/store/late-constants'
import { writeMissingContracts } from '../../src/store/missing-contracts'
import { writePoll } from '../../src/store/polls'
import { type Claim, claimWriter } from '../../src/store/writer/lock'
import type { TestDatabase } from '../support/postgres'
import { createMigratedDatabase } from '../support/templates'

let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await createMigratedDatabase('fenced')
  client = new Client({ connectionString: database.url })
  await client.connect()
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

const WRITES: [string, string, (claim: Claim) => Promise<void>][] = [
  [
    'poll',
    'poll',
    (claim) =>
      writePoll(
        client,
        claim,
        { block: 5, questions: 1, unanswered: 0 },
        { pools: [], avss: [], adapters: [] },
      ),
  ],
  [
    'background verification',
    'proof',
    (claim) => writeVerifiedUpTo(client, claim, 0, { block: 5, hash: '0x05' }, []),
  ],
  [
    'list of missing contracts',
    'missing_contract',
    (claim) => writeMissingContracts(client, claim, [{ name: 'AVSDirectory', reason: 'NO_CODE' }]),
  ],
  [
    'list of unknown constants',
    'unknown_constant',
    (claim) =>
      writeUnknownConstants(client, claim, [
        { name: 'deallocationDelayBlocks', contract: 'AllocationManager', reason: 'it reverts' },
      ]),
  ],
  [
    'block by which the chain is recognized',
    'chain_block',
    (claim) => writeChainBlock(client, claim, { number: 0, hash: '0x00', timestamp: 0 }),
  ],
]

test.each(WRITES)(
  'a %s of a writer that was taken over writes nothing: LP3026',
  async (_, table, write) => {
    const old = await claimWriter(client)
    await client.query(`UPDATE writer SET heartbeat = heartbeat - interval '1 hour'`)
    const now = await claimWriter(client)
    await expect(write(old)).rejects.toMatchObject({ code: 'LP3026' })
    expect((await client.query(`SELECT FROM ${table}`)).rowCount).toBe(0)
    await write(now)
    expect((await client.query(`SELECT FROM ${table}`)).rowCount).toBe(1)
    await client.query(`UPDATE writer SET heartbeat = heartbeat - interval '1 hour'`)
  },
)
