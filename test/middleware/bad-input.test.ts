import { expect, test } from 'vitest'
import { networkFromDeployment } from '../../src/config/deployment'
import { inQuorumKey, quorumKey, quorumOperatorKey } from '../../src/facts/ids'
import { DryLedger } from '../support/dry-ledger'
import {
  account,
  bytes,
  CORE,
  chainOf,
  contractsOf,
  deploymentOf,
  idOf,
  log,
  operatorMade,
  quorumMade,
  registrarSet,
  voted,
  type WordLog,
} from '../support/middleware/chain'

const A = contractsOf('a')
const B = contractsOf('b')
const [AVS, OTHER_AVS, OPERATOR, STRATEGY] = ['e1', 'e2', '01', '51'].map(account) as [
  string,
  string,
  string,
  string,
]
const KEY = quorumKey(A.coordinator, 0)

/** What is stored of a chain whose blocks have one transaction each. */
async function indexed(middleware: Record<string, unknown>[], ...blocks: WordLog[][]) {
  const ledger = await DryLedger.beginning(networkFromDeployment(deploymentOf(...middleware)))
  await ledger.index(chainOf(...blocks.map((logs) => [logs])))
  return ledger
}

const statuses = (ledger: DryLedger) =>
  ledger
    .appended('contractEvent')
    .filter(({ status }) => status !== 'DECODED')
    .map(({ address, status }) => ({ address, status }))

test('two coordinators that claim one quorum have a quorum each, with stake of their own', async () => {
  const ledger = await indexed(
    [
      { ...A, avs: AVS },
      { ...B, avs: AVS },
    ],
    [...quorumMade(A, 0), ...quorumMade(B, 0)],
    voted(A, OPERATOR, { stake: 5 }),
    voted(B, OPERATOR, { stake: 7 }),
  )
  for (const [{ coordinator }, stake] of [
    [A, 5n],
    [B, 7n],
  ] as const) {
    const key = quorumKey(coordinator, 0)
    expect(ledger.row('quorum', key)).toMatchObject({ avs: AVS, operatorSet: `${AVS}/0` })
    expect(ledger.row('quorumStake', inQuorumKey(key, idOf(OPERATOR)))?.stake).toBe(stake)
  }
})

test('two stake registries of one coordinator are refused: nothing says whose stake counts when', () => {
  const twice = { coordinator: A.coordinator, stakeRegistry: B.stakeRegistry }
  expect(() => networkFromDeployment(deploymentOf({ ...A, avs: AVS }, twice))).toThrow(
    `(${A.coordinator}): has several of stakeRegistry`,
  )
})

test('an event with the name of one of the core has the fields of the contract that emits it', async () => {
  const slashed = 'OperatorSlashed(uint256,address,uint32,uint256[],string)'
  const ofCore = 'OperatorSlashed(address,(address,uint32),address[],uint256[],string)'
  const request = 'SlashingRequested(uint256,address,uint32,uint256[],string)'
  const tail = [64, 128, 1, 7, 0]
  const ledger = await indexed(
    [{ ...A, avs: AVS }],
    [operatorMade(OPERATOR), ...quorumMade(A, 0), ...voted(A, OPERATOR, { stake: 1 })],
    [
      log(A.vetoableSlasher, request, [0, OPERATOR, 0], tail),
      // The coordinator has one ejector, the manager many.
      log(A.coordinator, 'EjectorUpdated(address,address)', [], [0, A.ejectionManager]),
      log(A.ejectionManager, 'EjectorUpdated(address,bool)', [], [OTHER_AVS, 1]),
    ],
    [
      log(
        CORE.AllocationManager,
        ofCore,
        [],
        [OPERATOR, AVS, 0, 192, 256, 320, 1, STRATEGY, 1, 7, 0],
      ),
      log(A.vetoableSlasher, slashed, [0, OPERATOR, 0], tail),
    ],
  )
  expect(statuses(ledger)).toEqual([])
  expect(ledger.row('operator', OPERATOR)?.registeredAtBlock).toBe(1)
  expect(
    ledger.row('quorumOperator', quorumOperatorKey(A.coordinator, idOf(OPERATOR))),
  ).toMatchObject({
    operator: OPERATOR,
    status: 'REGISTERED',
  })
  expect(ledger.row('avsMiddleware', A.coordinator)?.ejector).toBe(A.ejectionManager)
  // One slashing, which the request names.
  const [slashing, ...others] = ledger.appended('slashing')
  expect(others).toEqual([])
  expect(ledger.rows('slashingRequest')).toMatchObject([
    { status: 'FULFILLED', slashing: slashing!.id },
  ])
})

test('an event of the core or of another contract of the AVS counts nowhere, and is stored', async () => {
  const update = 'OperatorStakeUpdate(bytes32,uint8,uint96)'
  const ledger = await indexed(
    [{ ...A, avs: AVS }],
    [...quorumMade(A, 0), ...voted(A, OPERATOR, { stake: 5 })],
    [
      log(A.blsApkRegistry, update, [idOf(OPERATOR)], [0, 9]),
      log(A.coordinator, 'EjectorUpdated(address,bool)', [], [OTHER_AVS, 1]),
      log(A.coordinator, 'OperatorRegistered(address,address)', [OTHER_AVS, OTHER_AVS]),
      log(CORE.DelegationManager, 'OperatorRegistered(address,bytes32)', [
        OTHER_AVS,
        idOf(OTHER_AVS),
      ]),
    ],
  )
  expect(ledger.row('quorumStake', inQuorumKey(KEY, idOf(OPERATOR)))?.stake).toBe(5n)
  expect(ledger.row('avsMiddleware', A.coordinator)?.ejector).toBeNull()
  expect(ledger.rows('quorumOperator')).toHaveLength(1)
  expect(ledger.rows('operator').filter((one) => one.address === OTHER_AVS)).toEqual([])
  expect(ledger.appended('contractEvent').filter(({ block }) => block === 2)).toHaveLength(4)
  expect(statuses(ledger)).toEqual([{ address: CORE.DelegationManager, status: 'UNKNOWN_TOPIC' }])
})

