import { afterAll, beforeAll, expect, test } from 'vitest'
import { send } from '../../src/chain/http'
import { type Answers, Refusal, whole } from '../support/doctor/provider'
import { type Env, examine, type Report, SoundSetup } from '../support/doctor/sound'

let setup: SoundSetup
let env: Env

beforeAll(async () => {
  setup = await SoundSetup.start()
  env = await setup.env()
})

afterAll(() => setup.stop())

const checksOf = ({ findings }: Report) => findings.map(({ check }) => check)
const isNamed = (tag: string) => (params: unknown[]) => params[0] === tag

/** Name of the fault, the check that finds it, its code, the exit code, and what the provider answers. */
type Planted = [string, string, string | null, number, Answers]

const rangeOf = ([filter]: unknown[]) => {
  const { fromBlock, toBlock } = filter as { fromBlock: string; toBlock: string }
  return Number(toBlock) - Number(fromBlock) + 1
}

const PLANTED: Planted[] = [
  [
    'refuses the key',
    'key',
    'LP2010',
    69,
    whole((response) => {
      send(response, 401, 'no')
      return true
    }),
  ],
  [
    'is down',
    'reachable',
    'LP2010',
    69,
    whole((response) => {
      response.destroy()
      return true
    }),
  ],
  ['serves another chain', 'chain', 'LP2002', 65, { eth_chainId: () => '0x1' }],
  [
    'is still syncing',
    'synced',
    'LP2011',
    69,
    { eth_syncing: () => ({ currentBlock: '0x1', highestBlock: '0x1388' }) },
  ],
  [
    'has no tag finalized',
    'finality',
    null,
    0,
    {
      eth_getBlockByNumber: (params) =>
        isNamed('finalized')(params) ? new Refusal('unknown block') : undefined,
    },
  ],
  [
    'has pruned the logs of the first blocks',
    'history',
    null,
    0,
    {
      eth_getLogs: (params) =>
        rangeOf(params) === 1 ? new Refusal('pruned history unavailable') : undefined,
    },
  ],
  [
    'serves no receipts',
    'receipts',
    null,
    0,
    { eth_getBlockReceipts: () => new Refusal('the method does not exist', -32601) },
  ],
  [
    'has no old state',
    'archive',
    null,
    0,
    { eth_getBalance: () => new Refusal('missing trie node') },
  ],
  [
    'answers for the logs of ten blocks',
    'range',
    null,
    0,
    {
      eth_getLogs: (params) =>
        rangeOf(params) > 10 ? new Refusal('block range is too wide (maximum 10)') : undefined,
    },
  ],
  [
    'takes no batches',
    'batch',
    null,
    0,
    whole((response, { isBatch }) => {
      if (isBatch) send(response, 400, 'no batches')
      return isBatch
    }),
  ],
  [
    'is slow',
    'speed',
    null,
    0,
    whole((response, { calls }) => {
      if (calls[0]!.method !== 'eth_blockNumber') return false
      setTimeout(() => {
        send(response, 200, '{"jsonrpc":"2.0","id":0,"result":"0x1388"}', 'application/json')
      }, 700)
      return true
    }),
  ],
  [
    'limits the rate',
    'rate',
    null,
    0,
    {
      eth_syncing: () => new Refusal('daily request count exceeded, request rate limited', -32005),
    },
  ],
  [
    'has another final block than the index',
    'fork',
    'LP2003',
    65,
    {
      eth_getBlockByNumber: (params, block) =>
        String(params[0]).startsWith('0x') && block
          ? { ...Object(block), hash: `0x${'ab'.repeat(32)}` }
          : undefined,
    },
  ],
]

test.each(PLANTED)(
  'a provider that %s: found by provider.%s',
  async (_, check, code, exit, answers) => {
    const isTimed = check === 'speed'
    const report = await examine({ ...env, RPC_ENDPOINT: await setup.provider(answers) }, isTimed)
    expect(checksOf(report)).toEqual([`provider.${check}`])
    expect(report.findings[0]).toMatchObject({ code, fix: expect.stringMatching(/\w/) })
    expect(report.exitCode).toBe(exit)
  },
)

test('pruned history is a fault while nothing is indexed', async () => {
  const answers = {
    eth_getLogs: (params: unknown[]) => (rangeOf(params) === 1 ? new Refusal('pruned') : undefined),
  }
  const database = setup.url(await setup.created())
  const report = await examine({
    ...env,
    RPC_ENDPOINT: await setup.provider(answers),
    DB_URL: database,
  })
  expect(report.findings).toMatchObject([{ check: 'provider.history', code: 'LP2016' }])
  expect(report.exitCode).toBe(69)
})

test('one provider of two that is down, or far behind, is advice', async () => {
  const down = await examine({ ...env, RPC_ENDPOINT: `${env.RPC_ENDPOINT},http://127.0.0.1:1` })
  expect([checksOf(down), down.exitCode]).toEqual([['provider.reachable'], 0])
  const old = await setup.provider({
    eth_getBlockByNumber: (params, block) =>
      isNamed('latest')(params) ? { ...Object(block), number: '0xbb8' } : undefined,
  })
  const behind = await examine({ ...env, RPC_ENDPOINT: `${env.RPC_ENDPOINT},${old}` })
  expect([checksOf(behind), behind.exitCode]).toEqual([['provider.head'], 0])
})

test('a provider that is listed more than once is found', async () => {
  const report = await examine({ ...env, RPC_ENDPOINT: `${env.RPC_ENDPOINT},${env.RPC_ENDPOINT}` })
  expect(checksOf(report)).toEqual(['provider.twice'])
})

test('a portal that is not there is found', async () => {
  const report = await examine({ ...env, SQD_PORTAL_URL: 'http://127.0.0.1:1/datasets/none' })
  expect(checksOf(report)).toEqual(['provider.portal'])
})

test('a clock that differs from that of the provider is found', async () => {
  const late = whole((response) => {
    response.setHeader('date', new Date(Date.now() - 3_600_000).toUTCString())
    return false
  })
  const report = await examine({ ...env, RPC_ENDPOINT: await setup.provider(late) })
  expect(checksOf(report)).toEqual(['machine.clock'])
  expect(report.findings[0]!.problem).toMatch(/\b3[56]\d\d s ahead of http/)
})
