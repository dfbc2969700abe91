import { describe, expect, test } from 'vitest'
import {
  A,
  B,
  FULL,
  key,
  N1,
  N2,
  SHARED,
  timeOf,
  useWorkedVaults,
  type Vault,
} from '../support/vaults/worked-vaults'

/*
 * The worked numbers of the metrics reference, 5.10, and of the golden vectors, 3.4, in a history of logs: two vaults that two
 * networks restake, and one slashing of each.
 */

const api = useWorkedVaults()

/** Stake of A and B in N1, then in N2, as it is indexed. */
async function stakes(vault: string, block: number): Promise<number[]> {
  const { commitments } = await api().ask(
    `{ commitments(block: {number: ${block}}, where: {protocol_eq: SYMBIOTIC}, limit: 100) {
      operator { address } operatorSet { avs { address } } pool { address } stake } }`,
  )
  return [N1, N2].flatMap((network) =>
    [A, B].map((operator) => {
      const found = commitments.find(
        (one: {
          operator: { address: string }
          operatorSet: { avs: { address: string } }
          pool: { address: string }
        }) =>
          one.operator.address === operator &&
          one.operatorSet.avs.address === network &&
          one.pool.address === vault,
      )
      return Number(found?.stake ?? 0)
    }),
  )
}

/** What a slashing of A by N1 would do at a block. */
async function simulated({ vault }: Vault, block: number, amount: number) {
  const shock = `{slashVault: {operator: "${A}", operatorSet: "${key(N1)}", pool: "${vault}", amount: "${amount}"}}`
  const { simulate } =
    await api().ask(`{ simulate(block: {number: ${block}}, time: ${timeOf(block + 1)},
    basis: REGISTERED, scope: {pool: "${vault}"}, shocks: [${shock}]) {
      avss { avs { address } before after } capitalLoss { shares } capitalLossValue
      operators { operator { address } pool { address } sharesBefore sharesAfter }
      vaultSlashings { requested accounted realized shortfall } meta { nullReason } } }`)
  return simulate
}

describe('full restake: 1000 of stake, limits of A 500 and 600, of B 400 and 700', () => {
  test('the simulation leaves N1 at 900 and takes N2 from 1300 to 1000, without its having been involved', async () => {
    expect(await simulated(FULL, 2, 500)).toMatchObject({
      avss: [{ avs: { address: N2 }, before: '1300', after: '1000' }],
      capitalLossValue: '500',
      operators: [{ operator: null, sharesBefore: '1000', sharesAfter: '500' }],
      vaultSlashings: [{ requested: '500', accounted: '500', realized: '500', shortfall: '0' }],
      meta: { nullReason: null },
    })
  })

  test('so does the indexed slashing', async () => {
    expect(await stakes(FULL.vault, 2)).toEqual([500, 400, 600, 700])
    expect(await stakes(FULL.vault, 3)).toEqual([500, 400, 500, 500])
  })
})

describe('network restake: 1000 of stake, limits of 800 in shares of 60 and 40', () => {
  test('the simulation takes both networks from 800 to 520: 560 of security for 480 of capital', async () => {
    const { avss, capitalLossValue } = await simulated(SHARED, 3, 480)
    expect(avss).toMatchObject([
      { avs: { address: N1 }, before: '800', after: '520' },
      { avs: { address: N2 }, before: '800', after: '520' },
    ])
    expect(capitalLossValue).toBe('480')
  })

  test('so does the indexed slashing', async () => {
    expect(await stakes(SHARED.vault, 3)).toEqual([480, 320, 480, 320])
    expect(await stakes(SHARED.vault, 4)).toEqual([312, 208, 312, 208])
  })
})

test('what two networks slash of one vault beyond its stake is a shortfall, with a sentence for it', async () => {
  const shock = (operator: string, network: string, amount: number) =>
    `{slashVault: {operator: "${operator}", operatorSet: "${key(network)}", pool: "${FULL.vault}", amount: "${amount}", captureTimestamp: ${timeOf(2)}}}`
  const { simulate } =
    await api().ask(`{ simulate(block: {number: 2}, time: ${timeOf(3)}, scope: {pool: "${FULL.vault}"},
    shocks: [${shock(A, N1, 800)}, ${shock(B, N2, 700)}]) {
      vaultSlashings { requested accounted realized shortfall } capitalLossValue rounds { causes } } }`)
  expect(simulate.vaultSlashings).toEqual([
    { requested: '800', accounted: '500', realized: '500', shortfall: '0' },
    { requested: '700', accounted: '700', realized: '500', shortfall: '200' },
  ])
  expect(simulate.capitalLossValue).toBe('1000')
  expect(simulate.rounds[0].causes[2]).toContain('cannot pay')
})

