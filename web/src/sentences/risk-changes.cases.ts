import { plain } from '../data/measure'
import { baseSentences } from './base'
import { bothSentences } from './both'
import type { Case } from './changes.cases'
import { layersSentences } from './layers'
import { loadSentences } from './load'
import { lossesSentences } from './losses'
import { flowSentence, overlapSentences } from './overlap'
import { resilienceSentences } from './resilience'
import { scenariosSentences, simulationSentences } from './simulation'

const ETH = plain('ETH')

const A = { id: `0x${'a'.repeat(40)}`, name: null }
const B = { id: `0x${'b'.repeat(40)}`, name: 'Bee' }
const COMPLETE = { nullReason: null, coverage: { isComplete: true } }
const PARTLY = { coverage: { isComplete: false } }

/** Sentences of the pages of risks. */
export const RISK_CASES: readonly Case[] = [
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
    says: ({ columns, missing }) => [flowSentence(columns, ETH, missing)],
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
    of: 'resilienceSentences',
    says: (data) => resilienceSentences(data, ETH),
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
    says: (data) => lossesSentences(data, ETH, '0.99'),
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
    says: (data) => baseSentences(data, ETH),
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
    says: (data) => bothSentences(data, ETH),
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
  {
    of: 'simulationSentences',
    says: (data) => simulationSentences(data, ETH),
    data: {
      capitalLossValue: '5',
      position: { value: '2', pools: [A] },
      rounds: [{ round: 0 }],
      avss: [{ avs: A, before: '10', after: '9', hasFailed: false }],
      operators: [{ operator: A }],
      meta: { coverage: { isComplete: true } },
    },
    changes: {
      'the loss': { capitalLossValue: '6' },
      'the loss of the address': { position: { value: '3' } },
      'a loss of the address without a price': { position: { value: null } },
      'an address that loses nothing': { position: { value: '0', pools: [] } },
      'no address': { position: null },
      'a loss without a price': { capitalLossValue: null },
      coverage: { meta: { coverage: { isComplete: false } } },
      rounds: { rounds: [{ round: 0 }, { round: 1 }] },
      'a service that fails': { avss: { 0: { hasFailed: true } } },
      'an unknown service': { avss: { 0: { hasFailed: null } } },
      'what a service keeps': { avss: { 0: { after: '5' } } },
      'stake without a price': { avss: { 0: { after: null } } },
      'all in a vault': { operators: [{ operator: A }, { operator: null }] },
      operators: { operators: [{ operator: A }, { operator: B }] },
    },
  },
  {
    of: 'scenariosSentences',
    says: ({ first, second }) => scenariosSentences(first, second, ETH),
    data: {
      first: { capitalLossValue: '5', avss: [{ hasFailed: false }], meta: { coverage: null } },
      second: { capitalLossValue: '3.5', avss: [{ hasFailed: true }], meta: { coverage: null } },
    },
    changes: {
      'the loss of the first': { first: { capitalLossValue: '6' } },
      'the loss of the second': { second: { capitalLossValue: '3' } },
      'losses of which a part has no price': {
        second: { meta: { coverage: { isComplete: false } } },
      },
      'equal losses': { second: { capitalLossValue: '5' } },
      'a loss without a price': { first: { capitalLossValue: null } },
      'what fails in the first': { first: { avss: [{ hasFailed: true }] } },
      'what fails in the second': { second: { avss: [{ hasFailed: null }] } },
    },
  },
]
