import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedRecording, serveRecording } from '../support/api/recorded-api'

/* Vaults of core V2 in the risk fields: what adapters guarantee, and nothing else, can be slashed. */

const V2 = 'fixtures/symbiotic-v2-a'
const BLOCKS = [308, 500, 800, 1100, 1500]

let api: ServedRecording

beforeAll(async () => {
  api = await serveRecording('riskv2', V2)
}, 300_000)

afterAll(async () => {
  await api?.close()
})

interface Commitment {
  pool: { address: string }
  operator: { address: string }
  unit: string | null
  stake: string
  slashableStake: string
}

describe.each(BLOCKS)('at block %i', (block) => {
  test('each vault has the stake and the slashable stake of its adapters', async () => {
    const { commitments, vaults } = await api.ask(`{
      commitments(block: {number: ${block}}, where: {protocol_eq: SYMBIOTIC}, limit: 1000) {
        pool { address } operator { address } unit stake slashableStake }
      vaults(block: {number: ${block}}, limit: 100) { address totalAssets } }`)
    let restaked = 0
    for (const { address, totalAssets } of vaults) {
      const own: Commitment[] = commitments.filter(
        (one: Commitment) => one.pool.address === address,
      )
      // In the token of another vault: amounts of the commitment are not those of the pool.
      if (own.some(({ unit }) => unit !== null)) continue
      const sum = (pick: (one: Commitment) => string) =>
        own.reduce((all, one) => all + BigInt(pick(one)), 0n)
      const scope = `scope: {pool: "${address}"}, block: {number: ${block}}`
      const { leverage, least, pools } = await api.ask(`{
        leverage(${scope}) { registered slashable capitalAtRisk meta { nullReason } }
        least: concentration(of: POOLS, basis: MIN_SLASHABLE, ${scope}) { universe { total } }
        pools: concentration(of: POOLS, ${scope}) { universe { total } } }`)
      expect(pools.universe.total).toBe(totalAssets)
      expect(leverage.registered).toBe(`${sum(({ stake }) => stake)}`)
      expect(leverage.slashable).toBe(`${sum(({ slashableStake }) => slashableStake)}`)
      expect(leverage.capitalAtRisk).toBe(leverage.slashable)
      expect(least.universe.total).toBe(leverage.registered)
      if (own.length > 0) restaked++
    }
    expect(restaked).toBeGreaterThan(0)
  })

  test('a slashing takes of one commitment and of no other', async () => {
    const { commitments } = await api.ask(`{
      commitments(block: {number: ${block}}, where: {protocol_eq: SYMBIOTIC}, limit: 1000) {
        pool { address } operator { address } operatorSet { id avs { address } } unit slashableStake } }`)
    const one = commitments.find(
      (of: Commitment) => of.unit === null && BigInt(of.slashableStake) > 1n,
    )
    const amount = BigInt(one.slashableStake) / 2n
    const { simulate } =
      await api.ask(`{ simulate(block: {number: ${block}}, scope: {pool: "${one.pool.address}"}, shocks: [{slashVault: {
      operator: "${one.operator.address}", operatorSet: "${one.operatorSet.id}", pool: "${one.pool.address}", amount: "${amount}"}}]) {
      avss { avs { address } before after } vaultSlashings { accounted realized } } }`)
    expect(simulate.vaultSlashings).toEqual([{ accounted: `${amount}`, realized: `${amount}` }])
    expect(simulate.avss).toHaveLength(1)
    const [{ avs, before, after }] = simulate.avss
    expect(avs.address).toBe(one.operatorSet.avs.address)
    expect(BigInt(before) - BigInt(after)).toBe(amount)
  })
})
