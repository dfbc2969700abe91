import { plain } from '../data/measure'
import type { Case } from './changes.cases'
import { exitsSentences, scheduleSentence } from './exits'
import { governanceSentences } from './governance'
import { rewardsSentences } from './rewards'
import { stakerSentences, stakersSentences } from './staker'

const ETH = plain('ETH')

const A = { id: `0x${'a'.repeat(40)}`, name: null }
const B = { id: `0x${'b'.repeat(40)}`, name: 'Bee' }
const COMPLETE = { nullReason: null, coverage: { isComplete: true } }
const PARTLY = { coverage: { isComplete: false } }
const CLOCK = { block: 100, time: 1_700_000_000, pace: 12 }

const STEPS = [{ pool: A, completableFromBlock: 120, slashableUntilBlock: 119, withdrawals: 2 }]

/** Sentences of the pages of stakers, exits, rewards and rules. */
export const EXIT_CASES: readonly Case[] = [
  {
    of: 'stakersSentences',
    says: (data) => stakersSentences(data),
    data: {
      concentration: {
        universe: { n: 40 },
        third: { count: 4, nullReason: null },
        shares: [{ share: '0.25' }],
      },
    },
    changes: {
      stakers: { concentration: { universe: { n: 41 } } },
      'the largest': { concentration: { shares: { 0: { share: '0.26' } } } },
      'few of them': { concentration: { third: { count: 3 } } },
      'an unknown number': { concentration: { third: { count: null, nullReason: 'UNPRICED' } } },
      'no stakers': { concentration: { shares: [], universe: { n: 0 } } },
    },
  },
  {
    of: 'stakerSentences',
    says: (data) => stakerSentences(data, ETH),
    data: {
      lookThrough: {
        operator: A,
        operators: [{ member: A }],
        stake: '13.7',
        maximalLoss: '1.5',
        maximalLossShare: '0.1',
        positions: [{ pool: A }],
        avss: [{ member: B }],
        worstSlashing: { operator: B, loss: '1.2' },
        meta: COMPLETE,
      },
      withdrawalQueue: { withdrawals: 1 },
      vaultWithdrawals: [],
    },
    changes: {
      stake: { lookThrough: { stake: '14' } },
      'no price': { lookThrough: { stake: null } },
      'part of it without a price': { lookThrough: { meta: PARTLY } },
      pools: { lookThrough: { positions: [{ pool: A }, { pool: B }] } },
      'its operator': { lookThrough: { operator: B } },
      'no operator': { lookThrough: { operator: null, operators: [] } },
      services: { lookThrough: { avss: [] } },
      'the worst case': { lookThrough: { maximalLoss: '2' } },
      'its part': { lookThrough: { maximalLossShare: '0.2' } },
      'nothing to lose': { lookThrough: { maximalLoss: '0' } },
      'an unknown worst case': { lookThrough: { maximalLoss: null } },
      'the worst slashing': { lookThrough: { worstSlashing: { loss: '1.3' } } },
      withdrawals: { withdrawalQueue: { withdrawals: 2 } },
      'withdrawals from vaults': { vaultWithdrawals: [{ id: '1' }] },
    },
  },
  {
    of: 'exitsSentences',
    says: (data) => exitsSentences(data, CLOCK),
    data: {
      _meta: { block: { timestamp: 1_700_000_000 } },
      withdrawalQueue: {
        withdrawals: 3,
        withdrawalDelay: 64,
        schedule: STEPS,
        pools: [{ slashableShares: '5' }],
      },
      captiveStake: { blocksToLeave: 65, operatorCount: 4, immediateCount: 1 },
      vaultEpochTotals: [
        { epoch: '2', vault: { epochStart: '1700000000', epochDuration: '3600' } },
        { epoch: '0', vault: { epochStart: '1600000000', epochDuration: '3600' } },
      ],
    },
    changes: {
      withdrawals: { withdrawalQueue: { withdrawals: 4 } },
      'an empty queue': { withdrawalQueue: { withdrawals: 0, schedule: [] } },
      'what can be slashed': { withdrawalQueue: { pools: { 0: { slashableShares: '0' } } } },
      delay: { withdrawalQueue: { withdrawalDelay: 65 } },
      'an unknown delay': { withdrawalQueue: { withdrawalDelay: null } },
      'the next one': { withdrawalQueue: { schedule: { 0: { completableFromBlock: 121 } } } },
      'operators that bind': { captiveStake: { operatorCount: 5 } },
      'at once': { captiveStake: { immediateCount: 2 } },
      'none that bind': { captiveStake: { operatorCount: 0 } },
      'an unknown way out': { captiveStake: { blocksToLeave: null } },
      'epochs that end': { vaultEpochTotals: { 0: { epoch: '-1' } } },
      'no vaults': { vaultEpochTotals: [] },
    },
  },
  {
    of: 'scheduleSentence',
    says: ({ steps }) => [scheduleSentence(steps, CLOCK)],
    data: { steps: STEPS },
    changes: {
      withdrawals: { steps: { 0: { withdrawals: 3 } } },
      'the last one': { steps: { 0: { completableFromBlock: 130 } } },
      nothing: { steps: [] },
    },
  },
  {
    of: 'rewardsSentences',
    says: (data) => rewardsSentences(data, ETH),
    data: {
      yieldSources: {
        from: 1_700_000_000,
        to: 1_702_592_000,
        value: '12',
        emissionShare: { value: '0.6', atLeast: '0.6', atMost: '0.6', nullReason: null },
        feeLikeShare: {
          value: null,
          atLeast: '0.1',
          atMost: '0.4',
          nullReason: 'ASSUMPTION_MISSING',
        },
        effectivePayers: '2.5',
        tokens: [{ token: A }],
        apr: { value: '0.03', nullReason: null },
        runway: { perDay: '0.4', days: '10', until: 1_703_000_000, nullReason: null },
        meta: COMPLETE,
      },
    },
    changes: {
      window: { yieldSources: { from: 1_701_000_000 } },
      value: { yieldSources: { value: '13' } },
      'no price': { yieldSources: { value: null } },
      'part of it without a price': { yieldSources: { meta: PARTLY } },
      emission: { yieldSources: { emissionShare: { value: '0.7' } } },
      'bounds of fees': { yieldSources: { feeLikeShare: { atMost: '0.5' } } },
      payers: { yieldSources: { effectivePayers: '3' } },
      rate: { yieldSources: { apr: { value: '0.04' } } },
      'an unknown rate': { yieldSources: { apr: { value: null, nullReason: 'UNPRICED' } } },
      runway: { yieldSources: { runway: { days: '11' } } },
      'the last reward': { yieldSources: { runway: { until: 1_704_000_000 } } },
      'nothing announced': { yieldSources: { runway: { until: null } } },
      'nothing earned': { yieldSources: { tokens: [] } },
      'an unknown time': { yieldSources: { from: null } },
    },
  },
  {
    of: 'governanceSentences',
    says: (data) => governanceSentences(data, ETH),
    data: {
      governance: {
        exit: { blocksToExit: 65, notice: 50, exitGap: 15 },
        slasherChangeCount: 1,
        stakeUnderChange: '271',
        sharedControllers: { count: 2 },
        changes: { fromBlock: 10, toBlock: 100, count: 58 },
        vetoCoverage: { share: '0.69' },
      },
      controllers: { controllers: [{ controller: A, share: '0.55' }] },
    },
    changes: {
      'the way out': { governance: { exit: { blocksToExit: 66 } } },
      'an unknown way out': { governance: { exit: { blocksToExit: null } } },
      notice: { governance: { exit: { notice: 51 } } },
      'no notice': { governance: { exit: { notice: null, exitGap: null } } },
      'no gap': { governance: { exit: { exitGap: -3 } } },
      'announced changes': { governance: { slasherChangeCount: 2 } },
      'no announced change': { governance: { slasherChangeCount: 0 } },
      'stake under change': { governance: { stakeUnderChange: '272' } },
      'shared slashers': { governance: { sharedControllers: { count: 3 } } },
      'no shared slasher': { governance: { sharedControllers: { count: 0 } } },
      changes: { governance: { changes: { count: 59 } } },
      veto: { governance: { vetoCoverage: { share: '0.7' } } },
      'the strongest key': { controllers: { controllers: { 0: { share: '0.56' } } } },
      'no key': { controllers: { controllers: [] } },
    },
  },
]
