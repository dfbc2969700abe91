import { afterAll, beforeAll } from 'vitest'
import type { Answers } from '../../../src/config/listed-answers'
import type { Network } from '../../../src/config/networks'
import type { ContractKind } from '../../../src/facts/enums.generated'
import { startTestApi, type TestApi } from '../api/api-client'
import { HotIndex } from '../chain/hot-index'
import { type WrittenEvent, writtenBlock } from '../chain/written-logs'

const address = (digits: string) => `0x${digits.repeat(40 / digits.length)}`
const VAULTS = address('fa')
const [DELEGATORS, SLASHERS] = [address('fd'), address('f5')]
const [TO_VAULT, TO_NETWORK, MIDDLEWARE] = [address('01'), address('02'), address('03')]
const [NETWORKS, OPERATORS] = [address('04'), address('05')]
/** Two networks. */
export const [N1, N2] = [address('e1'), address('e2')]
/** Two operators. */
export const [A, B] = [address('0a'), address('0b')]
const STAKER = address('5a')
/** Token of both vaults. */
export const COLLATERAL = address('c0')
const DRIVER = address('d7')
/** One vault with operator limits (FullRestake), one with operator shares (NetworkRestake), 1000 in each. */
export const FULL = { vault: address('1a'), delegator: address('1d'), slasher: address('15') }
export const SHARED = { vault: address('2a'), delegator: address('2d'), slasher: address('25') }

const event = (
  emitter: string,
  kind: ContractKind,
  signature: string,
  args: Record<string, unknown>,
): WrittenEvent => ({ address: emitter, kind, signature, args })
const entity = (factory: string, kind: ContractKind, one: string) =>
  event(factory, kind, 'AddEntity(address)', { entity: one })
const subnetwork = (network: string) => `${network}${'0'.repeat(24)}`
/** Operator set of a network. */
export const key = (network: string) => `symbiotic-${network}/0`

/** Contracts of a vault. */
export type Vault = typeof FULL

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

/** Time of a block. */
export const timeOf = (block: number) => 1_000 + 12 * block
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
    [vault, { epochDuration: 1_200, collateral: COLLATERAL, decimals: 3 }],
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

/**
 * The history of two vaults that two networks restake, with one slashing of each and a network that logs its quorum, indexed.
 * @returns the API of it, once the tests have begun
 */
export function useWorkedVaults(): () => TestApi {
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
  })
  return () => api
}
