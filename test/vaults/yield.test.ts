import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../support/api/recorded-api'
import { logsOf } from '../support/risk/reward-submissions'

const DIR = 'fixtures/both-a'

// DistributeRewards of staker and of operator rewards: network and token are indexed.
const STAKERS = '0x52c39ebed294659631d22a2341c526a86ab683888dccb1429ac42c6e413d4b7b'
const OPERATORS = '0x127e3b1db6c7a82e6a23205f7391ec1ebdef05836c0bbb2bdef8f60ba7920227'

const word = (data: string, position: number) =>
  BigInt(`0x${data.slice(2 + 64 * position, 66 + 64 * position)}`)
const addressOf = (topic: string) => `0x${topic.slice(26)}`.toLowerCase()

/** Payments of the logs: what is left for stakers at the time of their shares, for operators at the time of the block. */
const payments = logsOf(DIR).flatMap(({ topics, data, blockTimestamp }) => {
  if (topics[0] !== STAKERS && topics[0] !== OPERATORS) return []
  const time = topics[0] === STAKERS ? Number(word(data, 2)) : Number(blockTimestamp)
  return [
    { network: addressOf(topics[1]!), token: addressOf(topics[2]!), amount: word(data, 0), time },
  ]
})

const { avss } = JSON.parse(readFileSync(join(DIR, 'deployment.json'), 'utf8')) as {
  avss: string[]
}
const { checkpoints } = JSON.parse(
  gunzipSync(readFileSync(join(DIR, 'GROUND_TRUTH.json.gz'))).toString(),
) as { checkpoints: { block: number; timestamp: number }[] }

describe('yield from networks of both-a', () => {
  const api = useRecordedApi('vaultyield', DIR)

  test('is what their logs say that they paid in the window, each payment at its time', async () => {
    const known = new Set(avss.map((avs) => avs.toLowerCase()))
    const networks = [...new Set(payments.map(({ network }) => network))].filter(
      (network) => !known.has(network),
    )
    expect(networks.length).toBeGreaterThan(2)
    let compared = 0
    for (const { block, timestamp } of checkpoints.filter((_, position) => position % 6 === 5)) {
      const to = timestamp - 3600
      const from = to - 20 * 86_400
      for (const network of networks) {
        const { yieldSources } = await api.ask(
          `{ yieldSources(scope: { avs: "${network}" }, from: ${from}, to: ${to}, block: { number: ${block} },
            pricing: { numeraire: ETH, sources: [FEEDS] }) {
            meta { nullReason } tokens(limit: 10) { token { address } amount } payers(limit: 10) { payer { address } } } }`,
        )
        const mine = payments.filter(
          (one) => one.network === network && one.time > from && one.time <= to,
        )
        const sums = new Map<string, bigint>()
        for (const { token, amount } of mine) sums.set(token, (sums.get(token) ?? 0n) + amount)
        const found = yieldSources.tokens
          .filter((one: { amount: string }) => one.amount !== '0')
          .map((one: { token: { address: string }; amount: string }) => [
            one.token.address,
            BigInt(one.amount),
          ])
        expect(new Map(found)).toEqual(sums)
        for (const { payer } of yieldSources.payers) expect(payer.address).toBe(network)
        compared += mine.length
      }
    }
    expect(compared).toBeGreaterThan(10)
  })
})
