import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answers } from '../../src/config/listed-answers'
import type { Network } from '../../src/config/networks'
import type { ContractKind } from '../../src/facts/enums.generated'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { HotIndex } from '../support/chain/hot-index'
import { type WrittenEvent, writtenBlock } from '../support/chain/written-logs'

/*
 * The worked numbers of the metrics reference, 5.10, and of the golden vectors, 3.4, in a history of logs: two vaults that two
 * networks restake, and one slashing of each.
 */

const address = (digits: string) => `0x${digits.repeat(40 / digits.length)}`
const VAULTS = address('fa')
const [DELEGATORS, SLASHERS] = [address('fd'), address('f5')]
const [TO_VAULT, TO_NETWORK, MIDDLEWARE] = [address('01'), address('02'), address('03')]
const [NETWORKS, OPERATORS] = [address('04'), address('05')]
const [N1, N2] = [address('e1'), address('e2')]
const [A, B] = [address('0a'), address('0b')]
const STAKER = address('5a')
const DRIVER = address('d7')
/** One vault with operator limits (FullRestake), one with operator shares (NetworkRestake), 1000 in each. */
const FULL = { vault: address('1a'), delegator: address('1d'), slasher: address('15') }
const SHARED = { vault: address('2a'), delegator: address('2d'), slasher: address('25') }

const event = (
  emitter: string,
  kind: ContractKind,
  signature: string,
  args: Record<string, unknown>,
): WrittenEvent => ({ address: emitter, kind, signature, args })
const entity = (factory: string, kind: ContractKind, one: string) =>
  event(factory, kind, 'AddEntity(address)', { entity: one })
const subnetwork = (network: string) => `${network}${'0'.repeat(24)}`
const key = (network: string) => `symbiotic-${network}/0`

type Vault = typeof FULL

const creation = ({ vault, delegator, slasher }: Vault) => [
  event(vault, 'VAULT', 'Initialized(uint64)', { version: '1' }),
  entity(VAULTS, 'VAULT_FACTORY', vault),
  entity(DELEGATORS, 'DELEGATOR_FACTORY', delegator),
  entity(SLASHERS, 'VAULT_SLASHER_FACTORY', slasher),
  event(vault, 'VAULT', 'SetDelegator(address)', { delegator }),
  event(vault, 'VAULT', 'SetSlasher(address)', { slasher }),
]
const deposit = ({ vault }: Vault) =>
  event(vault, 'VAULT', 'Deposit(address,address,uint256,uint256)', {
    depositor: STAKER,
    onBehalfOf: STAKER,
    amount: '1000',
    shares: '1000',
  })
const limits = ({ delegator }: Vault, network: string) => {
  const of = { subnetwork: subnetwork(network), amount: '800' }
  return [
    event(delegator, 'DELEGATOR', 'SetMaxNetworkLimit(bytes32,uint256)', of),
    event(delegator, 'DELEGATOR', 'SetNetworkLimit(bytes32,uint256)', of),
  ]
}
const operatorLimit = (network: string, operator: string, amount: number) =>
  event(FULL.delegator, 'DELEGATOR', 'SetOperatorNetworkLimit(bytes32,address,uint256)', {
    subnetwork: subnetwork(network),
    operator,
    amount: `${amount}`,
  })
const shares = (network: string, operator: string, amount: number) =>
  event(SHARED.delegator, 'DELEGATOR', 'SetOperatorNetworkShares(bytes32,address,uint256)', {
    subnetwork: subnetwork(network),
    operator,
    shares: `${amount}`,
  })
const slash = ({ vault, slasher }: Vault, amount: number, captureTimestamp: number) => {
  const of = { captureTimestamp: `${captureTimestamp}`, slashedAmount: `${amount}` }
  return [
    event(vault, 'VAULT', 'OnSlash(uint256,uint48,uint256)', { amount: `${amount}`, ...of }),
    event(slasher, 'VAULT_SLASHER', 'Slash(bytes32,address,uint256,uint48)', {
      subnetwork: subnetwork(N1),
      operator: A,
      ...of,
    }),
  ]
}
const optIn = (service: string, kind: ContractKind, who: string, where: string) =>
  event(service, kind, 'OptIn(address,address)', { who, where })

