import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../../support/api/recorded-api'
import { type VaultCheckpoint, vaultRecordings, vaultTruth } from './recordings'
import { SlashingHistory } from './slashings'

/** What a checkpoint of both protocols has of EigenLayer. */
interface EigenLayerTruth {
  operators?: Record<string, { isOperator: boolean; shares: Record<string, string> }>
  operatorSets?: Record<
    string,
    {
      allocatedStake: Record<string, Record<string, string>>
      minSlashableNow: Record<string, Record<string, string>>
    }
  >
}
type Checkpoint = VaultCheckpoint & EigenLayerTruth

type Address = { address: string }
type CommitmentRow = {
  operator: Address
  operatorSet: { setId: string; avs: Address }
  pool: Address
  stake: string | null
  slashableStake: string | null
  cumulativeSlash: string | null
}
type SlashingRow = {
  block: number
  logIndex: number
  status: string
  captureTimestamp: string
  resolvedAtBlock: number | null
  operator: Address
  operatorSet: { setId: string; avs: Address }
  pools: { pool: Address; requested: string; accounted: string; realized: string }[]
}
type StakeRow = { pool: Address; stake: string; slashable: string }

const low = (text: string) => text.toLowerCase()
const setOf = ({ setId, avs }: CommitmentRow['operatorSet']) => `${avs.address}/${setId}`

