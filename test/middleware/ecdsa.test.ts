import { expect, test } from 'vitest'
import { networkFromDeployment } from '../../src/config/deployment'
import { useWrittenApi } from '../support/api/written-api'
import {
  account,
  chainOf,
  deploymentOf,
  ecdsaMember,
  ecdsaStrategies,
  ecdsaWeight,
  log,
  operatorMade,
  sharesAdded,
} from '../support/middleware/chain'

// ECDSAStakeRegistry of eigenlayer-middleware: logs in the order and the encoding of its source, weights computed by hand.
const REGISTRY = account('ec')
const AVS = account('e1')
const [ALICE, BOB, CAROL] = ['0a', '0b', '0c'].map(account) as [string, string, string]
const [FIRST, SECOND] = ['51', '52'].map(account) as [string, string]

const threshold = (weight: number) => log(REGISTRY, 'ThresholdWeightUpdated(uint256)', [], [weight])

const BLOCKS = chainOf(
  [
    [operatorMade(ALICE), operatorMade(BOB), operatorMade(CAROL)],
    [sharesAdded(ALICE, FIRST, 1000), sharesAdded(ALICE, SECOND, 501)],
    [sharesAdded(BOB, FIRST, 700), sharesAdded(CAROL, SECOND, 40)],
    [
      ecdsaStrategies(
        REGISTRY,
        [],
        [
          [FIRST, 6000],
          [SECOND, 4000],
        ],
      ),
      log(REGISTRY, 'MinimumWeightUpdated(uint256,uint256)', [], [0, 20]),
      threshold(610),
    ],
  ],
  // 1000 * 0.6 + 501 * 0.4 = 800.4, cut off; 700 * 0.6 = 420; 40 * 0.4 = 16 is below the minimum.
  [
    [
      ...ecdsaWeight(REGISTRY, ALICE, [0, 800], [0, 800]),
      ...ecdsaMember(REGISTRY, ALICE, AVS, true),
    ],
    [
      ...ecdsaWeight(REGISTRY, BOB, [0, 420], [800, 1220]),
      ...ecdsaMember(REGISTRY, BOB, AVS, true),
    ],
    [
      ...ecdsaWeight(REGISTRY, CAROL, [0, 0], [1220, 1220]),
      ...ecdsaMember(REGISTRY, CAROL, AVS, true),
    ],
  ],
  // Stake grows; nobody updates the weight. The other strategy no longer counts.
  [
    [sharesAdded(BOB, FIRST, 100)],
    [
      ecdsaStrategies(
        REGISTRY,
        [
          [FIRST, 6000],
          [SECOND, 4000],
        ],
        [[FIRST, 10_000]],
      ),
    ],
  ],
  // Alice leaves: her weight is 0 before the log that says so. Nobody can reach the threshold.
  [
    [
      ...ecdsaWeight(REGISTRY, ALICE, [800, 0], [1220, 420]),
      ...ecdsaMember(REGISTRY, ALICE, AVS, false),
    ],
  ],
  [[threshold(210)]],
)

const api = useWrittenApi(
  networkFromDeployment(deploymentOf({ ecdsaStakeRegistry: REGISTRY })),
  BLOCKS,
)

const at = (block: number) => `block: {number: ${block}}`

test('an ECDSA stake registry is a quorum of the AVS that its logs name, with weights, total and threshold', async () => {
  const quorum = `number avs { address } minimumStake thresholdWeight totalStake operatorCount strategies(orderBy: [pool_id_ASC]) { pool { address } multiplier }`
  const { quorums } = await api.ask(
    `{ quorums(${at(2)}) { ${quorum} middleware { kind avsFoundBy } } }`,
  )
  expect(quorums).toEqual([
    {
      number: 0,
      avs: { address: AVS },
      minimumStake: '20',
      thresholdWeight: '610',
      totalStake: '1220',
      operatorCount: 3,
      strategies: [
        { pool: { address: FIRST }, multiplier: '6000' },
        { pool: { address: SECOND }, multiplier: '4000' },
      ],
      middleware: { kind: 'ECDSA_STAKE_REGISTRY', avsFoundBy: 'OWN_EVENT' },
    },
  ])
  const later = await api.ask(`{ quorums(${at(4)}) { ${quorum} } }`)
  expect(later.quorums).toMatchObject([
    {
      totalStake: '420',
      operatorCount: 2,
      strategies: [{ pool: { address: FIRST }, multiplier: '10000' }],
    },
  ])
})

test.each([
  [
    2,
    [
      [ALICE, '800', '800', true],
      [BOB, '420', '420', true],
      [CAROL, '0', '0', true],
    ],
  ],
  [
    3,
    [
      [ALICE, '800', '1000', true],
      [BOB, '420', '800', true],
      [CAROL, '0', '0', true],
    ],
  ],
  [
    4,
    [
      [ALICE, '0', '1000', false],
      [BOB, '420', '800', true],
      [CAROL, '0', '0', true],
    ],
  ],
])(
  'recorded weight at block %i, and the one that the stake of the block would give',
  async (block, expected) => {
    const { quorumStakes } = await api.ask(
      `{ quorumStakes(${at(block)}, orderBy: [operator_id_ASC]) { operator { address } stake weightNow isMember operatorId } }`,
    )
    const found = quorumStakes.map(
      (one: {
        operator: { address: string }
        stake: string
        weightNow: string
        isMember: boolean
      }) => [one.operator.address, one.stake, one.weightNow, one.isMember],
    )
    expect(found).toEqual(expected)
    expect(quorumStakes.map(({ operatorId }: { operatorId: null }) => operatorId)).toEqual([
      null,
      null,
      null,
    ])
  },
)

test.each([
  // 610 of 1220 must sign: Alice alone can.
  [2, { threshold: '0.5', thresholdSource: 'LOGGED', stakeToCorrupt: '610' }],
  // 610 of 420 cannot, so an attack is measured by the default.
  [4, { threshold: '0.333333333333333333', thresholdSource: 'DEFAULT', stakeToCorrupt: '140' }],
  [5, { threshold: '0.5', thresholdSource: 'LOGGED', stakeToCorrupt: '210' }],
])(
  'the threshold of the chain is that of robustness on VOTES at block %i',
  async (block, expected) => {
    const { robustness } = await api.ask(
      `{ robustness(basis: VOTES, ${at(block)}) { perAvs { avs { address } threshold thresholdSource stakeToCorrupt } } }`,
    )
    expect(robustness.perAvs).toEqual([{ avs: { address: AVS }, ...expected }])
  },
)
