import { baseSentences } from './base'
import { bothSentences } from './both'
import type { Case } from './changes.cases'
import { exitsSentences, scheduleSentence } from './exits'
import { governanceSentences } from './governance'
import { layersSentences } from './layers'
import { loadSentences } from './load'
import { lossesSentences } from './losses'
import { flowSentence, overlapSentences } from './overlap'
import { resilienceSentences } from './resilience'
import { rewardsSentences } from './rewards'
import { stakerSentences, stakersSentences } from './staker'

const A = { id: `0x${'a'.repeat(40)}`, name: null }
const B = { id: `0x${'b'.repeat(40)}`, name: 'Bee' }
const COMPLETE = { nullReason: null, coverage: { isComplete: true } }
const PARTLY = { coverage: { isComplete: false } }
const CLOCK = { block: 100, time: 1_700_000_000, pace: 12 }

const STEPS = [{ pool: A, completableFromBlock: 120, slashableUntilBlock: 119, withdrawals: 2 }]

/** Sentences of the pages of risks. */
export const RISK_CASES: readonly Case[] = [
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
    says: (data) => stakerSentences(data, 'ETH'),
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
    of: 'overlapSentences',
    says: (data) => overlapSentences(data, { one: 'service', many: 'services' }),
    data: {
      overlap: {
        items: [A, B],
        pairs: [{ a: A, b: B, value: '1' }],
        pairCount: 1,
      },
      exposure: { directed: [{ from: A, to: B, share: '0.4' }] },
    },
    changes: {
      likeness: { overlap: { pairs: { 0: { value: '0.5' } } } },
      'nothing in common': { overlap: { pairs: { 0: { value: '0' } } } },
      items: { overlap: { items: [A, B, { id: 'c', name: null }], pairCount: 3 } },
      'too few': { overlap: { items: [A] } },
      'what falls': { exposure: { directed: { 0: { share: '0.5' } } } },
      'with what': { exposure: { directed: { 0: { to: A, from: B } } } },
    },
  },
  {
    of: 'flowSentence',
    says: ({ columns, missing }) => [flowSentence(columns, 'ETH', missing)],
    data: {
      columns: [
        { member: A, total: '10', operators: [] },
        { member: B, total: '7', operators: [] },
      ],
      missing: 0,
    },
    changes: {
      total: { columns: { 0: { total: '11' } } },
      'another largest': { columns: { 1: { total: '12' } } },
      'no stake': { columns: [] },
      'missing prices': { missing: 2 },
    },
  },
  {
    of: 'layersSentences',
    says: (data) => layersSentences(data),
    data: {
      exposure: {
        tokenLayers: {
          wrapDepth: 1,
          isComplete: false,
          cycles: [[A]],
          layers: [
            { token: A, path: [B, A], total: '0.5' },
            { token: A, path: [A, A], total: null },
          ],
        },
      },
    },
    changes: {
      depth: { exposure: { tokenLayers: { wrapDepth: 2 } } },
      loss: { exposure: { tokenLayers: { layers: { 0: { total: '0.6' } } } } },
      'a loss that becomes known': {
        exposure: { tokenLayers: { layers: { 1: { total: '0.4' } } } },
      },
      'no known loss': { exposure: { tokenLayers: { layers: { 0: { total: null } } } } },
      'another token': { exposure: { tokenLayers: { layers: { 1: { token: B } } } } },
      'more cycles': { exposure: { tokenLayers: { cycles: [[A], [B]] } } },
      'all paths': { exposure: { tokenLayers: { isComplete: true } } },
      'no layers': { exposure: { tokenLayers: { layers: [] } } },
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
    says: (data) => rewardsSentences(data, 'ETH'),
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
    says: (data) => governanceSentences(data, 'ETH'),
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
  {
    of: 'resilienceSentences',
    says: (data) => resilienceSentences(data, 'ETH'),
    data: {
      robustness: {
        verdict: 'CERTIFIED',
        gamma: '0.5',
        attack: null,
        freeAttacks: [],
        perAvs: [
          { avs: A, costOfCorruption: { lower: '10', isExact: true, operators: [A] } },
          { avs: B, costOfCorruption: { lower: '20', isExact: true, operators: [A] } },
        ],
        meta: COMPLETE,
      },
      worstOperators: {
        operators: [A, B],
        avss: [A],
        value: '30',
        share: '0.3',
        isOptimal: true,
        loss: { operators: [A], value: '25' },
      },
    },
    changes: {
      'the lowest cost': { robustness: { perAvs: { 0: { costOfCorruption: { lower: '11' } } } } },
      'another cheapest': { robustness: { perAvs: { 1: { costOfCorruption: { lower: '9' } } } } },
      'a bound only': { robustness: { perAvs: { 0: { costOfCorruption: { isExact: false } } } } },
      'no cost': { robustness: { perAvs: [] } },
      slack: { robustness: { gamma: '-0.25' } },
      'no assumption': { robustness: { verdict: null } },
      'no definition': { robustness: { verdict: null, meta: { nullReason: 'NOT_DEFINED' } } },
      'no verdict': { robustness: { verdict: 'UNDECIDED' } },
      'an attack': {
        robustness: { verdict: 'ATTACK', attack: { operators: [A], cost: '5', gain: '6' } },
      },
      'free attacks': { robustness: { freeAttacks: [A] } },
      control: { worstOperators: { value: '31' } },
      'its part': { worstOperators: { share: '0.31' } },
      'a worse group': { worstOperators: { isOptimal: false } },
      loss: { worstOperators: { loss: { value: '26' } } },
    },
  },
  {
    of: 'lossesSentences',
    says: (data) => lossesSentences(data, 'ETH', '0.99'),
    data: {
      lossDistribution: {
        expectedLoss: '138',
        maximalLoss: '13772',
        anyLoss: '0.19',
        meta: COMPLETE,
        tails: [
          { level: '0.99', valueAtRisk: '3006', expectedShortfall: '8942', nullReason: null },
        ],
      },
      correlation: { pairs: [{ a: A, b: B, value: '0.9', bothHit: '0.07' }] },
      coSlashings: { slashings: 130, pairs: [{ both: 2 }, { both: 0 }] },
    },
    changes: {
      mean: { lossDistribution: { expectedLoss: '139' } },
      'an unknown mean': { lossDistribution: { expectedLoss: null } },
      most: { lossDistribution: { maximalLoss: '13773' } },
      nothing: { lossDistribution: { maximalLoss: null, meta: { nullReason: 'NOT_ADDITIVE' } } },
      'part of it without a price': { lossDistribution: { meta: PARTLY } },
      'any loss': { lossDistribution: { anyLoss: '0.2' } },
      'value at risk': { lossDistribution: { tails: { 0: { valueAtRisk: '3007' } } } },
      shortfall: { lossDistribution: { tails: { 0: { expectedShortfall: '8943' } } } },
      'too few draws': {
        lossDistribution: { tails: { 0: { valueAtRisk: null, nullReason: 'TOO_FEW_DRAWS' } } },
      },
      correlation: { correlation: { pairs: { 0: { value: '0.8' } } } },
      'both are hit': { correlation: { pairs: { 0: { bothHit: '0.08' } } } },
      slashings: { coSlashings: { slashings: 131 } },
      'the same day': { coSlashings: { pairs: [{ both: 2 }, { both: 1 }] } },
      'no same day': { coSlashings: { pairs: [] } },
    },
  },
  {
    of: 'loadSentences',
    says: ({ since, ...data }) => loadSentences(data, since),
    data: {
      since: 10,
      overload: {
        operatorCount: 5,
        distribution: [
          { avsCount: 0, operatorCount: 1 },
          { avsCount: 2, operatorCount: 3 },
          { avsCount: 4, operatorCount: 1 },
        ],
        operators: [
          { operator: A, avsCount: 4, slashingConditions: 6, growth: { avsCount: 1 } },
          { operator: B, avsCount: 2, slashingConditions: 3, growth: { avsCount: -1 } },
        ],
      },
    },
    changes: {
      operators: { overload: { operatorCount: 6 } },
      'the middle': { overload: { distribution: { 1: { avsCount: 3 } } } },
      'the most': { overload: { distribution: { 2: { avsCount: 5 } } } },
      nobody: { overload: { distribution: [] } },
      'ways to be slashed': { overload: { operators: { 0: { slashingConditions: 7 } } } },
      'another with most ways': { overload: { operators: { 1: { slashingConditions: 8 } } } },
      growth: { overload: { operators: { 1: { growth: { avsCount: 2 } } } } },
      'another past': { since: 11 },
    },
  },
  {
    of: 'baseSentences',
    says: (data) => baseSentences(data, 'ETH'),
    data: {
      baseLayer: {
        native: { restaked: '100', delegated: '80', share: '0.1', toThird: '0.23' },
        all: {
          stake: '500',
          classes: [{ name: 'LST', share: '0.6', atLeast: '0.6', atMost: '0.6' }],
        },
        beaconChain: { stakers: 2, lost: '3' },
        depeg: { first: { avs: A, depeg: '0.2' }, avss: [], nullReason: null },
      },
    },
    changes: {
      restaked: { baseLayer: { native: { restaked: '101' } } },
      delegated: { baseLayer: { native: { delegated: '81' } } },
      'its part': { baseLayer: { native: { share: '0.2' } } },
      'no part': { baseLayer: { native: { share: null } } },
      'a third passed': { baseLayer: { native: { toThird: '-0.1' } } },
      stake: { baseLayer: { all: { stake: '501' } } },
      'no stake': { baseLayer: { all: null } },
      class: { baseLayer: { all: { classes: { 0: { share: '0.7' } } } } },
      'bounds of a class': {
        baseLayer: { all: { classes: { 0: { share: null, atLeast: '0.5', atMost: '0.7' } } } },
      },
      'no classes': { baseLayer: { all: { classes: [] } } },
      'who lost': { baseLayer: { beaconChain: { stakers: 3 } } },
      'nobody lost': { baseLayer: { beaconChain: { stakers: 0 } } },
      lost: { baseLayer: { beaconChain: { lost: '4' } } },
      fall: { baseLayer: { depeg: { first: { depeg: '0.3' } } } },
      'no fall': { baseLayer: { depeg: { first: null, avss: [{ outcome: 'NEVER' }] } } },
      'under it': { baseLayer: { depeg: { first: null, avss: [{ outcome: 'ALREADY_UNDER' }] } } },
      'an unknown fall': {
        baseLayer: { depeg: { first: null, avss: [], nullReason: 'UNCLASSIFIED' } },
      },
    },
  },
  {
    of: 'bothSentences',
    says: (data) => bothSentences(data, 'ETH'),
    data: {
      securityMarket: {
        protocols: [
          {
            protocol: 'EIGENLAYER',
            operators: 22,
            services: 10,
            stakes: [{}],
            worth: {
              stake: '21082',
              slashable: '14625',
              leverage: '1.2',
              rewardsPerSlashable: '0.02',
              coverage: { isComplete: true },
            },
          },
        ],
        operatorsInBoth: [A],
        servicesInBoth: [],
        assetsInBoth: [A, B],
        stakersInBoth: 46,
      },
    },
    changes: {
      operators: { securityMarket: { protocols: { 0: { operators: 23 } } } },
      services: { securityMarket: { protocols: { 0: { services: 11 } } } },
      pools: { securityMarket: { protocols: { 0: { stakes: [] } } } },
      stake: { securityMarket: { protocols: { 0: { worth: { stake: '21083' } } } } },
      'no price': { securityMarket: { protocols: { 0: { worth: null } } } },
      slashable: { securityMarket: { protocols: { 0: { worth: { slashable: '14626' } } } } },
      promises: { securityMarket: { protocols: { 0: { worth: { leverage: '1.3' } } } } },
      'part of it without a price': { securityMarket: { protocols: { 0: { worth: PARTLY } } } },
      'price of security': {
        securityMarket: { protocols: { 0: { worth: { rewardsPerSlashable: '0.03' } } } },
      },
      'operators in both': { securityMarket: { operatorsInBoth: [A, B] } },
      'services in both': { securityMarket: { servicesInBoth: [A] } },
      'tokens in both': { securityMarket: { assetsInBoth: [A] } },
      'stakers in both': { securityMarket: { stakersInBoth: 47 } },
    },
  },
]
