import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { someOf } from '../long.mjs'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { startContractNode } from '../support/chain/contract-node'
import { reached, startIndex } from '../support/chain/forks'
import { FIXTURE } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'

const HEAD = 400
let chain: Recording
let contracts: Record<string, string>
const ended: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  chain = await loadRecording(FIXTURE)
  contracts = (chain.deployment as { contracts: Record<string, string> }).contracts
})

afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end()
})

/** The API of an index without these contracts; those of `empty` have no code. */
async function serve(left: readonly string[], empty: readonly string[] = []): Promise<TestApi> {
  const file = join(tmpdir(), `linchpin-missing-${process.pid}.json`)
  const kept = Object.entries(contracts).filter(([name]) => !left.includes(name))
  const deployment = { ...(chain.deployment as object), contracts: Object.fromEntries(kept) }
  writeFileSync(file, JSON.stringify(deployment))
  const database = await createMigratedDatabase('missing_contracts')
  ended.push(() => database.drop())
  const client = new Client({ connectionString: database.url })
  await client.connect()
  ended.push(() => client.end())
  const node = await startContractNode(HEAD, () => null)
  ended.push(() => node.close())
  const codeless = empty.map((name) => contracts[name]!.toLowerCase())
  node.code = (address) => (codeless.includes(address.toLowerCase()) ? '0x' : '0x60')
  const indexer: ChildProcess = startIndex(node.url, database.url, { LINCHPIN_DEPLOYMENT: file })
  ended.push(async () => indexer.kill('SIGKILL'))
  await reached(client, chain.blockAt(HEAD)!)
  const api = await startTestApi(database.url)
  ended.push(() => api.close())
  return api
}

const refused = async (api: TestApi, query: string, contract: string) => {
  const { data, errors } = await api.send(query)
  expect(data ?? null).toBeNull()
  expect(errors).toMatchObject([
    {
      message: expect.stringContaining(contract),
      extensions: { code: 'NOT_INDEXED', contracts: [contract] },
    },
  ])
}
const missing = async (api: TestApi) => (await api.ask('{ _meta { missingContracts } }'))._meta

const ALLOCATION_ROWS = [
  '{ slashings { id } }',
  '{ allocations { id } }',
  '{ operatorSetsConnection { totalCount } }',
  '{ operatorMagnitudes { id } }',
  '{ operators { id allocations { id } } }',
  '{ operators(where: {allocations_some: {magnitude_gt: "0"}}) { id } }',
  '{ stakes { withdrawableShares } }',
]

const ALLOCATION_METRICS = [
  '{ exposure { meta { nullReason } } }',
  '{ coSlashings { meta { nullReason } } }',
  '{ communities { meta { nullReason } } }',
  '{ concentration(of: OPERATORS) { meta { nullReason } } }',
  '{ robustness { meta { nullReason } } }',
  '{ worstOperators(k: 2) { meta { nullReason } } }',
]

/** Answers something, without errors. */
async function answers(api: TestApi, query: string): Promise<void> {
  const { data, errors } = await api.send(query)
  expect([query, data, errors]).toEqual([query, expect.any(Object), undefined])
}

const WITHOUT_ALLOCATIONS: [string, string[], string[]][] = [
  ['is not in the deployment', ['AllocationManager'], []],
  ['has no code', [], ['AllocationManager']],
]

test.each(someOf(WITHOUT_ALLOCATIONS, 1))(
  'without an AllocationManager that %s its lists, and metrics that need it, are refused, and all others answer',
  async (_, left, empty) => {
    const api = await serve(left, empty)
    expect(await missing(api)).toEqual({ missingContracts: ['AllocationManager'] })
    for (const query of [...ALLOCATION_ROWS, ...ALLOCATION_METRICS]) {
      await refused(api, query, 'AllocationManager')
    }
    const found = await api.ask(
      '{ operators { id } stakes { depositShares } avsRegistrations { id } }',
    )
    expect(found.operators.length).toBeGreaterThan(0)
  },
)

test('without contracts that tell one thing each, what only they tell is refused, and others answer', async () => {
  const needy = {
    EigenPodManager: [
      '{ pods { id } }',
      '{ validatorsConnection { totalCount } }',
      '{ baseLayer { native { delegated } } }',
    ],
    PermissionController: [
      '{ admins { id } }',
      '{ appointees { id } }',
      '{ governance { sharedControllers(by: ADMIN) { count } } }',
    ],
    RewardsCoordinator: [
      '{ rewardSubmissions { id } }',
      '{ rewardClaims { id } }',
      '{ governance { sharedControllers(by: REWARD_PAYER) { count } } }',
    ],
  }
  const api = await serve(Object.keys(needy))
  const { missingContracts } = await missing(api)
  expect([...missingContracts].sort()).toEqual(Object.keys(needy))
  for (const [name, queries] of Object.entries(needy)) {
    for (const query of queries) await refused(api, query, name)
  }
  await answers(api, '{ exposure { meta { nullReason } } }')
  await answers(api, '{ governance { sharedControllers(by: SLASHER) { count } } }')
  expect((await api.ask('{ slashings { id } }')).slashings).toEqual(expect.any(Array))
})

// A deployment file without them is refused (src/config/deployment.test.ts).
const CODELESS: [string, string[], string[]][] = [
  [
    'DelegationManager',
    [
      '{ operators { id } }',
      '{ operatorStakes { id } }',
      '{ stakersConnection { edges { node { delegations { id } } } } }',
      '{ withdrawals { id } }',
      '{ stakes { depositShares } }',
      '{ exposure { meta { nullReason } } }',
      '{ concentration(of: OPERATORS) { meta { nullReason } } }',
    ],
    ['{ pools { id } }', '{ pods { id } }', '{ operatorSets { id } }'],
  ],
  [
    'StrategyManager',
    [
      '{ pools { id } }',
      '{ stakesConnection { totalCount } }',
      '{ exposure { meta { nullReason } } }',
    ],
    ['{ operators { id } }', '{ slashings { id } }', '{ pods { id } }'],
  ],
]

test.each(someOf(CODELESS, 1))(
  'a %s that has no code: what needs it is refused',
  async (name, needy, others) => {
    const api = await serve([], [name])
    expect(await missing(api)).toEqual({ missingContracts: [name] })
    for (const query of needy) await refused(api, query, name)
    for (const query of others) await answers(api, query)
  },
)
