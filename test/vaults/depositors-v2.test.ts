import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { V2 } from '../support/recordings'
import { groundTruthV2, type VaultTruth } from '../support/vaults-v2'

/* Depositors of vaults of version 3 as stakers: their shares are worth what the contracts would pay for them. */

const checkpoints = groundTruthV2(V2)
const CHOSEN = [checkpoints[3]!, checkpoints.at(-6)!, checkpoints.at(-1)!]
const low = (text: string) => text.toLowerCase()
const { tokens, vaults: listed } = JSON.parse(
  readFileSync(join(V2, 'deployment.json'), 'utf8'),
) as {
  tokens: { address: string; decimals: number }[]
  vaults: { address: string }[]
}
const decimalsOf = new Map(tokens.map(({ address, decimals }) => [low(address), decimals]))

/** Of the shares of a vault that is the asset of another one there are at least 18. */
const assetDecimals = ({ asset }: VaultTruth) => decimalsOf.get(low(asset)) ?? 18

/** Price = (totalAssets + 1) / (totalSupply + 10 ** max(0, 18 - decimals)), rounded down. */
function worth(vault: VaultTruth, shares: bigint): bigint {
  const virtual = 10n ** BigInt(Math.max(0, 18 - assetDecimals(vault)))
  return (shares * (BigInt(vault.totalAssets) + 1n)) / (BigInt(vault.totalSupply) + virtual)
}

/** What each account has in a vault; without those that have nothing. */
const held = (vault: VaultTruth) =>
  Object.entries(vault.balances)
    .map(([account, shares]) => [low(account), BigInt(shares)] as const)
    .filter(([, shares]) => shares > 0n)

let database: TestDatabase
let client: Client
let api: TestApi

beforeAll(async () => {
  database = await createIndexedDatabase('depositors', V2)
  client = new Client({ connectionString: database.url })
  await client.connect()
  api = await startTestApi(database.url)
}, 300_000)

afterAll(async () => {
  await api?.close()
  await client?.end()
  await database?.drop()
})

describe.each(CHOSEN)('at block $block', ({ block, vaultsV2 }) => {
  const at = `block: {number: ${block}}`
  const vaults = Object.entries(vaultsV2).map(([address, vault]) => [low(address), vault] as const)
  const contracts = new Set([
    ...listed.map(({ address }) => low(address)),
    ...vaults.flatMap(([, vault]) => [
      low(vault.withdrawalQueue.address),
      ...Object.keys(vault.adapters).map(low),
    ]),
  ])
  const people = (vault: VaultTruth) => held(vault).filter(([account]) => !contracts.has(account))

  test('the price of these tests is that of the contracts', () => {
    for (const [, vault] of vaults) {
      expect(`${worth(vault, 10n ** 18n)}`).toBe(vault.convertToAssets1e18)
    }
  })

  test('positions have what their shares are worth', async () => {
    const { vaultPositions } = await api.ask(
      `{ vaultPositions(${at}, limit: 1000) { vault { address } staker { address } shares balance slashableBalance } }`,
    )
    const lines = vaultPositions.map(
      (one: {
        vault: { address: string }
        staker: { address: string }
        shares: string
        balance: string
        slashableBalance: null
      }) =>
        `${one.vault.address} ${one.staker.address} ${one.shares} ${one.balance} ${one.slashableBalance}`,
    )
    const expected = vaults.flatMap(([address, vault]) =>
      held(vault).map(
        ([account, shares]) => `${address} ${account} ${shares} ${worth(vault, shares)} null`,
      ),
    )
    expect(expected.length).toBeGreaterThan(3)
    expect(lines.sort()).toEqual(expected.sort())
  })

  test('stakers are those who hold shares: of Symbiotic, and contracts that hold them for others are told apart', async () => {
    const { stakers } = await api.ask(
      `{ stakers(${at}, limit: 1000) { address protocols holdsForOthers } }`,
    )
    const found = new Map(stakers.map((one: { address: string }) => [one.address, one]))
    for (const account of new Set(vaults.flatMap(([, vault]) => held(vault).map(([id]) => id)))) {
      expect(found.get(account)).toEqual({
        address: account,
        protocols: ['SYMBIOTIC'],
        holdsForOthers: contracts.has(account),
      })
    }
  })

  test('concentration of stakers is that of the people who hold shares, by plain loops', async () => {
    let measured = 0
    for (const [address, vault] of vaults) {
      const amounts = people(vault)
        .map(([, shares]) => worth(vault, shares))
        .filter((amount) => amount > 0n)
      const { concentration } = await api.ask(
        `{ concentration(of: STAKERS, scope: {pool: "${address}"}, ${at}) { hhi top(k: 1) universe { n total } meta { nullReason } } }`,
      )
      const total = amounts.reduce((sum, one) => sum + one, 0n)
      if (total === 0n) continue
      const shares = amounts.map((one) => Number(one) / Number(total))
      expect(concentration.meta.nullReason).toBeNull()
      expect(concentration.universe).toEqual({ n: amounts.length, total: `${total}` })
      expect(Number(concentration.hhi)).toBeCloseTo(
        shares.reduce((sum, one) => sum + one * one, 0),
        12,
      )
      measured++
    }
    expect(measured).toBeGreaterThan(1)
    const first = vaults.find(([, vault]) => people(vault).length > 0)!
    const { series, concentration } = await api.ask(
      `{ series(metric: HHI, of: STAKERS, scope: {pool: "${first[0]}"}, from: ${block}, to: ${block}, every: 1) { value }
         concentration(of: STAKERS, scope: {pool: "${first[0]}"}, ${at}) { hhi } }`,
    )
    expect(series).toEqual([{ value: concentration.hhi }])
  })

  test('the position of an account is what its shares are worth, vault by vault', async () => {
    const accounts = [...new Set(vaults.flatMap(([, vault]) => people(vault).map(([id]) => id)))]
    for (const account of accounts.slice(0, 4)) {
      const { lookThrough } = await api.ask(
        `{ lookThrough(staker: "${account}", basis: REGISTERED, ${at}) { positions { pool { id } shares } } }`,
      )
      const own = vaults.flatMap(([id, vault]) => {
        const [, shares] = held(vault).find(([one]) => one === account) ?? []
        const amount = shares === undefined ? 0n : worth(vault, shares)
        return amount > 0n ? [{ pool: { id }, shares: `${amount}` }] : []
      })
      expect(lookThrough.positions).toEqual(own.sort((a, b) => (a.pool.id < b.pool.id ? -1 : 1)))
    }
  })
})

