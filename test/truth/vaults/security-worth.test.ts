import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../../support/api/recorded-api'
import { BOTH } from '../../support/recordings'
import { vaultTruth } from './recordings'

const YEAR = 365n * 86_400n
const DAYS = 30
/** Values are compared in units of 1e-18. */
const ONE = 10n ** 18n

const { tokens } = JSON.parse(readFileSync(join(BOTH, 'deployment.json'), 'utf8')) as {
  tokens: { address: string; symbol: string; decimals: number }[]
}
const priceOf = new Map(tokens.map(({ address }, index) => [address.toLowerCase(), 7 + 3 * index]))
const decimalsOf = new Map(tokens.map(({ address, decimals }) => [address.toLowerCase(), decimals]))
const PRICES = [...priceOf]
  .map(([asset, value]) => `{asset: "${asset}", value: "${value}"}`)
  .join(' ')
const CLASSES = [...priceOf.keys()].map((asset) => `{asset: "${asset}", class: FEE_LIKE}`).join(' ')

/** A decimal of the API in units of 1e-18, rounded down. */
function units(text: string): bigint {
  const [whole, part = ''] = text.split('.') as [string, string?]
  return BigInt(whole) * ONE + BigInt(part.padEnd(18, '0').slice(0, 18))
}

const isClose = (a: bigint, b: bigint) => (a > b ? a - b : b - a) <= b / 10n ** 12n + 100n

describe('what security is worth, and what it costs, on both-a', () => {
  const api = useRecordedApi('worth', BOTH)
  const last = vaultTruth(BOTH).at(-1)!

  const marketAt = async (classes: string) => {
    const { securityMarket } = await api.ask(
      `{ securityMarket(block: {number: ${last.block}}, pricing: {numeraire: USD, prices: [${PRICES}], sources: [ARGUMENTS]}, days: ${DAYS}, classes: [${classes}]) {
        protocols { protocol worth { stake promised slashable leverage operatorHhi serviceHhi rewards rewardsPerSlashable feeLikePerSlashable nullReason coverage { isComplete unpriced { address } } } }
        meta { nullReason assumptions { name } } } }`,
    )
    return securityMarket
  }

  test('sums of vaults are those of plain loops over the answers of the contracts', async () => {
    const { protocols } = await marketAt('')
    const { worth } = protocols[1]
    let [stake, promised, slashable] = [0n, 0n, 0n]
    for (const vault of Object.values(last.vaults)) {
      const token = vault.collateral.toLowerCase()
      const price = priceOf.get(token)
      if (price === undefined) continue
      const value = (amount: bigint) =>
        (amount * BigInt(price) * ONE) / 10n ** BigInt(decimalsOf.get(token)!)
      const total = BigInt(vault.totalStake)
      const sum = Object.values(vault.subnetworks)
        .flatMap(({ operators }) => Object.values(operators))
        .reduce((all, one) => all + BigInt(one.slashableStakeAtTimestampMinus1 ?? 0), 0n)
      stake += value(total)
      promised += value(sum)
      slashable += value(sum < total ? sum : total)
    }
    expect(isClose(units(worth.stake), stake)).toBe(true)
    expect(isClose(units(worth.promised), promised)).toBe(true)
    expect(isClose(units(worth.slashable), slashable)).toBe(true)
    expect(isClose(units(worth.leverage), (promised * ONE) / stake)).toBe(true)
    expect(promised).toBeGreaterThan(slashable)
  })

  test('rewards of both protocols are all rewards, and their price is that of the slashable stake', async () => {
    const { protocols } = await marketAt(CLASSES)
    const { yieldSources } = await api.ask(
      `{ yieldSources(block: {number: ${last.block}}, pricing: {numeraire: USD, prices: [${PRICES}], sources: [ARGUMENTS]}, days: ${DAYS}) { value } }`,
    )
    const rewards = protocols.map(({ worth }: { worth: { rewards: string } }) =>
      units(worth.rewards),
    )
    for (const one of rewards) expect(one).toBeGreaterThan(0n)
    expect(isClose(rewards[0] + rewards[1], units(yieldSources.value))).toBe(true)
    const seconds = BigInt(DAYS) * 86_400n
    protocols.forEach(
      (
        {
          worth,
        }: {
          worth: { slashable: string; rewardsPerSlashable: string; feeLikePerSlashable: string }
        },
        index: number,
      ) => {
        const yearly = (rewards[index] * YEAR * ONE) / (seconds * units(worth.slashable))
        expect(isClose(units(worth.rewardsPerSlashable), yearly)).toBe(true)
        expect(units(worth.feeLikePerSlashable)).toBeLessThanOrEqual(
          units(worth.rewardsPerSlashable),
        )
      },
    )
  })

  test('of rewards that are not classified, the fee-like part is unknown', async () => {
    const { protocols } = await marketAt('')
    for (const { worth } of protocols) {
      expect(worth.feeLikePerSlashable).toBeNull()
      expect(worth.rewardsPerSlashable).not.toBeNull()
    }
  })

  test('without prices there is no sum over pools', async () => {
    const { securityMarket } = await api.ask(
      '{ securityMarket { protocols { worth { stake } } meta { nullReason } } }',
    )
    expect(securityMarket.protocols).toEqual([{ worth: null }, { worth: null }])
  })
})
