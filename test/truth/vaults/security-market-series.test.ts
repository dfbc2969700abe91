import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../../support/api/recorded-api'
import { BOTH } from '../../support/recordings'
import { slowVaults } from '../../support/vaults/slow-vaults'

interface Offer {
  protocol: string
  operators: number
  services: number
  pools: number
  stake: string | null
  promised: string | null
  slashable: string | null
  leverage: string | null
  operatorHhi: string | null
  serviceHhi: string | null
  nullReason: string | null
}

const checkpoints = slowVaults(BOTH)
const least = (a: bigint, b: bigint) => (a < b ? a : b)
const SUMS = 'stake promised slashable leverage operatorHhi serviceHhi'

describe('the market of security over time, on both-a', () => {
  const api = useRecordedApi('marketseries', BOTH)
  const series = async (given: string) => {
    const { securityMarketSeries } = await api.ask(
      `{ securityMarketSeries(${given}) { points { block timestamp protocols { protocol operators services pools ${SUMS} nullReason } } meta { nullReason pricing { numeraire } } } }`,
    )
    return securityMarketSeries
  }

  test('of one vault is what the contracts answered at each block', async () => {
    const last = checkpoints.at(-1)!
    const busiest = [...last.vaults].sort((a, b) => b.lines.length - a.lines.length)[0]!
    let compared = 0
    for (const { block, vaults } of checkpoints.filter((_, index) => index % 4 === 3)) {
      const vault = vaults.find(({ pool }) => pool === busiest.pool)
      if (!vault) continue
      const { points } = await series(
        `pool: "${vault.pool}", from: ${block}, to: ${block}, every: 1`,
      )
      const [{ protocols, block: at }] = points
      const [eigenLayer, symbiotic] = protocols as [Offer, Offer]
      const promised = vault.lines.reduce((all, { slashable }) => all + slashable, 0n)
      expect([at, eigenLayer.stake, eigenLayer.pools]).toEqual([block, '0', 0])
      expect([symbiotic.stake, symbiotic.promised, symbiotic.slashable]).toEqual([
        `${vault.total}`,
        `${promised}`,
        `${least(vault.total, promised)}`,
      ])
      expect(Number(symbiotic.leverage)).toBeCloseTo(Number(promised) / Number(vault.total), 10)
      compared++
    }
    expect(compared).toBeGreaterThan(2)
  })

  test('with prices, each point is that of securityMarket at its block', async () => {
    const { assets } = await api.ask('{ assets(limit: 1000) { address } }')
    const prices = assets.map(({ address }: { address: string }, index: number) => {
      return `{asset: "${address}", value: "${index + 2}"}`
    })
    const pricing = `pricing: {numeraire: USD, sources: [ARGUMENTS], prices: [${prices}]}`
    const last = checkpoints.at(-1)!.block
    const every = Math.floor(last / 4)
    const { points, meta } = await series(
      `${pricing}, from: ${every}, to: ${last}, every: ${every}`,
    )
    expect(meta).toEqual({ nullReason: null, pricing: { numeraire: 'USD' } })
    expect(points.length).toBe(4)
    const stakes = new Set<string>()
    for (const { block, protocols } of points as { block: number; protocols: Offer[] }[]) {
      const { securityMarket } = await api.ask(
        `{ securityMarket(${pricing}, block: {number: ${block}}) { protocols { protocol operators services stakes { stake } worth { ${SUMS} nullReason } } } }`,
      )
      expect(protocols).toEqual(
        securityMarket.protocols.map(
          ({
            stakes: held,
            worth,
            ...counts
          }: {
            stakes: { stake: string | null }[]
            worth: object
          }) => ({ ...counts, pools: held.filter(({ stake }) => stake !== '0').length, ...worth }),
        ),
      )
      for (const { stake } of protocols) stakes.add(stake!)
    }
    expect(stakes.size).toBeGreaterThan(4)
  })

  test('without prices has counts, and no sum over pools', async () => {
    const last = checkpoints.at(-1)!.block
    const { points, meta } = await series(`from: ${last}, to: ${last}, every: 1`)
    expect(meta).toEqual({ nullReason: null, pricing: { numeraire: 'NATIVE' } })
    for (const one of points[0].protocols as Offer[]) {
      expect(one).toMatchObject({ stake: null, leverage: null, nullReason: 'UNPRICED' })
      expect(Math.min(one.operators, one.services, one.pools)).toBeGreaterThan(1)
    }
  })

  test('of an unknown pool has no answer, and one of too many blocks is refused before it is read', async () => {
    const { points, meta } = await series(
      `pool: "0x${'12'.repeat(20)}", from: 100, to: 200, every: 50`,
    )
    expect([points, meta.nullReason]).toEqual([[], 'UNKNOWN_SCOPE'])
    expect(
      await api.refuse(
        '{ securityMarketSeries(from: 100, to: 500, every: 1) { points { block } } }',
      ),
    ).toMatchObject({ code: 'COST_EXCEEDED' })
  })
})
