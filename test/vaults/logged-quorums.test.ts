import { describe, expect, test } from 'vitest'
import { COLLATERAL, N1, N2, SHARED, useWorkedVaults } from '../support/vaults/worked-vaults'

const api = useWorkedVaults()

describe('a network that logged a quorum of two thirds', () => {
  // After the slashing N1 and N2 have 312 of A and 208 of B in the other vault.
  const perAvs = async (assumptions: string) => {
    const { robustness } =
      await api().ask(`{ robustness(block: {number: 5}, basis: REGISTERED, scope: {pool: "${SHARED.vault}"}${assumptions}) {
      perAvs { avs { address } threshold thresholdSource stakeToCorrupt costToForge { upper } costToHalt { upper } costOfCorruption { upper } } } }`)
    return robustness.perAvs
  }
  const N2_AT_A_THIRD = { costToForge: null, costToHalt: null, costOfCorruption: { upper: '208' } }

  test('is forged by it and halted by more than the rest, without an argument; the other one is corrupted by a third', async () => {
    const [first, second] = await perAvs('')
    expect(first).toMatchObject({
      avs: { address: N1 },
      threshold: '0.666666666666666667',
      thresholdSource: 'LOGGED',
      costToForge: { upper: '520' },
      costToHalt: { upper: '208' },
      costOfCorruption: { upper: '520' },
    })
    expect(second).toMatchObject({
      avs: { address: N2 },
      threshold: '0.333333333333333333',
      thresholdSource: 'DEFAULT',
      ...N2_AT_A_THIRD,
    })
  })

  test('is measured by what the request gives, if it gives anything', async () => {
    const [first, second] = await perAvs(', assumptions: {threshold: "1/3"}')
    for (const one of [first, second]) {
      expect(one).toMatchObject({ thresholdSource: 'ARGUMENT', ...N2_AT_A_THIRD })
    }
    const [given, other] = await perAvs(
      `, assumptions: {quorums: [{avs: "${N1}", threshold: "1/2"}]}`,
    )
    expect(given).toMatchObject({
      threshold: '0.5',
      thresholdSource: 'ARGUMENT',
      costToForge: { upper: '312' },
      costToHalt: { upper: '312' },
    })
    expect(other).toMatchObject({ thresholdSource: 'DEFAULT', ...N2_AT_A_THIRD })
  })

  test('costs as much to corrupt in rankings, on the first page and over time', async () => {
    const row = 'avs { address } costOfCorruption corruptionThreshold thresholdSource'
    const at = `block: {number: 5}, scope: {pool: "${SHARED.vault}"}`
    const priced = `pricing: {numeraire: ETH, sources: [ARGUMENTS], prices: [{asset: "${COLLATERAL}", value: "1"}]}`
    const answer = await api().ask(`{
      services(basis: REGISTERED, ${at}) { avss { ${row} } }
      overview(${at}) { topAvss { ${row} } }
      third: services(basis: REGISTERED, threshold: "1/3", ${at}) { avss { ${row} } }
      seriesOf(figures: [{figure: COST_OF_CORRUPTION, basis: REGISTERED, scope: {avs: "${N1}"}}], from: 4, to: 5, every: 1, ${priced}) {
        points { values { value } } }
    }`)
    const costAt = async (block: number) => {
      const { robustness } = await api().ask(
        `{ robustness(basis: REGISTERED, block: {number: ${block}}, ${priced}) { perAvs { avs { address } costOfCorruption { lower } } } }`,
      )
      const { costOfCorruption } = robustness.perAvs.find(
        ({ avs }: { avs: { address: string } }) => avs.address === N1,
      )
      return costOfCorruption.lower
    }
    const logged = {
      avs: { address: N1 },
      costOfCorruption: '520',
      corruptionThreshold: '0.666666666666666667',
      thresholdSource: 'LOGGED',
    }
    const assumed = {
      avs: { address: N2 },
      costOfCorruption: '208',
      corruptionThreshold: '0.333333333333333333',
      thresholdSource: 'DEFAULT',
    }
    expect(answer.services.avss).toEqual([logged, assumed])
    expect(answer.overview.topAvss).toEqual([logged, assumed])
    for (const one of answer.third.avss) {
      expect(one).toMatchObject({ costOfCorruption: '208', thresholdSource: 'ARGUMENT' })
    }
    const costs = answer.seriesOf.points.map(
      ({ values: [one] }: { values: { value: string }[] }) => one!.value,
    )
    expect(costs).toEqual([await costAt(4), await costAt(5)])
    expect(Number(costs[1])).toBeGreaterThan(Number(costs[0]))
  })

  test('has none before it was logged', async () => {
    const { robustness } = await api().ask(
      `{ robustness(block: {number: 4}, scope: {pool: "${SHARED.vault}"}) { perAvs { thresholdSource } } }`,
    )
    for (const one of robustness.perAvs) expect(one.thresholdSource).toBe('DEFAULT')
  })
})