const timeOf = (block: number) => 1_000 + 12 * block
/** Block 1: what there is. 2: limits. 3: the slashing of one vault, 4: of the other. */
const HISTORY = [
  [
    ...[N1, N2].flatMap((network) => [
      entity(NETWORKS, 'NETWORK_REGISTRY', network),
      event(MIDDLEWARE, 'MIDDLEWARE_SERVICE', 'SetMiddleware(address,address)', {
        network,
        middleware: network,
      }),
    ]),
    ...[A, B].flatMap((operator) => [
      entity(OPERATORS, 'OPERATOR_REGISTRY', operator),
      ...[N1, N2].map((one) => optIn(TO_NETWORK, 'NETWORK_OPT_IN_SERVICE', operator, one)),
    ]),
    ...creation(FULL),
    ...creation(SHARED),
    ...[A, B].flatMap((operator) =>
      [FULL, SHARED].map(({ vault }) => optIn(TO_VAULT, 'VAULT_OPT_IN_SERVICE', operator, vault)),
    ),
    deposit(FULL),
    deposit(SHARED),
  ],
  [
    ...[N1, N2].flatMap((network) => [...limits(FULL, network), ...limits(SHARED, network)]),
    operatorLimit(N1, A, 500),
    operatorLimit(N1, B, 400),
    operatorLimit(N2, A, 600),
    operatorLimit(N2, B, 700),
    ...[N1, N2].flatMap((network) => [shares(network, A, 60), shares(network, B, 40)]),
  ],
  slash(FULL, 500, timeOf(3) - 1),
  slash(SHARED, 480, timeOf(4) - 1),
  [
    optIn(TO_NETWORK, 'NETWORK_OPT_IN_SERVICE', STAKER, N1),
    event(DRIVER, 'VALSET_DRIVER', 'InitSubnetwork(address,uint96)', {
      network: N1,
      subnetworkId: '0',
    }),
    // Two kinds of keys, of which neither is said to sign headers.
    ...[
      ['15', '666666666666666667'],
      ['16', '900000000000000000'],
    ].map(([keyTag, threshold]) =>
      event(DRIVER, 'VALSET_DRIVER', 'AddQuorumThreshold((uint8,uint248))', {
        quorumThreshold: { keyTag, threshold },
      }),
    ),
  ],
]

const ANSWERS: [string, Answers][] = [FULL, SHARED].flatMap(
  ({ vault, delegator, slasher }, type): [string, Answers][] => [
    [vault, { epochDuration: 1_200, collateral: address('c0'), decimals: 3 }],
    [delegator, { TYPE: 1 - type, hook: null, operator: null, network: null }],
    [slasher, { TYPE: 0, isBurnerHook: false }],
  ],
)

const CONTRACTS: [string, ContractKind][] = [
  [VAULTS, 'VAULT_FACTORY'],
  [DELEGATORS, 'DELEGATOR_FACTORY'],
  [SLASHERS, 'VAULT_SLASHER_FACTORY'],
  [TO_VAULT, 'VAULT_OPT_IN_SERVICE'],
  [TO_NETWORK, 'NETWORK_OPT_IN_SERVICE'],
  [MIDDLEWARE, 'MIDDLEWARE_SERVICE'],
  [NETWORKS, 'NETWORK_REGISTRY'],
  [OPERATORS, 'OPERATOR_REGISTRY'],
  [DRIVER, 'VALSET_DRIVER'],
]

let index: HotIndex
let api: TestApi

beforeAll(async () => {
  const network: Network = {
    name: 'custom',
    finality: 10,
    chainId: 31_337,
    startBlock: 1,
    constants: { minWithdrawalDelayBlocks: null, deallocationDelayBlocks: null },
    contracts: CONTRACTS.map(([one, kind]) => ({ address: one, kind, name: kind })),
    priceFeeds: [],
    answers: new Map(ANSWERS),
  }
  index = await HotIndex.create(network)
  await index.feed.final(HISTORY.map((events, at) => writtenBlock(at + 1, events)))
  api = await startTestApi(index.url)
}, 120_000)

afterAll(async () => {
  await api?.close()
  await index?.drop()
  await HotIndex.dropTemplate()
})

/** Stake of A and B in N1, then in N2, as it is indexed. */
async function stakes(vault: string, block: number): Promise<number[]> {
  const { commitments } = await api.ask(
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
    await api.ask(`{ simulate(block: {number: ${block}}, time: ${timeOf(block + 1)},
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
    await api.ask(`{ simulate(block: {number: 2}, time: ${timeOf(3)}, scope: {pool: "${FULL.vault}"},
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
    await api.refuse(
      `{ simulate(block: {number: 2}, time: 5, shocks: [${shock}]) { rounds { causes } } }`,
    ),
  ).toMatchObject({ code: 'BAD_USER_INPUT' })
  for (const wrong of [shock.replace(FULL.vault, A), shock.replace(N1, A)]) {
    expect(
      await api.refuse(
        `{ simulate(block: {number: 2}, shocks: [${wrong}]) { rounds { causes } } }`,
      ),
    ).toMatchObject({ code: 'BAD_USER_INPUT' })
  }
})

test('a quorum of two thirds: to forge takes 600 of 900, to halt more than 300', async () => {
  const { robustness } =
    await api.ask(`{ robustness(block: {number: 2}, basis: REGISTERED, scope: {pool: "${FULL.vault}"},
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
      await api.ask(`{ robustness(block: {number: 2}, basis: REGISTERED, scope: {pool: "${FULL.vault}"},
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

describe('a network that logged a quorum of two thirds', () => {
  // After the slashing N1 and N2 have 312 of A and 208 of B in the other vault.
  const perAvs = async (assumptions: string) => {
    const { robustness } =
      await api.ask(`{ robustness(block: {number: 5}, basis: REGISTERED, scope: {pool: "${SHARED.vault}"}${assumptions}) {
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

  test('has none before it was logged', async () => {
    const { robustness } = await api.ask(
      `{ robustness(block: {number: 4}, scope: {pool: "${SHARED.vault}"}) { perAvs { thresholdSource } } }`,
    )
    for (const one of robustness.perAvs) expect(one.thresholdSource).toBe('DEFAULT')
  })
})