test('a multiplier of 0 is one: the strategy stays in the quorum, and counts nothing', async () => {
  const multiplier = 'StrategyMultiplierUpdated(uint8,address,uint256)'
  const added = log(A.stakeRegistry, 'StrategyAddedToQuorum(uint8,address)', [0], [STRATEGY])
  const removed = log(A.stakeRegistry, 'StrategyRemovedFromQuorum(uint8,address)', [0], [STRATEGY])
  const set = (to: bigint) => log(A.stakeRegistry, multiplier, [0], [STRATEGY, to])
  const key = inQuorumKey(KEY, STRATEGY)
  const before = [[...quorumMade(A, 0), added, set(10n ** 18n)], [set(0n)]]
  const ledger = await indexed([A], ...before)
  expect(ledger.row('quorum', KEY)?.strategyOrder).toEqual([STRATEGY])
  expect(ledger.row('quorumStrategy', key)?.multiplier).toBe(0n)
  // One that is removed has 0 logged, too, and is gone.
  const later = await indexed([A], ...before, [removed, set(0n)])
  expect(later.row('quorum', KEY)?.strategyOrder).toEqual([])
  expect(later.row('quorumStrategy', key)).toBeNull()
})

test('a coordinator that nobody names is of the AVS whose registrar it is, and stays so when the registrar is replaced', async () => {
  const ledger = await indexed(
    [A],
    quorumMade(A, 0),
    [registrarSet(AVS, A.coordinator)],
    [registrarSet(AVS, account('99'))],
  )
  expect(ledger.row('avs', AVS)?.registrar).toBe(account('99'))
  expect(ledger.row('avsMiddleware', A.coordinator)).toMatchObject({
    avs: AVS,
    avsFoundBy: 'REGISTRAR',
  })
  expect(ledger.row('quorum', KEY)).toMatchObject({ avs: AVS, operatorSet: `${AVS}/0` })
})

test('an AVS that names the coordinator of another as its registrar does not take its quorums', async () => {
  const ledger = await indexed([{ ...A, avs: AVS }], quorumMade(A, 0), [
    registrarSet(OTHER_AVS, A.coordinator),
  ])
  expect(ledger.row('avsMiddleware', A.coordinator)).toMatchObject({
    avs: AVS,
    avsFoundBy: 'LISTED',
  })
  // The coordinator itself may say that it is of another.
  const updated = log(A.coordinator, 'AVSUpdated(address,address)', [], [AVS, OTHER_AVS])
  const later = await indexed([{ ...A, avs: AVS }], quorumMade(A, 0), [updated])
  expect(later.row('avsMiddleware', A.coordinator)).toMatchObject({
    avs: OTHER_AVS,
    avsFoundBy: 'OWN_EVENT',
  })
  expect(later.row('quorum', KEY)?.operatorSet).toBe(`${OTHER_AVS}/0`)
})

test('contracts that are upgraded: events of the other release are unknown or malformed, counted, and change nothing', async () => {
  const before = [...quorumMade(A, 0), ...voted(A, OPERATOR, { stake: 5 })]
  const ledger = await indexed([{ ...A, avs: AVS }], before, [
    log(A.stakeRegistry, 'Upgraded(address)', [account('77')]),
    // A wider type has another topic; other indexed fields have the same one.
    log(A.stakeRegistry, 'OperatorStakeUpdate(bytes32,uint8,uint128)', [idOf(OPERATOR)], [0, 9]),
    log(A.stakeRegistry, 'OperatorStakeUpdate(bytes32,uint8,uint96)', [], [idOf(OPERATOR), 0, 9]),
    log(
      A.blsApkRegistry,
      'OperatorAddedToQuorums(address,bytes32,bytes)',
      [OPERATOR],
      [0, 64, ...bytes('0x01')],
    ),
    // Longer than the release knows it.
    log(A.coordinator, 'OperatorSetParamsUpdated(uint8,(uint32,uint16,uint16))', [0], [1, 2, 3, 4]),
  ])
  expect(statuses(ledger)).toEqual([
    { address: A.stakeRegistry, status: 'UNKNOWN_TOPIC' },
    { address: A.stakeRegistry, status: 'MALFORMED' },
    { address: A.blsApkRegistry, status: 'MALFORMED' },
    { address: A.coordinator, status: 'MALFORMED' },
  ])
  expect(ledger.row('quorumStake', inQuorumKey(KEY, idOf(OPERATOR)))?.stake).toBe(5n)
  expect(ledger.row('quorum', KEY)?.maxOperatorCount).toBe(200n)
  expect(ledger.appended('governanceChange')).toMatchObject([
    { kind: 'UPGRADE', contract: A.stakeRegistry, after: account('77') },
  ])
})
