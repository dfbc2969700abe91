import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { someOf } from '../long.mjs'
import { useRecordedApi } from '../support/api/recorded-api'
import { logsOf, V2 } from '../support/recordings'
import { groundTruthV2 } from '../support/vaults-v2'

/** Slash(uint256) of adapters. */
const SLASH_TOPIC = '0x9a07a715455973a0677c4871fb4fcefba3cd737cd68f234c2cd3fb11ef8d2f9b'

type Address = { address: string }
const low = (text: string) => text.toLowerCase()
const list = (rows: readonly string[]) => [...rows].sort()

interface Listed {
  address: string
  family: string
  vault: string
  operator: string | null
  subnetwork: string | null
  baseAsset: string | null
}
const { adapters } = JSON.parse(readFileSync(join(V2, 'deployment.json'), 'utf8')) as {
  adapters: Listed[]
}
const listed = new Map(adapters.map((adapter) => [low(adapter.address), adapter]))
const setOf = (bytes: string) => `${low(bytes).slice(0, 42)}/${BigInt(`0x${bytes.slice(42)}`)}`

describe('queries as clients write them, on symbiotic-v2-a', () => {
  const api = useRecordedApi('queries_v2', V2)
  const checkpoints = someOf(groundTruthV2(V2), 5)

  test.each(checkpoints)('vaults at block $block', async ({ block, vaultsV2 }) => {
    const { vaults } = await api.ask(
      `{ vaults(block: {number: ${block}}, limit: 1000) { address version collateral { address } activeStake activeShares totalStake currentEpoch totalAssets totalSupply totalsNullReason } }`,
    )
    const expected = Object.entries(vaultsV2).map(([address, vault]) => ({
      address: low(address),
      version: 3,
      collateral: { address: low(vault.asset) },
      activeStake: null,
      activeShares: null,
      totalStake: null,
      currentEpoch: null,
      totalAssets: vault.totalAssets,
      totalSupply: vault.totalSupply,
      totalsNullReason: null,
    }))
    expect(vaults).toEqual(expected.sort((a, b) => (a.address < b.address ? -1 : 1)))
  })

  test.each(checkpoints)('commitments at block $block', async ({ block, vaultsV2 }) => {
    const { commitments } = await api.ask(
      `{ commitments(block: {number: ${block}}, where: {protocol_eq: SYMBIOTIC}, limit: 1000) { operator { address } operatorSet { setId avs { address } } pool { address } adapter unit stake slashableStake cumulativeSlash nullReason } }`,
    )
    const expected = Object.entries(vaultsV2).flatMap(([vault, truth]) =>
      Object.entries(truth.adapters).flatMap(([adapter, answer]) => {
        if (answer.slashable === undefined || answer.slashable === '0') return []
        const { baseAsset } = listed.get(low(adapter))!
        const of = `${low(answer.operator!)} ${setOf(answer.subnetwork!)} ${low(vault)} ${low(adapter)}`
        const unit = baseAsset && low(baseAsset)
        return [`${of} ${unit} ${answer.stake} ${answer.slashable} null null`]
      }),
    )
    const lines = commitments.map(
      (one: {
        operator: Address
        operatorSet: { setId: string; avs: Address }
        pool: Address
        adapter: string
        unit: string | null
        stake: string
        slashableStake: string
        cumulativeSlash: string | null
        nullReason: string | null
      }) => {
        const { operator, operatorSet, pool, adapter, unit, stake, slashableStake } = one
        const of = `${operator.address} ${operatorSet.avs.address}/${operatorSet.setId} ${pool.address} ${adapter}`
        return `${of} ${unit} ${stake} ${slashableStake} ${one.cumulativeSlash} ${one.nullReason}`
      },
    )
    expect(list(lines)).toEqual(list(expected))
  })

  test.each(checkpoints)('adapters and requests at block $block', async ({ block, vaultsV2 }) => {
    const { vaultAdapters } = await api.ask(
      `{ vaultAdapters(block: {number: ${block}}, limit: 1000) { adapter totalAssets limit hasUnsyncedSlash } }`,
    )
    const answers = Object.values(vaultsV2).flatMap((vault) => Object.entries(vault.adapters))
    const lines = (vaultAdapters as Record<string, string>[]).map(
      (one) => `${one.adapter} ${one.totalAssets} ${one.limit} ${one.hasUnsyncedSlash}`,
    )
    expect(list(lines)).toEqual(
      list(
        answers.map(([of, { totalAssets, limitOf, isUnsyncedSlash = false }]) => {
          return `${low(of)} ${totalAssets} ${limitOf} ${isUnsyncedSlash}`
        }),
      ),
    )
    for (const { withdrawalQueue } of Object.values(vaultsV2)) {
      const { queueRequests } = await api.ask(
        `{ queueRequests(block: {number: ${block}}, where: {queue: {id_eq: "${low(withdrawalQueue.address)}"}}, orderBy: [tokenId_ASC], limit: 1000) { claimableAssets claimableShares } }`,
      )
      expect(queueRequests).toEqual(
        withdrawalQueue.requests.map(({ claimable: { assets, shares } }) => {
          return { claimableAssets: assets, claimableShares: shares }
        }),
      )
    }
  })

  test.each(checkpoints)('securityMarket at block $block', async ({ block, vaultsV2 }) => {
    const { securityMarket } = await api.ask(
      `{ securityMarket(block: {number: ${block}}) { protocols { protocol operators services stakes { pool { address } stake slashable } } operatorsInBoth { address } servicesInBoth { address } meta { nullReason } } }`,
    )
    const [, symbiotic] = securityMarket.protocols
    const expected = Object.entries(vaultsV2).map(([vault, truth]) => {
      // What is guaranteed in units of another token is not that of the vault.
      const promised = Object.entries(truth.adapters)
        .filter(([adapter]) => !listed.get(low(adapter))!.baseAsset)
        .reduce((sum, [, { slashable = '0' }]) => sum + BigInt(slashable), 0n)
      const stake = BigInt(truth.totalAssets)
      const slashable = `${promised < stake ? promised : stake}`
      return { pool: { address: low(vault) }, stake: truth.totalAssets, slashable }
    })
    expect(symbiotic.stakes).toEqual(
      expected.sort((a, b) => (a.pool.address < b.pool.address ? -1 : 1)),
    )
  })

  test('slashings: every Slash of an adapter, at once and in full', async () => {
    const { slashings } = await api.ask(
      '{ slashings(where: {protocol_eq: SYMBIOTIC}, orderBy: [block_ASC, logIndex_ASC], limit: 1000) { block status captureTimestamp operator { address } operatorSet { setId avs { address } } pools { pool { address } requested accounted realized } } }',
    )
    const expected = logsOf(V2, SLASH_TOPIC).map(({ address, blockNumber, data }) => {
      const { operator, subnetwork, vault } = listed.get(address)!
      const [network, setId] = setOf(subnetwork!).split('/')
      const amount = BigInt(data).toString()
      return {
        block: Number(blockNumber),
        status: 'EXECUTED',
        captureTimestamp: null,
        operator: { address: low(operator!) },
        operatorSet: { setId, avs: { address: network } },
        pools: [
          { pool: { address: low(vault) }, requested: null, accounted: amount, realized: amount },
        ],
      }
    })
    expect(expected.length).toBe(73)
    expect(slashings).toEqual(expected)
  })
})
