import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHECKS } from '../../src/audit/audit'
import { readTruth, type Truth } from '../../src/audit/truth'
import { aggregate3, MULTICALL3 } from '../../src/contracts/multicall'
import * as view from '../../src/contracts/view'
import { someOf } from '../long.mjs'
import { runAudit } from '../support/audit'
import { type Answers, answersOf, startContracts } from '../support/contracts'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

const TRUTH = `${FIXTURE}/GROUND_TRUTH.json.gz`
const truths = readTruth(TRUTH)

let database: TestDatabase

beforeAll(async () => {
  database = await createIndexedDatabase('audit', FIXTURE)
}, 300_000)

afterAll(() => database?.drop())

const audit = (args: string[], env?: Record<string, string>) => runAudit(database.url, args, env)

async function sql(text: string): Promise<void> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query(text)
  await client.end()
}

/** Gives an operator one extra share at the head while `then` runs. */
async function withPlanted<T>(then: () => Promise<T>): Promise<T> {
  const one = `id = (SELECT min(id) FROM operator_stake WHERE to_block IS NULL AND shares > 0)`
  await sql(`UPDATE operator_stake SET shares = shares + 1 WHERE ${one}`)
  try {
    return await then()
  } finally {
    await sql(`UPDATE operator_stake SET shares = shares - 1 WHERE ${one}`)
  }
}

describe('linchpin audit --truth', () => {
  test('finds no difference at any recorded block, and compares something in every check', async () => {
    const { code, stderr, checks, differences, sum } = await audit(['--truth', TRUTH])
    expect(differences).toEqual([])
    expect(code, stderr).toBe(0)
    expect(sum!.blocks).toEqual(truths.map(({ block }) => block))
    const contracts = checks.filter(({ basis }) => basis === 'contracts')
    expect(contracts.map(({ name }) => name)).toEqual(CHECKS.map(({ name }) => name))
    expect(checks.filter(({ equal }) => equal === 0)).toEqual([])
  })

  test('finds one extra share, reports key and both values, and exits with 1', async () => {
    const { code, differences } = await withPlanted(() =>
      audit(['--truth', TRUTH, '--block', `${truths.at(-1)!.block}`]),
    )
    expect(code).toBe(1)
    const shares = differences.filter(({ check }) => check === 'operator shares')
    expect(shares.length).toBeGreaterThan(0)
    for (const { key, ours, expected } of shares) {
      expect(key).toMatch(/^0x[0-9a-f]{40} 0x[0-9a-f]{40}$/)
      expect(BigInt(ours)).toBe(BigInt(expected) + 1n)
    }
  })

  test('finds a missing row', async () => {
    const which = `id = (SELECT min(id) FROM delegation WHERE to_block IS NULL AND operator_id <> staker_id)`
    await sql(`CREATE TABLE kept AS SELECT * FROM delegation WHERE ${which}`)
    await sql(`DELETE FROM delegation WHERE id IN (SELECT id FROM kept)`)
    const { code, differences } = await audit(['--truth', TRUTH, '--block', '5000'])
    await sql(`INSERT INTO delegation SELECT * FROM kept`)
    await sql('DROP TABLE kept')
    expect(code).toBe(1)
    expect(differences.map(({ check, ours }) => [check, ours])).toContainEqual([
      'operator of stakers',
      `0x${'0'.repeat(40)}`,
    ])
  })

  test('a reward split that a file leaves out at one block is 0 there; at all blocks, it is unknown', async () => {
    const whole = JSON.parse(gunzipSync(readFileSync(TRUTH)).toString())
    whole.checkpoints = whole.checkpoints.slice(-2)
    const last = whole.checkpoints.at(-1)
    const key = Object.keys(last.rewards.operatorAVSSplit)[0]!
    const file = join(mkdtempSync(join(tmpdir(), 'truth-')), 'truth.json')
    const auditWithout = async (checkpoints: { rewards: Truth['rewards'] }[]) => {
      for (const { rewards } of checkpoints) delete rewards.operatorAVSSplit[key]
      writeFileSync(file, JSON.stringify(whole))
      return audit(['--truth', file])
    }
    const once = await auditWithout([last])
    expect(once.differences).toHaveLength(1)
    expect(once.differences[0]).toMatchObject({
      check: 'splits for AVSs',
      key: key.replace('|', ' ').toLowerCase(),
      expected: '0',
    })
    const always = await auditWithout(whole.checkpoints)
    expect(always.differences).toEqual([])
    const splits = always.checks.find(({ name }) => name === 'splits for AVSs')
    expect(splits!.unknown).toBeGreaterThan(0)
  })

  test('rejects a block that the file has no answers for', async () => {
    const { code, stderr } = await audit(['--truth', TRUTH, '--block', '4999'])
    expect(code).toBe(78)
    expect(stderr).toContain('LP1006')
  })

  test('reports violated rules of our own rows', async () => {
    await sql(`UPDATE operator SET to_block = from_block WHERE id = (
      SELECT max(o.id) FROM operator o JOIN delegation d ON d.operator_id = o.key WHERE o.to_block IS NULL AND d.to_block IS NULL)`)
    const { code, differences } = await audit(['--truth', TRUTH, '--block', '5000']).finally(() =>
      sql('UPDATE operator SET to_block = NULL WHERE to_block = from_block'),
    )
    expect(code).toBe(1)
    expect(differences.map(({ check }) => check)).toContain('operators of delegations exist')
  })
})

