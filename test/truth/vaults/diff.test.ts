import { expect, test } from 'vitest'
import { useRecordedApi } from '../../support/api/recorded-api'
import { BOTH } from '../../support/recordings'
import { vaultTruth } from './recordings'
import { SlashingHistory } from './slashings'

const api = useRecordedApi('vaultdiff', BOTH)
const { block, timestamp } = vaultTruth(BOTH).at(-1)!

test('slashings between two blocks are those of both protocols, of vaults when they were executed', async () => {
  type Item = {
    block: number
    operator: { id: string }
    operatorSet: { id: string; address: string }
    pools: { pool: { id: string }; slashed: string; queued: string }[]
  }
  const [from, to] = [1_000, 2_500]
  const { diff } = await api.ask(
    `{ diff(from: ${from}, to: ${to}) { slashings(limit: 1000) { total items { block operator { id } operatorSet { id address } pools { pool { id } slashed queued } } } } }`,
  )
  const items: Item[] = diff.slashings.items
  expect(items.map((one) => one.block)).toEqual(items.map((one) => one.block).sort((a, b) => a - b))
  const ofVaults = items.filter(({ operatorSet }) => operatorSet.id.startsWith('symbiotic-'))
  const lines = ofVaults.map(({ block, operator, operatorSet, pools }) => {
    const [{ pool, slashed }] = pools as [Item['pools'][0]]
    return `${block} ${operator.id} ${operatorSet.id} ${pool.id} ${slashed}`
  })
  const expected = history(from, to)
  expect(lines.sort()).toEqual(expected.sort())
  expect(expected.length).toBeGreaterThan(50)
  expect(items.length).toBeGreaterThan(ofVaults.length)
})

function history(from: number, to: number): string[] {
  return new SlashingHistory(BOTH).at(block, timestamp).flatMap((one) => {
    const { status, resolvedAtBlock: at, operator, set, pool, realized } = one
    const isExecuted = status === 'EXECUTED' && at! > from && at! <= to
    return isExecuted ? [`${at} ${operator} symbiotic-${set} ${pool} ${realized}`] : []
  })
}