describe.each(vaultRecordings())('queries as clients write them, on $name', ({ dir }) => {
  const api = useRecordedApi('queries', dir)
  const checkpoints: Checkpoint[] = vaultTruth(dir)
  const history = new SlashingHistory(dir)

  test.each(checkpoints)('vaults at block $block', async ({ block, vaults: truth }) => {
    const { vaults } = await api.ask(
      `{ vaults(block: {number: ${block}}, limit: 1000) { address version collateral { address } activeStake activeShares totalStake currentEpoch totalAssets totalSupply } }`,
    )
    const expected = Object.entries(truth).map(([address, vault]) => ({
      address: low(address),
      version: vault.type.version,
      collateral: { address: low(vault.collateral) },
      activeStake: vault.activeStake,
      activeShares: vault.activeShares,
      totalStake: vault.totalStake,
      currentEpoch: vault.currentEpoch,
      totalAssets: null,
      totalSupply: null,
    }))
    expect(vaults).toEqual(expected.sort((a, b) => (a.address < b.address ? -1 : 1)))
  })

  test.each(checkpoints)('commitments of Symbiotic at block $block', async ({ block, vaults }) => {
    const rows = await commitments(block, 'SYMBIOTIC')
    const expected = Object.entries(vaults).flatMap(([pool, { subnetworks }]) =>
      Object.entries(subnetworks).flatMap(([subnetwork, { operators }]) =>
        Object.entries(operators).map(([operator, pair]) =>
          [
            low(pool),
            `${low(subnetwork.slice(0, 42))}/${BigInt(`0x${subnetwork.slice(42)}`)}`,
            low(operator),
            pair.stake,
            pair.slashableStakeAtTimestampMinus1 ?? '0',
            pair.cumulativeSlash ?? '0',
          ].join(' '),
        ),
      ),
    )
    const lines = rows.map((row) =>
      [
        row.pool.address,
        setOf(row.operatorSet),
        row.operator.address,
        row.stake,
        row.slashableStake,
        row.cumulativeSlash,
      ].join(' '),
    )
    expect(lines.sort()).toEqual(expected.filter((line) => !line.endsWith(' 0 0 0')).sort())
    expect(lines.length).toBeGreaterThan(0)
  })

  test.each(checkpoints)('commitments of EigenLayer at block $block', async (checkpoint) => {
    const rows = await commitments(checkpoint.block, 'EIGENLAYER')
    const expected = Object.entries(checkpoint.operatorSets ?? {}).flatMap(
      ([set, { allocatedStake, minSlashableNow }]) =>
        Object.entries(allocatedStake).flatMap(([operator, pools]) =>
          Object.entries(pools).map(
            ([pool, stake]) =>
              `${low(pool)} ${low(set)} ${low(operator)} ${stake} ${minSlashableNow[operator]?.[pool] ?? '0'}`,
          ),
        ),
    )
    const lines = rows.map(
      (row) =>
        `${row.pool.address} ${setOf(row.operatorSet)} ${row.operator.address} ${row.stake} ${row.slashableStake}`,
    )
    expect(lines.sort()).toEqual(expected.filter((line) => !line.endsWith(' 0 0')).sort())
    expect(rows.every(({ cumulativeSlash }) => cumulativeSlash === null)).toBe(true)
  })

  test.each(checkpoints)('slashings at block $block', async ({ block, timestamp }) => {
    const rows: SlashingRow[] = []
    do {
      const { slashings } = await api.ask(
        `{ slashings(block: {number: ${block}}, where: {protocol_eq: SYMBIOTIC}, orderBy: [block_ASC, logIndex_ASC], limit: 1000, offset: ${rows.length}) { block logIndex status captureTimestamp resolvedAtBlock operator { address } operatorSet { setId avs { address } } pools { pool { address } requested accounted realized } } }`,
      )
      rows.push(...slashings)
    } while (rows.length > 0 && rows.length % 1000 === 0)
    const lines = rows.map(({ operator, operatorSet, pools, ...row }) => {
      const [{ pool, ...amounts }, ...others] = pools as [SlashingRow['pools'][0]]
      expect(others).toEqual([])
      return {
        ...row,
        operator: operator.address,
        set: setOf(operatorSet),
        pool: pool.address,
        ...amounts,
      }
    })
    expect(lines).toEqual(history.at(block, timestamp))
  })

  test.each(checkpoints)('securityMarket at block $block', async (checkpoint) => {
    const { block, vaults } = checkpoint
    const { securityMarket } = await api.ask(
      `{ securityMarket(block: {number: ${block}}) { protocols { protocol operators services stakes { pool { address } stake slashable } } operatorsInBoth { address } servicesInBoth { address } meta { nullReason } } }`,
    )
    const [ofEigenLayer, ofSymbiotic] = securityMarket.protocols
    expect([ofEigenLayer.protocol, ofSymbiotic.protocol]).toEqual(['EIGENLAYER', 'SYMBIOTIC'])
    expect(linesOf(ofSymbiotic.stakes)).toEqual(
      Object.entries(vaults)
        .map(([pool, { totalStake, subnetworks }]) => {
          const promised = Object.values(subnetworks)
            .flatMap(({ operators }) => Object.values(operators))
            .reduce((sum, one) => sum + BigInt(one.slashableStakeAtTimestampMinus1 ?? 0), 0n)
          return lineOf(pool, BigInt(totalStake), promised)
        })
        .sort(),
    )
    const delegated = sums(
      Object.values(checkpoint.operators ?? {}).flatMap(({ shares }) => Object.entries(shares)),
    )
    const promised = sums(
      Object.values(checkpoint.operatorSets ?? {}).flatMap(({ minSlashableNow }) =>
        Object.values(minSlashableNow).flatMap((pools) => Object.entries(pools)),
      ),
    )
    const expected = [...delegated].map(([pool, stake]) => {
      return lineOf(pool, stake, promised.get(pool) ?? 0n)
    })
    const isEmpty = (line: string) => line.endsWith(' 0 0')
    expect(linesOf(ofEigenLayer.stakes).filter((line) => !isEmpty(line))).toEqual(
      expected.filter((line) => !isEmpty(line)).sort(),
    )
    expect(securityMarket.meta.nullReason).toBeNull()
    const { symbioticOperators, symbioticNetworks, operators } = checkpoint
    if (!symbioticOperators || !symbioticNetworks) return
    expect(ofSymbiotic.operators).toBe(symbioticOperators.length)
    expect(ofSymbiotic.services).toBe(symbioticNetworks.length)
    const registered = Object.entries(operators!).flatMap(([operator, { isOperator }]) =>
      isOperator ? [low(operator)] : [],
    )
    expect(ofEigenLayer.operators).toBe(registered.length)
    const both = new Set(symbioticOperators.map(low))
    expect(securityMarket.operatorsInBoth.map(({ address }: Address) => address)).toEqual(
      registered.filter((one) => both.has(one)).sort(),
    )
  })

  async function commitments(block: number, protocol: string): Promise<CommitmentRow[]> {
    const rows: CommitmentRow[] = []
    do {
      const page = await api.ask(
        `{ commitments(block: {number: ${block}}, where: {protocol_eq: ${protocol}}, limit: 1000, offset: ${rows.length}) { operator { address } operatorSet { setId avs { address } } pool { address } stake slashableStake cumulativeSlash } }`,
      )
      rows.push(...page.commitments)
    } while (rows.length > 0 && rows.length % 1000 === 0)
    return rows
  }
})

function sums(entries: readonly (readonly [string, string])[]): Map<string, bigint> {
  const found = new Map<string, bigint>()
  for (const [pool, amount] of entries) {
    found.set(low(pool), (found.get(low(pool)) ?? 0n) + BigInt(amount))
  }
  return found
}

const lineOf = (pool: string, stake: bigint, promised: bigint) =>
  `${low(pool)} ${stake} ${promised < stake ? promised : stake}`

const linesOf = (stakes: readonly StakeRow[]) =>
  stakes.map(({ pool, stake, slashable }) => `${pool.address} ${stake} ${slashable}`).sort()
