import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTruth } from '../../src/audit/truth'
import type { RecordedVaultV2 } from '../../src/audit/vault-truth'
import { runAudit } from '../support/audit'
import { type Answers, startContracts } from '../support/contracts'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { V2 } from '../support/recordings'

const TRUTH = `${V2}/GROUND_TRUTH.json.gz`
const last = readTruth(TRUTH).at(-1)!
const NAMES = [
  'assets of vaults',
  'supply of shares of vaults',
  'balances of shares of vaults',
  'assets of adapters',
  'absolute limits of adapters',
  'share limits of adapters',
  'limits of adapters',
  'stake of adapters',
  'slashable stake of adapters',
  'claimable requests of queues',
]

let database: TestDatabase
beforeAll(async () => {
  database = await createIndexedDatabase('vaultv2audit', V2)
}, 300_000)
afterAll(() => database?.drop())

async function audit(args: string[], env?: Record<string, string>) {
  const { checks, ...run } = await runAudit(database.url, args, env)
  return { ...run, checks: checks.filter(({ name }) => NAMES.includes(name)) }
}

const low = (text: string) => text.toLowerCase()
const vaults = Object.entries(last.vaultsV2)

function vaultAt(to: string): RecordedVaultV2 | undefined {
  return vaults.find(([address]) => low(address) === to)?.[1]
}

function adapterAt(to: string) {
  const all = vaults.flatMap(([, vault]) => Object.entries(vault.adapters))
  return all.find(([address]) => low(address) === to)![1]
}

/** Answers of the contracts, from those that were recorded. */
const ANSWERS: Answers = {
  'totalAssets()': (_, to) => BigInt((vaultAt(to) ?? adapterAt(to)).totalAssets),
  'totalSupply()': (_, to) => BigInt(vaultAt(to)!.totalSupply),
  'balanceOf(address)': ({ account }: { account: string }, to: string) => {
    const found = Object.entries(vaultAt(to)!.balances).find(([one]) => low(one) === low(account))
    return BigInt(found?.[1] ?? 0)
  },
  'absoluteLimitOf(address)': ({ adapter }: { adapter: string }) =>
    BigInt(adapterAt(low(adapter)).absoluteLimit),
  'shareLimitOf(address)': ({ adapter }: { adapter: string }) =>
    BigInt(adapterAt(low(adapter)).shareLimit),
  'limitOf(address)': ({ adapter }: { adapter: string }) => BigInt(adapterAt(low(adapter)).limitOf),
  'stake()': (_, to) => BigInt(adapterAt(to).stake!),
  'slashable()': (_, to) => BigInt(adapterAt(to).slashable!),
  'claimable(uint256)': ({ tokenId }: { tokenId: bigint }, to: string) => {
    const queues = vaults.map(([, { withdrawalQueue }]) => withdrawalQueue)
    const { requests } = queues.find(({ address }) => low(address) === to)!
    const { assets, shares } = requests[Number(tokenId)]!.claimable
    return { assets: BigInt(assets), shares: BigInt(shares) }
  },
  'middleware(address)': ({ network }: { network: string }) =>
    Object.entries(last.middleware).find(([one]) => low(one) === low(network))![1],
}

describe('linchpin audit, of vaults of version 3', () => {
  test('finds no difference to a truth file at any recorded block, and compares something in every check', async () => {
    const { code, checks, differences, stderr } = await audit(['--truth', TRUTH])
    expect(differences).toEqual([])
    expect(code, stderr).toBe(0)
    expect(checks.map(({ name }) => name)).toEqual(NAMES)
    expect(checks.filter(({ equal }) => equal === 0)).toEqual([])
  })

  async function auditCalls(changed: Answers = {}) {
    const node = await startContracts(last, { ...ANSWERS, ...changed }, true)
    try {
      return await audit(['--block', `${last.block}`], { RPC_ENDPOINT: node.url })
    } finally {
      await node.close()
    }
  }

  test('finds no difference to contracts, and compares something in every check', async () => {
    const { checks, differences } = await auditCalls()
    expect(differences).toEqual([])
    expect(checks.map(({ name }) => name)).toEqual(NAMES)
    expect(checks.filter(({ equal }) => equal === 0)).toEqual([])
  })

  test('finds stake that an adapter does not have', async () => {
    const { code, differences } = await auditCalls({
      'stake()': (_, to) => BigInt(adapterAt(to).stake!) + 1n,
    })
    expect(code).toBe(1)
    expect(new Set(differences.map(({ check }) => check))).toEqual(new Set(['stake of adapters']))
  })
})
