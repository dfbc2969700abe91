import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { BOTH } from '../support/recordings'

/* Claims that go from one protocol to the other, by the answers of the contracts at the last checkpoint. */

interface Account {
  activeBalance: string
}
interface Truth {
  block: number
  stakers: Record<string, { withdrawable: Record<string, string> }>
  strategies: Record<string, { sharesToUnderlying1e18: string }>
  vaults: Record<
    string,
    { activeStake: string; activeShares: string; accounts: Record<string, Account> }
  >
  claims: Record<string, { totalSupply: string }>
}

const { checkpoints } = JSON.parse(
  gunzipSync(readFileSync(join(BOTH, 'GROUND_TRUTH.json.gz'))).toString(),
) as { checkpoints: Truth[] }
const truth = checkpoints.at(-1)!
const { overlap } = JSON.parse(readFileSync(join(BOTH, 'deployment.json'), 'utf8'))
/** A token whose contract is a staker of EigenLayer and the collateral of vaults; shares of a vault in a strategy and in another vault. */
const [lrt, share] = overlap.claims as [
  { token: string; strategy: string; vaults: string[] },
  { token: string; strategies: string[]; vaults: string[] },
]

let api: TestApi
let database: TestDatabase

beforeAll(async () => {
  database = await createIndexedDatabase('vaultlayers', BOTH)
  const file = join(mkdtempSync(join(tmpdir(), 'labels-')), 'labels.json')
  writeFileSync(
    file,
    JSON.stringify({
      name: 'claims',
      asOf: '2026-01-01',
      source: 'the recording',
      chainId: 31_337,
      backedTokens: {
        [lrt.token]: {
          stakers: [lrt.token],
          source: 'its contract is the staker',
          supply: { units: truth.claims[lrt.token]!.totalSupply, asOf: '2026-01-01' },
        },
      },
    }),
  )
  api = await startTestApi(database.url, {}, [], { labelFiles: [file] })
}, 300_000)

afterAll(async () => {
  await api?.close()
  await database?.drop()
})

const lower = (text: string) => text.toLowerCase()
const near = (text: string, num: bigint, den: bigint) =>
  expect(Number(text) / (Number(num) / Number(den))).toBeCloseTo(1, 12)

/** The layer of a staker by a path. */
async function layerOf(staker: string, path: readonly string[]) {
  const { lookThrough } =
    await api.ask(`{ lookThrough(staker: "${staker}", block: {number: ${truth.block}}, includeQueued: false) {
    tokenLayers { isComplete cycles(limit: 10) { id } layers(limit: 100) { path { id } token { id } backers source units supply share nullReason
      stake { pool { id } shares slashable } avss(limit: 100) { avs { id } amount } poolSlashing slashing { shared nullReason } total } } } }`)
  const { layers } = lookThrough.tokenLayers
  const ids = path.map(lower).join()
  return layers.find(
    (one: { path: { id: string }[] }) => one.path.map(({ id }) => id).join() === ids,
  )
}

/** An account with stake in a vault. */
const depositorOf = (vault: string) =>
  Object.entries(truth.vaults[vault]!.accounts).find(
    ([, one]) => BigInt(one.activeBalance ?? 0) > 0n,
  )!

test('a vault that holds a token of EigenLayer stake: its depositors have a part of that stake, and of its losses', async () => {
  const [vault] = lrt.vaults as [string]
  const [staker, { activeBalance }] = depositorOf(vault)
  const layer = await layerOf(staker, [vault, lrt.token])
  const supply = BigInt(truth.claims[lrt.token]!.totalSupply)
  expect(layer).toMatchObject({ backers: 1, units: activeBalance, nullReason: null })
  near(layer.share, BigInt(activeBalance), supply)
  const own = truth.stakers[lrt.token]!.withdrawable[lrt.strategy]!
  const stake = layer.stake.find(
    ({ pool }: { pool: { id: string } }) => pool.id === lower(lrt.strategy),
  )
  near(stake.shares, BigInt(own) * BigInt(activeBalance), supply)
  expect(layer.slashing.nullReason).toBeNull()
})

test('a strategy of shares of a vault: its stakers have a part of the vault, and stand behind its networks', async () => {
  const [strategy] = share.strategies as [string]
  const [staker, { withdrawable }] = Object.entries(truth.stakers).find(([, one]) => {
    return BigInt(one.withdrawable[strategy] ?? 0) > 0n
  })!
  const layer = await layerOf(staker, [strategy, share.token])
  const rate = BigInt(truth.strategies[strategy]!.sharesToUnderlying1e18)
  const { activeStake, activeShares } = truth.vaults[share.token]!
  expect(layer).toMatchObject({ backers: 0, supply: activeShares, nullReason: null })
  near(layer.units, BigInt(withdrawable[strategy]!) * rate, 10n ** 18n)
  near(layer.share, BigInt(withdrawable[strategy]!) * rate, BigInt(activeShares) * 10n ** 18n)
  const [stake] = layer.stake
  expect(stake.pool.id).toBe(lower(share.token))
  near(
    stake.shares,
    BigInt(withdrawable[strategy]!) * rate * BigInt(activeStake),
    BigInt(activeShares) * 10n ** 18n,
  )
  // The loss path: what networks slash of the vault, the stakers of the strategy lose.
  expect(layer.avss.length).toBeGreaterThan(0)
  expect(Number(layer.slashing.shared)).toBeGreaterThan(0)
  expect(Number(layer.total)).toBeGreaterThanOrEqual(Number(layer.slashing.shared))
})

test('shares of a vault as collateral of another one: its depositors have a part of the inner vault', async () => {
  const [vault] = share.vaults as [string]
  const [staker, { activeBalance }] = depositorOf(vault)
  const layer = await layerOf(staker, [vault, share.token])
  const { activeStake, activeShares } = truth.vaults[share.token]!
  near(layer.share, BigInt(activeBalance), BigInt(activeShares))
  near(layer.stake[0].shares, BigInt(activeBalance) * BigInt(activeStake), BigInt(activeShares))
})

test('exposure has the layers of all stake, from either protocol to the other', async () => {
  const { exposure } = await api.ask(`{ exposure(block: {number: ${truth.block}}) {
    tokenLayers { isComplete cycles(limit: 10) { id } layers(limit: 100) { path { id } share nullReason slashing { shared } } } } }`)
  const { layers, cycles, isComplete } = exposure.tokenLayers
  expect([cycles, isComplete]).toEqual([[], true])
  const paths = layers.map(({ path }: { path: { id: string }[] }) =>
    path.map(({ id }) => id).join(),
  )
  for (const path of [
    [lrt.vaults[0]!, lrt.token],
    [lrt.vaults[1]!, lrt.token],
    [share.strategies[0]!, share.token],
    [share.vaults[0]!, share.token],
  ]) {
    expect(paths).toContain(path.map(lower).join())
  }
  for (const layer of layers) expect(layer.nullReason).toBeNull()
})
