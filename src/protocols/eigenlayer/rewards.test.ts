import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, test } from 'vitest'
import { FIXTURE, logsOf } from '../../../test/support/recordings'
import { events as rc } from '../../abi/RewardsCoordinator'
import type { FactOf } from '../../facts/facts'
import { decodeBlock } from '../decode-block'

const REWARDS_COORDINATOR = `0x${'ee'.repeat(20)}`

/** Facts of logs of the RewardsCoordinator. */
function read(logs: { topics: string[]; data: string }[]) {
  const source = logs.map((log, logIndex) => ({
    ...log,
    address: REWARDS_COORDINATOR,
    transactionHash: `0x${'01'.repeat(32)}`,
    transactionIndex: 0,
    logIndex,
  }))
  const kindOf = () => ({ kind: 'REWARDS_COORDINATOR', parent: null }) as const
  return decodeBlock({ number: 7, timestamp: 99 }, source, kindOf).facts.map(({ fact }) => fact)
}

const recorded = (event: { topic: string }) => read(logsOf(FIXTURE, event.topic))

type Word = string | number | bigint
const words = (...values: Word[]) =>
  values.map((value) => {
    return (typeof value === 'string' ? value.slice(2) : value.toString(16)).padStart(64, '0')
  })

/**
 * RewardsCoordinator: keccak256(abi.encode(avs or submitter, nonce, submission)), from the decoded fact. Encoded by
 * hand: the encoder of evm-codec reserves too few slots for arrays of structs.
 */
function submissionHash({ avs, submitter, nonce, terms }: FactOf<'rewardSubmitted'>): string {
  const { token, amount, startTime, duration, operators, description } = terms
  const pools = terms.pools.flatMap(({ pool, multiplier }) => [pool, multiplier])
  const encoded = words(avs ?? submitter!, nonce, 3 * 32)
  if (operators === null) {
    encoded.push(...words(5 * 32, token, amount, startTime, duration))
    encoded.push(...words(terms.pools.length, ...pools))
  } else {
    const operatorsAt = 6 + 1 + pools.length
    const descriptionAt = operatorsAt + 1 + 2 * operators.length
    const text = Buffer.from(description!)
    encoded.push(...words(6 * 32, token, operatorsAt * 32, startTime, duration, descriptionAt * 32))
    encoded.push(...words(terms.pools.length, ...pools))
    encoded.push(...words(operators.length))
    encoded.push(...operators.flatMap(({ operator, amount }) => words(operator, amount)))
    encoded.push(...words(text.length))
    encoded.push(text.toString('hex').padEnd(Math.ceil(text.length / 32) * 64, '0'))
  }
  return `0x${bytesToHex(keccak_256(hexToBytes(encoded.join(''))))}`
}

describe.each([
  ['AVS', rc.AVSRewardsSubmissionCreated],
  ['ALL_STAKERS', rc.RewardsSubmissionForAllCreated],
  ['PROGRAMMATIC', rc.RewardsSubmissionForAllEarnersCreated],
  ['OPERATOR_DIRECTED', rc.OperatorDirectedAVSRewardsSubmissionCreated],
  ['OPERATOR_DIRECTED_SET', rc.OperatorDirectedOperatorSetRewardsSubmissionCreated],
  ['UNIQUE_STAKE', rc.UniqueStakeRewardsSubmissionCreated],
  ['TOTAL_STAKE', rc.TotalStakeRewardsSubmissionCreated],
])('a recorded submission of kind %s', (rewardKind, event) => {
  const facts = recorded(event) as FactOf<'rewardSubmitted'>[]

  test('is decoded as that kind, with the AVS, set and submitter of its event', () => {
    expect(facts.length).toBeGreaterThan(0)
    const forAll = ['ALL_STAKERS', 'PROGRAMMATIC'].includes(rewardKind)
    const forSet = ['OPERATOR_DIRECTED_SET', 'UNIQUE_STAKE', 'TOTAL_STAKE'].includes(rewardKind)
    for (const fact of facts) {
      expect(fact).toMatchObject({ kind: 'rewardSubmitted', rewardKind })
      expect(fact.avs === null).toBe(forAll)
      expect(fact.setId !== null).toBe(forSet)
      expect(fact.submitter === null).toBe(rewardKind === 'AVS')
    }
  })

  test('hashes to the hash that the contract emitted', () => {
    expect(facts.map(submissionHash)).toEqual(facts.map(({ hash }) => hash))
  })

  test('pays the sum over its operators, if it names them', () => {
    const directed = rewardKind.startsWith('OPERATOR_DIRECTED')
    for (const { terms } of facts) {
      expect(terms.operators !== null).toBe(directed)
      expect(terms.description !== null).toBe(directed)
      if (!terms.operators) continue
      let sum = 0n
      for (const { amount } of terms.operators) sum += amount
      expect(terms.amount).toBe(sum)
    }
  })
})

