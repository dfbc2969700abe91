import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VAULT_CHECKS } from '../../src/audit/audit'
import { readTruth, type Truth } from '../../src/audit/truth'
import { runAudit } from '../support/audit'
import { type Answers, startContracts } from '../support/contracts'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { BOTH } from '../support/recordings'

const TRUTH = `${BOTH}/GROUND_TRUTH.json.gz`
const truths = readTruth(TRUTH)
const last = truths.at(-1)!
const NAMES = VAULT_CHECKS.map(({ name }) => name)

let database: TestDatabase

beforeAll(async () => {
  database = await createIndexedDatabase('vaultaudit', BOTH)
}, 300_000)

afterAll(() => database?.drop())

async function audit(args: string[], env?: Record<string, string>) {
  const { checks, differences, ...run } = await runAudit(database.url, args, env)
  return {
    ...run,
    all: differences,
    checks: checks.filter(({ name }) => NAMES.includes(name)),
    differences: differences.filter(({ check }) => NAMES.includes(check)),
  }
}

/** Gives a vault one more base unit of active stake at the head while `then` runs. */
async function withPlanted<T>(then: () => Promise<T>): Promise<T> {
  const one = `id = (SELECT min(id) FROM vault WHERE to_block IS NULL AND active_stake > 0)`
  const sql = async (text: string) => {
    const client = new Client({ connectionString: database.url })
    await client.connect()
    await client.query(text)
    await client.end()
  }
  await sql(`UPDATE vault SET active_stake = active_stake + 1 WHERE ${one}`)
  try {
    return await then()
  } finally {
    await sql(`UPDATE vault SET active_stake = active_stake - 1 WHERE ${one}`)
  }
}

const low = (text: string) => text.toLowerCase()

/** Value of a key in a record, ignoring case. */
function at<T>(record: Record<string, T> | undefined, key: string): T | undefined {
  return Object.entries(record ?? {}).find(([name]) => low(name) === low(key))?.[1]
}

/** Answers of vaults, delegators, slashers and services, from those that were recorded. */
function answersOf({ vaults, optedInVault, optedInNetwork, middleware }: Truth): Answers {
  type Vault = Truth['vaults'][string]
  const entries = Object.entries(vaults)
  const find = (of: (address: string, vault: Vault) => string, to: string): Vault => {
    const found = entries.find(([address, vault]) => low(of(address, vault)) === to)
    if (!found) throw new Error('no such contract')
    return found[1]
  }
  const vaultAt = (to: string) => find((address) => address, to)
  const byDelegator = (to: string) => find((_, { delegator }) => delegator, to)
  const bySlasher = (to: string) => find((_, { slasher }) => slasher, to)
  type Pair = { subnetwork: string; operator: string }
  const pairIn = (vault: Vault, { subnetwork, operator }: Pair) =>
    at(at(vault.subnetworks, subnetwork)?.operators, operator)
  const opted = new Set([...optedInVault, ...optedInNetwork].map((pair) => low(pair.join(' '))))
  const known = (value: string | undefined) => {
    // The recorder asked for those that the type of the delegator has.
    if (value === undefined) throw new Error('not recorded')
    return BigInt(value)
  }
  const account =
    (pick: (one: Vault['accounts'][string]) => string) =>
    ({ account }: { account: string }, to: string) => {
      const one = at(vaultAt(to).accounts, account)
      return BigInt(one ? pick(one) : 0)
    }
  return {
    'activeStake()': (_, to) => BigInt(vaultAt(to).activeStake),
    'activeShares()': (_, to) => BigInt(vaultAt(to).activeShares),
    'totalStake()': (_, to) => BigInt(vaultAt(to).totalStake),
    'currentEpoch()': (_, to) => BigInt(vaultAt(to).currentEpoch),
    'withdrawals(uint256)': ({ epoch }: { epoch: bigint }, to: string) =>
      known(vaultAt(to).withdrawals[`${epoch}`]?.assets),
    'withdrawalShares(uint256)': ({ epoch }: { epoch: bigint }, to: string) =>
      known(vaultAt(to).withdrawals[`${epoch}`]?.shares),
    'activeSharesOf(address)': account(({ activeShares }) => activeShares),
    'activeBalanceOf(address)': account(({ activeBalance }) => activeBalance),
    'slashableBalanceOf(address)': account(({ slashableBalance }) => slashableBalance),
    'maxNetworkLimit(bytes32)': ({ subnetwork }: Pair, to: string) =>
      BigInt(at(byDelegator(to).subnetworks, subnetwork)?.maxNetworkLimit ?? 0),
    'networkLimit(bytes32)': ({ subnetwork }: Pair, to: string) =>
      known(at(byDelegator(to).subnetworks, subnetwork)?.networkLimit),
    'operatorNetworkShares(bytes32,address)': (pair: Pair, to: string) =>
      known(pairIn(byDelegator(to), pair)?.operatorNetworkShares),
    'operatorNetworkLimit(bytes32,address)': (pair: Pair, to: string) =>
      known(pairIn(byDelegator(to), pair)?.operatorNetworkLimit),
    'stake(bytes32,address)': (pair: Pair, to: string) =>
      BigInt(pairIn(byDelegator(to), pair)?.stake ?? 0),
    'cumulativeSlash(bytes32,address)': (pair: Pair, to: string) =>
      BigInt(pairIn(bySlasher(to), pair)?.cumulativeSlash ?? 0),
    'slashableStake(bytes32,address,uint48,bytes)': (pair: Pair, to: string) =>
      BigInt(pairIn(bySlasher(to), pair)?.slashableStakeAtTimestampMinus1 ?? 0),
    'resolver(bytes32,bytes)': ({ subnetwork }: Pair, to: string) =>
      at(bySlasher(to).subnetworks, subnetwork)?.resolver ?? `0x${'0'.repeat(40)}`,
    'slashRequests(uint256)': ({ index }: { index: bigint }, to: string) => {
      const request = bySlasher(to).slashRequests![Number(index)]!
      return {
        ...request,
        amount: BigInt(request.amount),
        captureTimestamp: BigInt(request.captureTimestamp),
        vetoDeadline: BigInt(request.vetoDeadline),
      }
    },
    'isOptedIn(address,address)': ({ who, where }: { who: string; where: string }) =>
      opted.has(low(`${who} ${where}`)),
    'middleware(address)': ({ network }: { network: string }) => at(middleware, network)!,
  }
}