describe('linchpin audit with RPC_ENDPOINT, with a simulated node that returns recorded answers', () => {
  const last = truths.at(-1)!

  async function auditCalls(
    change: (answers: Answers) => Answers,
    hasMulticall: boolean,
    args: string[] = [],
  ) {
    const node = await startContracts(last, change(answersOf(last)), hasMulticall)
    try {
      const run = await audit(['--block', `${last.block}`, ...args], { RPC_ENDPOINT: node.url })
      return { ...run, counts: node.counts }
    } finally {
      await node.close()
    }
  }

  const WAYS: [string, boolean][] = [
    ['Multicall3', true],
    ['batches', false],
  ]

  /** The audit of right answers, by whether there is Multicall3. */
  const right = new Map<boolean, ReturnType<typeof auditCalls>>()
  function auditRight(hasMulticall: boolean) {
    const run = right.get(hasMulticall) ?? auditCalls((all) => all, hasMulticall)
    right.set(hasMulticall, run)
    return run
  }

  test.each(WAYS)('finds no difference by %s', async (_, hasMulticall) => {
    const { code, stderr, checks, differences } = await auditRight(hasMulticall)
    expect(differences).toEqual([])
    expect(code, stderr).toBe(0)
    const contracts = checks.filter(({ basis }) => basis === 'contracts')
    expect(contracts.map(({ name }) => name)).toEqual(CHECKS.map(({ name }) => name))
    expect(contracts.filter((one) => one.equal === 0 || one.notCallable > 0)).toEqual([])
  })

  test.each(someOf(WAYS, 1))(
    'finds a planted difference, and a function that reverts, by %s',
    async (_, hasMulticall) => {
      const chosen = Object.entries(last.operatorSets).find(([, set]) => set.members.length > 0)!
      const { code, checks, differences } = await auditCalls(
        (all) => ({
          ...all,
          // An operator in the set that the index does not have.
          'getMembers((address,uint32))': (args: { operatorSet: { avs: string; id: number } }) => {
            const members = (all['getMembers((address,uint32))'] as (a: unknown) => string[])(args)
            const { avs, id } = args.operatorSet
            const isThis = `${avs}/${id}` === chosen[0].toLowerCase()
            return isThis ? [...members, `0x${'ab'.repeat(20)}`] : members
          },
          'getSlasher((address,uint32))': () => {
            throw new Error('no such function')
          },
        }),
        hasMulticall,
      )
      expect(code).toBe(1)
      expect(differences).toEqual([
        {
          kind: 'difference',
          check: 'members of operator sets',
          block: last.block,
          key: `${chosen[0].toLowerCase()} 0x${'ab'.repeat(20)}`,
          ours: 'false',
          expected: 'true',
        },
      ])
      const slashers = checks.find(({ name }) => name === 'slashers')!
      const sets = Object.keys(last.operatorSets).length
      expect(slashers).toMatchObject({ equal: 0, different: 0, notCallable: sets })
    },
  )

  test('Multicall3 needs fewer requests, and a sample fewer calls', async () => {
    const plain = await auditRight(false)
    const multi = await auditRight(true)
    const some = await auditCalls((all) => all, false, ['--sample', '3'])
    expect(multi.counts.calls).toBeLessThan(plain.counts.calls / 10)
    expect(some.counts.calls).toBeLessThanOrEqual(3 * CHECKS.length)
    expect(some.code).toBe(0)
  })

  test('exits with 69 if no contract answers', async () => {
    const { code, checks } = await auditCalls(() => ({}), false)
    expect(code).toBe(69)
    const contracts = checks.filter(({ basis }) => basis === 'contracts')
    expect(contracts.every(({ equal, different }) => equal + different === 0)).toBe(true)
  })

  test('a provider without the state of the block is a failure, not an answer', async () => {
    const node = await startContracts(last, answersOf(last), false)
    const run = await audit(['--block', '4999'], {
      RPC_ENDPOINT: `${node.url}/secret-key-in-the-path`,
    })
    await node.close()
    expect(run.code).toBe(69)
    expect(run.stderr).toContain('LP2010')
    expect(run.stderr).not.toContain('secret-key')
  })

  const error = (code: number, message: string) => ({ error: { code, message } })
  const LACKS: [string, string, ReturnType<typeof error> | { result: string }, RegExp][] = [
    ['pruned for code', 'eth_getCode', error(-32000, 'missing trie node 0xab (path )'), /code of/],
    ['pruned, in other words', 'eth_getCode', error(-32603, 'state is not available'), /code of/],
    ['pruned for calls', 'eth_call', error(4444, 'pruned history unavailable'), /state of/],
    ['without eth_call', 'eth_call', error(-32601, 'method not found'), /state of/],
    ['without state, and without an error', 'eth_call', { result: '"0x"' }, /no state of it/],
    ['without the header', 'eth_getBlockByNumber', { result: 'null' }, /the header/],
    ['that refuses headers', 'eth_getBlockByNumber', error(-32601, 'not supported'), /the header/],
  ]

  test.each(someOf(LACKS, 2))(
    'a provider %s: exit 69, with block and what is missing',
    async (_, method, reply, named) => {
      const node = await startContracts(last, answersOf(last), false, (called) =>
        called === method ? reply : undefined,
      )
      const run = await audit(['--sample', '1', '--block', `${last.block}`], {
        RPC_ENDPOINT: node.url,
      }).finally(() => node.close())
      expect(run.code, run.stderr).toBe(69)
      expect(run.stderr).toContain('error LP2010: ')
      expect(run.stderr).toMatch(named)
      expect(run.stderr).toContain(`at block ${last.block}`)
    },
  )

  const WITHOUT_CODE: [string, number][] = [
    ['method not found', -32601],
    ['the method eth_getCode does not exist/is not available', -32000],
  ]

  test.each(someOf(WITHOUT_CODE, 1))(
    'a node without eth_getCode is audited all the same: %s',
    async (message, code) => {
      for (const hasMulticall of someOf([true, false], 1)) {
        const node = await startContracts(last, answersOf(last), hasMulticall, (method, params) => {
          const { to } = Object(params[0]) as { to?: string }
          if (method === 'eth_call' && to === MULTICALL3 && !hasMulticall) return { result: '"0x"' }
          return method === 'eth_getCode' ? error(code, message) : undefined
        })
        const run = await audit(['--sample', '3', '--block', `${last.block}`], {
          RPC_ENDPOINT: node.url,
        }).finally(() => node.close())
        expect(run.differences).toEqual([])
        expect(run.code, run.stderr).toBe(0)
        expect(run.sum!.equal).toBeGreaterThan(0)
      }
    },
  )

  test.each(someOf([1913, 4525], 1))(
    'the hash of block %i is unknown, because its header is not stored: no difference is exit 0',
    async (number) => {
      await sql(`DELETE FROM block_header WHERE block = ${number}`)
      const blind = truths.find(({ block }) => block === number)!
      const node = await startContracts(blind, answersOf(blind), false)
      const run = await audit(['--block', `${blind.block}`], { RPC_ENDPOINT: node.url }).finally(
        () => node.close(),
      )
      expect(run.checks.find(({ name }) => name === 'block hash')).toMatchObject({ unknown: 1 })
      expect(run.differences).toEqual([])
      expect(run.code, run.stderr).toBe(0)
    },
  )
})

test('selectors are those of the published Go bindings of the contracts', () => {
  const functions = [...Object.values(view), aggregate3].filter((one) => typeof one !== 'function')
  const selectors = functions.map(({ signature, selector }) => [
    signature.replace(/\(.*/, ''),
    selector,
  ])
  expect(Object.fromEntries(selectors)).toMatchObject({
    aggregate3: '0x82ad56cb',
    avsOperatorStatus: '0x49075da3',
    burnableETHShares: '0xf5d4fed3',
    delegatedTo: '0x65da1264',
    depositScalingFactor: '0xbfae3fd2',
    getAllocatedStake: '0x2b453a9a',
    getAllocation: '0x10e1b9b8',
    getBurnOrRedistributableShares: '0x31f8fb4c',
    getMinimumSlashableStake: '0x2bab2c4a',
    isOperatorSlashable: '0x1352c3e6',
    operatorShares: '0x778e55f3',
    podOwnerDepositShares: '0xd48e8894',
    stakerDepositShares: '0xfe243a17',
  })
})