test('at a block of unknown time, what fees to come make of a position is null, with the reason', async () => {
  // A block without logs, of a time at which a vault with a management fee has depositors.
  const { rows } = await client.query(
    `SELECT h.block, p.vault_id AS vault, p.staker_id AS staker FROM block_header h
     JOIN vault_account a ON a.from_block <= h.block AND (a.to_block IS NULL OR a.to_block > h.block)
     JOIN vault_position p ON p.vault_id = a.key AND p.from_block <= h.block AND (p.to_block IS NULL OR p.to_block > h.block)
     WHERE a.management_fee > 0 AND a.management_fee_receiver IS NOT NULL AND p.shares > 10::numeric ^ 18
       AND h.block < (SELECT max(block) FROM block) AND NOT EXISTS (SELECT FROM contract c WHERE c.key = p.staker_id)
     ORDER BY h.block DESC LIMIT 1`,
  )
  const [{ block, vault, staker }] = rows
  const question = `{ vaultPositions(block: {number: ${block}}, where: {vault: {id_eq: "${vault}"}, staker: {id_eq: "${staker}"}}, limit: 1) { balance }
    concentration(of: STAKERS, scope: {pool: "${vault}"}, block: {number: ${block}}) { hhi meta { nullReason } }
    lookThrough(staker: "${staker}", scope: {pool: "${vault}"}, basis: REGISTERED, block: {number: ${block}}) { stake meta { nullReason } } }`
  const known = await api.ask(question)
  expect(known.vaultPositions[0].balance).not.toBeNull()
  expect(known.concentration.meta.nullReason).toBeNull()
  await client.query('DELETE FROM block_header WHERE block = $1', [block])
  const fresh = await startTestApi(database.url)
  try {
    const { vaultPositions, concentration, lookThrough } = await fresh.ask(question)
    expect(vaultPositions).toEqual([{ balance: null }])
    expect(concentration).toEqual({ hhi: null, meta: { nullReason: 'BLOCK_TIME_UNKNOWN' } })
    expect(lookThrough).toEqual({ stake: null, meta: { nullReason: 'BLOCK_TIME_UNKNOWN' } })
  } finally {
    await fresh.close()
  }
})