const log = (event: { topic: string }, topics: Word[], data: Word[]) => ({
  topics: [event.topic, ...words(...topics).map((word) => `0x${word}`)],
  data: `0x${words(...data).join('')}`,
})

const OPERATOR = `0x${'ab'.repeat(20)}`
const AVS = `0x${'cd'.repeat(20)}`
const ROOT = `0x${'5a'.repeat(32)}`
const TIMES = { oldBips: 1000, newBips: 2500, activatedAt: 1_800_000_000 }

// Topics and data as Solidity's ABI encodes the event's parameters: indexed ones first, a word each.
describe('a log of the RewardsCoordinator', () => {
  test.each([
    [
      'a split for an AVS',
      log(rc.OperatorAVSSplitBipsSet, [OPERATOR, OPERATOR, AVS], [1_800_000_000, 1000, 2500]),
      { kind: 'rewardSplit', operator: OPERATOR, avs: AVS, setId: null, ...TIMES },
    ],
    [
      'a split of programmatic incentives',
      log(rc.OperatorPISplitBipsSet, [AVS, OPERATOR], [1_800_000_000, 1000, 2500]),
      { kind: 'rewardSplit', operator: OPERATOR, avs: null, setId: null, ...TIMES },
    ],
    [
      'a split for an operator set',
      log(rc.OperatorSetSplitBipsSet, [AVS, OPERATOR], [AVS, 3, 1_800_000_000, 1000, 2500]),
      { kind: 'rewardSplit', operator: OPERATOR, avs: AVS, setId: 3n, ...TIMES },
    ],
    [
      'a root',
      log(rc.DistributionRootSubmitted, [4, ROOT, 1_700_000_000], [1_700_604_800]),
      {
        kind: 'distributionRoot',
        rootIndex: 4n,
        root: ROOT,
        calculationEnd: 1_700_000_000,
        activatedAt: 1_700_604_800,
      },
    ],
    [
      'a disabled root',
      log(rc.DistributionRootDisabled, [4], []),
      { kind: 'distributionRootDisabled', rootIndex: 4n },
    ],
    [
      'a claim, whose first parameter is not indexed',
      log(rc.RewardsClaimed, [OPERATOR, AVS, `0x${'11'.repeat(20)}`], [ROOT, AVS, 77]),
      {
        kind: 'rewardClaimed',
        root: ROOT,
        earner: OPERATOR,
        claimer: AVS,
        recipient: `0x${'11'.repeat(20)}`,
        token: AVS,
        amount: 77n,
      },
    ],
    [
      'an activation delay',
      log(rc.ActivationDelaySet, [], [604_800, 86_400]),
      { kind: 'rewardsActivationDelay', delay: 86_400n },
    ],
    [
      'a default split',
      log(rc.DefaultOperatorSplitBipsSet, [], [1000, 900]),
      { kind: 'defaultSplit', bips: 900 },
    ],
    [
      'a default split of the old name',
      log(rc.GlobalCommissionBipsSet, [], [0, 1000]),
      { kind: 'defaultSplit', bips: 1000 },
    ],
  ])('with %s is decoded to its fact', (_, source, fact) => {
    expect(read([source])).toContainEqual(fact)
  })
})