describe('linchpin audit --truth, of vaults', () => {
  test('finds no difference at any recorded block, and compares something in every check', async () => {
    const { code, stderr, checks, all } = await audit(['--truth', TRUTH])
    expect(all).toEqual([])
    expect(code, stderr).toBe(0)
    expect(checks.map(({ name }) => name)).toEqual(NAMES)
    expect(checks.filter(({ equal }) => equal === 0)).toEqual([])
  })

  test('finds one more base unit of active stake, and what follows from it', async () => {
    const { code, differences } = await withPlanted(() =>
      audit(['--truth', TRUTH, '--block', `${last.block}`]),
    )
    expect(code).toBe(1)
    const [first] = differences.filter(({ check }) => check === 'active stake of vaults')
    expect(BigInt(first!.ours)).toBe(BigInt(first!.expected) + 1n)
    expect(differences.map(({ check }) => check)).toContain('total stake of vaults')
  })
})

describe('linchpin audit with RPC_ENDPOINT, of vaults', () => {
  async function auditCalls(change: (answers: Answers) => Answers = (all) => all) {
    const node = await startContracts(last, change(answersOf(last)), true)
    try {
      return await audit(['--block', `${last.block}`], { RPC_ENDPOINT: node.url })
    } finally {
      await node.close()
    }
  }

  test('finds no difference, and compares something in every check', async () => {
    const { checks, differences } = await auditCalls()
    expect(differences).toEqual([])
    expect(checks.map(({ name }) => name)).toEqual(NAMES)
    expect(checks.filter(({ equal }) => equal === 0)).toEqual([])
  })

  test('finds stake that the contract does not have', async () => {
    const { code, differences } = await auditCalls((all) => ({
      ...all,
      'stake(bytes32,address)': () => 7n,
    }))
    expect(code).toBe(1)
    expect(new Set(differences.map(({ check }) => check))).toEqual(
      new Set(['stake of operators in networks']),
    )
    expect(differences.every(({ expected }) => expected === '7')).toBe(true)
  })
})