test('a time before the block, a pool that is no vault and an unknown subnetwork are refused', async () => {
  const shock = `{slashVault: {operator: "${A}", operatorSet: "${key(N1)}", pool: "${FULL.vault}", amount: "1"}}`
  expect(
    await api().refuse(
      `{ simulate(block: {number: 2}, time: 5, shocks: [${shock}]) { rounds { causes } } }`,
    ),
  ).toMatchObject({ code: 'BAD_USER_INPUT' })
  for (const wrong of [shock.replace(FULL.vault, A), shock.replace(N1, A)]) {
    expect(
      await api().refuse(
        `{ simulate(block: {number: 2}, shocks: [${wrong}]) { rounds { causes } } }`,
      ),
    ).toMatchObject({ code: 'BAD_USER_INPUT' })
  }
})

test('a quorum of two thirds: to forge takes 600 of 900, to halt more than 300', async () => {
  const { robustness } =
    await api().ask(`{ robustness(block: {number: 2}, basis: REGISTERED, scope: {pool: "${FULL.vault}"},
    assumptions: {quorums: [{avs: "${N1}", threshold: "2/3"}]}) {
      perAvs { avs { address } stakeToCorrupt costToForge { upper isExact operators { address } } costToHalt { upper isExact operators { address } } }
      meta { nullReason assumptions { name value } } } }`)
  const [first, second] = robustness.perAvs
  // A has 500, B 400.
  expect(first).toEqual({
    avs: { address: N1 },
    stakeToCorrupt: '600',
    costToForge: { upper: '900', isExact: true, operators: [{ address: A }, { address: B }] },
    costToHalt: { upper: '400', isExact: true, operators: [{ address: B }] },
  })
  expect(second).toMatchObject({ costToForge: null, costToHalt: null })
  expect(robustness.meta.nullReason).toBe('ASSUMPTION_MISSING')
  expect(robustness.meta.assumptions).toContainEqual({ name: `quorum of ${N1}`, value: '2/3' })
})

test('attacks on both networks cost the vault, not what could be slashed: 1000 for 900 and 1300', async () => {
  const asked = async (profits: readonly [number, number], more = '') => {
    const profit = [N1, N2].map((avs, at) => `{avs: "${avs}", value: "${profits[at]}"}`)
    const { robustness } =
      await api().ask(`{ robustness(block: {number: 2}, basis: REGISTERED, scope: {pool: "${FULL.vault}"},
      assumptions: {threshold: "1", profit: [${profit}] ${more}}) {
        verdict method gamma gammaRounded gammaExact lossBound lossBoundNullReason profitAtMost tightest { address } attack { gain cost profit }
        perAvs { avs { address } headroom costOfCorruption { lower upper isExact } } meta { nullReason } } }`)
    return robustness
  }
  const secure = await asked([400, 500], 'psi: "0.01"')
  // All of the vault for 900: the exact slack. By the vault, 400 + 500 of 1000, each counted on in full.
  expect(secure).toMatchObject({
    verdict: 'CERTIFIED',
    method: 'CERTIFICATE',
    gammaExact: '0.111111111111111111',
    gamma: '0.111111111111111111',
    attack: null,
    tightest: { address: FULL.vault },
    meta: { nullReason: null },
  })
  // Of N2, 1300 are slashable of 1000.
  expect(secure.perAvs).toMatchObject([
    { avs: { address: N1 }, headroom: '500', costOfCorruption: { upper: '900', isExact: true } },
    { avs: { address: N2 }, headroom: '600', costOfCorruption: { upper: '1000', isExact: true } },
  ])
  // Two commitments of each fall with the vault: 2 * 400 / 900 + 2 * 500 / 1300 is above 1.
  expect(secure).toMatchObject({ lossBound: null, lossBoundNullReason: 'NOT_DEFINED' })
  // 2 * 90 / 900 + 2 * 130 / 1300 = 2 / 5, a slack of 3 / 2: 5 / 3 of the first loss.
  expect(await asked([90, 130], 'psi: "0.03"')).toMatchObject({
    lossBound: '0.05',
    lossBoundNullReason: null,
  })
  expect(await asked([90, 130])).toMatchObject({ lossBoundNullReason: 'ASSUMPTION_MISSING' })
  expect(await asked([500, 510])).toMatchObject({
    verdict: 'ATTACK',
    attack: { gain: '1010', cost: '1000', profit: '10' },
  })
})
