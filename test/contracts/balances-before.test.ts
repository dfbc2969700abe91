import { once } from 'node:events'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { balanceOf } from '../../src/contracts/vault-v2-view'
import { selectorOf } from '../../src/contracts/view'
import { startTestApi } from '../support/api/api-client'
import { type CallContract, startContractNode } from '../support/chain/contract-node'
import { reached, startIndex } from '../support/chain/forks'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { V2 } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'

/** All adapters are there. */
const HEAD = 400
/** Sent to each adapter before it was made. */
const SENT = 7n

const ended: (() => Promise<unknown>)[] = []
let chain: Recording
/** Assets of adapters by the recorded transfers, which begin with block 0, and the block in which each was found. */
let recorded: Map<string, { assets: bigint; found: number }>
/** Asset of each vault. */
let assets: Map<string, string>

beforeAll(async () => {
  chain = await loadRecording(V2)
  const { vaults } = chain.deployment as { vaults: Record<string, string>[] }
  assets = new Map(
    vaults.map((vault) => [vault.address!.toLowerCase(), vault.collateral!.toLowerCase()]),
  )
  const index = await createIndexedDatabase('balancesbefore', V2)
  const client = new Client({ connectionString: index.url })
  await client.connect()
  const { rows } = await client.query(
    `SELECT a.key, a.assets::text, c.from_block AS found FROM vault_adapter a
     JOIN contract c ON c.key = a.key AND c.to_block IS NULL
     WHERE a.from_block <= $1 AND (a.to_block IS NULL OR a.to_block > $1) AND a.vault_id IS NOT NULL`,
    [HEAD],
  )
  recorded = new Map(
    rows.map(({ key, assets: held, found }) => [key, { assets: BigInt(held), found }]),
  )
  await client.end()
  await index.drop()
})

afterAll(async () => {
  for (const end of ended.splice(0).reverse()) await end()
})

const word = (value: bigint | string) => `0x${BigInt(value).toString(16).padStart(64, '0')}`

/** Contracts that answer; an adapter had something in the block before that in which it was found, and then. */
const answers: CallContract = (to, data, block) => {
  const asset = assets.get(to.toLowerCase())
  if (data === selectorOf('asset()')) return asset ? word(asset) : null
  if (data === selectorOf('version()')) return asset ? word(3n) : null
  if (data === selectorOf('decimals()')) return word(18n)
  if (!balanceOf.is(data)) return null
  const holder = `0x${data.slice(-40)}`
  const { found } = recorded.get(holder)!
  return word(block < found ? SENT : 10n ** 30n)
}

async function adapters(client: Client): Promise<[string, bigint | null][]> {
  const { rows } = await client.query(
    'SELECT key, assets::text FROM vault_adapter WHERE to_block IS NULL AND vault_id IS NOT NULL ORDER BY key',
  )
  return rows.map((row) => [row.key, row.assets === null ? null : BigInt(row.assets)])
}

test('what an adapter held before it was found is asked; without an answer its assets are unknown until there is one', async () => {
  const expected = [...recorded].map(([key, held]) => [key, held.assets + SENT] as const).sort()
  expect(expected.length).toBeGreaterThan(5)
  const [silent] = expected[0]!
  const database: TestDatabase = await createMigratedDatabase('balancesbefore')
  ended.push(() => database.drop())
  const client = new Client({ connectionString: database.url })
  await client.connect()
  ended.push(() => client.end())
  const isSilent = (data: string) => balanceOf.is(data) && data.endsWith(silent.slice(2))
  const node = await startContractNode(
    HEAD,
    (to, data, block) => (isSilent(data) ? null : answers(to, data, block)),
    V2,
  )
  ended.push(() => node.close())
  const run = () => {
    const settings = { LINCHPIN_DEPLOYMENT: `${V2}/deployment.json`, LINCHPIN_POLL_BLOCKS: '0' }
    const child = startIndex(node.url, database.url, settings)
    ended.push(async () => child.kill('SIGKILL'))
    return child
  }
  const child = run()
  await reached(client, chain.blockAt(HEAD)!)
  expect(await adapters(client)).toEqual(
    expected.map(([key, held]) => [key, key === silent ? null : held]),
  )
  const { rows } = await client.query(
    'SELECT contract, name, reason FROM contract_answer WHERE reason IS NOT NULL',
  )
  expect(rows).toEqual([
    {
      contract: silent,
      name: 'balances',
      reason: expect.stringMatching(/^balanceOf\(adapter\) of 0x\w{40} reverts/),
    },
  ])
  const api = await startTestApi(database.url)
  const { vaultAdapters } = await api.ask(
    `{ vaultAdapters(where: {assets_isNull: true}, limit: 10) { id adapter totalAssets } }`,
  )
  expect(vaultAdapters).toMatchObject([{ adapter: silent }])
  await api.close()

  // The next start asks again, and derives the rows anew.
  child.kill('SIGKILL')
  await once(child, 'exit')
  node.call = answers
  run()
  await expect.poll(() => adapters(client), { timeout: 60_000 }).toEqual(expected)
})
