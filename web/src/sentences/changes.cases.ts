import { plain } from '../data/measure'
import { concentrationSentences, groupedSentence, lorenzSentence } from './concentration'
import { operatorSentences } from './operator'
import { dangerSentence, largestSentence, operatorsSentence } from './operators'
import { overviewSentences } from './overview'
import { poolSentences } from './pools'
import { qualitySentences } from './quality'
import { seriesSentence } from './series'
import { serviceSentences } from './service'
import { servicesSentence } from './services'
import { slashingSentences, touchedSentence } from './slashings'

const ETH = plain('ETH')

/** Sentences, what they are made of, and what of it can change. */
export interface Case {
  /** Name of the function. */
  readonly of: string
  // biome-ignore lint/suspicious/noExplicitAny: only what the sentences read is there
  says(data: any): string[]
  readonly data: object
  /** By what changes: parts of the data to replace. */
  readonly changes: Readonly<Record<string, object>>
}

const OPERATORS = { one: 'operator', many: 'operators' }
const A = `0x${'a'.repeat(40)}`
const B = `0x${'b'.repeat(40)}`

const none = { total: 0, items: [] }
const FIGURES = {
  operators: 32,
  avss: 14,
  stake: '2000',
  ofSlashable: { hhi: '0.2', nakamoto: 2, topShare: '0.25' },
  slashable: '1000',
  slashableLeverage: '0.5',
  phantomShare: '0.9',
  block: { number: 3000, timestampAtLeast: 2_592_000 },
  coverage: { isComplete: true },
}
const BEFORE = { ...FIGURES, block: { number: 100, timestampAtLeast: 0 } }

export const CASES: readonly Case[] = [
  {
    of: 'overviewSentences',
    says: (data) => overviewSentences(data, ETH),
    data: {
      now: FIGURES,
      before: BEFORE,
      changes: {
        came: { operators: none, avss: none },
        left: { operators: none, avss: none },
        slashings: none,
        moved: none,
      },
    },
    changes: {
      operators: { now: { operators: 33 } },
      HHI: { now: { ofSlashable: { hhi: '0.21' } } },
      'the HHI before': { before: { ofSlashable: { hhi: '0.19' } } },
      'operators to a third': { now: { ofSlashable: { nakamoto: 3 } } },
      'the largest share': { now: { ofSlashable: { topShare: '0.3' } } },
      stake: { now: { stake: '2100' } },
      'unknown stake': { now: { stake: null } },
      'stake before': { before: { stake: '1000' } },
      'slashable stake': { now: { slashable: '1100' } },
      leverage: { now: { slashableLeverage: '0.6' } },
      'phantom share': { now: { phantomShare: '0.8' } },
      coverage: { now: { coverage: { isComplete: false } } },
      'the earlier block': { before: { block: { number: 200 } } },
      'operators that came': { changes: { came: { operators: { total: 1 } } } },
      'operators that left': { changes: { left: { operators: { total: 1 } } } },
      'services that came': { changes: { came: { avss: { total: 1 } } } },
      'services that left': { changes: { left: { avss: { total: 1 } } } },
      slashings: { changes: { slashings: { total: 1 } } },
    },
  },
  {
    of: 'concentrationSentences',
    says: (data) => concentrationSentences(data, OPERATORS),
    data: {
      concentration: {
        hhi: '0.25',
        effectiveNumber: '4',
        third: { count: 2 },
        universe: { n: 10 },
      },
    },
    changes: {
      'the count to a third': { concentration: { third: { count: 3 } } },
      'one alone': { concentration: { third: { count: 1 } } },
      'an unknown count': { concentration: { third: { count: null } } },
      members: { concentration: { universe: { n: 11 } } },
      HHI: { concentration: { hhi: '0.26' } },
      'the effective number': { concentration: { effectiveNumber: '3.9' } },
      'an unknown HHI': { concentration: { hhi: null } },
    },
  },
  {
    of: 'touchedSentence',
    says: ({ rows, by }) => [touchedSentence(rows, by)],
    data: {
      rows: [{ operatorSet: { avs: { id: A } } }, { operatorSet: { avs: { id: B } } }],
      by: A,
    },
    changes: {
      'who slashed': { by: 'c' },
      'nobody else': { rows: [{ operatorSet: { avs: { id: A } } }] },
    },
  },
  {
    of: 'groupedSentence',
    says: ({ alone, grouped }) => [groupedSentence(alone, grouped)],
    data: {
      alone: { hhi: '0.2', third: { count: 2 }, universe: { n: 10 } },
      grouped: { hhi: '0.3', third: { count: 1 }, universe: { n: 7 } },
    },
    changes: {
      'HHI of operators': { alone: { hhi: '0.21' } },
      'HHI of companies': { grouped: { hhi: '0.31' } },
      'operators to a third': { alone: { third: { count: 3 } } },
      'companies to a third': { grouped: { third: { count: null } } },
      'how many companies there are': { grouped: { universe: { n: 1 } } },
      'as many companies': { grouped: { universe: { n: 10 } } },
      'an unknown HHI': { alone: { hhi: null } },
    },
  },
  {
    of: 'lorenzSentence',
    says: ({ points }) => [lorenzSentence(points, OPERATORS)],
    data: { points: [{ population: '0.5', share: '0.1' }] },
    changes: {
      'the share of the smaller half': { points: [{ population: '0.5', share: '0.2' }] },
      'how many are the smaller half': { points: [{ population: '0.4', share: '0.1' }] },
      'an unknown share': { points: [{ population: '0.5', share: null }] },
    },
  },
  {
    of: 'operatorSentences',
    says: (data) => operatorSentences(data, ETH),
    data: {
      operatorRanking: {
        operators: [
          {
            stake: '100',
            slashable: '50',
            slashableLeverage: '0.5',
            share: '0.1',
            avss: 3,
            decisive: 1,
          },
        ],
      },
      operatorById: { slashings: [{ status: 'EXECUTED', block: 7 }] },
    },
    changes: {
      stake: { operatorRanking: { operators: { 0: { stake: '101' } } } },
      'its share': { operatorRanking: { operators: { 0: { share: '0.2' } } } },
      services: { operatorRanking: { operators: { 0: { avss: 4 } } } },
      'slashable stake': { operatorRanking: { operators: { 0: { slashable: '51' } } } },
      'what is promised twice': {
        operatorRanking: { operators: { 0: { slashableLeverage: '1.2' } } },
      },
      'decisive for none': { operatorRanking: { operators: { 0: { decisive: 0 } } } },
      'no price': { operatorRanking: { operators: { 0: { stake: null, share: null } } } },
      'no figures': { operatorRanking: { operators: [] } },
      'a later slashing': { operatorById: { slashings: [{ status: 'EXECUTED', block: 9 }] } },
      'no slashing': { operatorById: { slashings: [] } },
      'a request that was vetoed': {
        operatorById: { slashings: [{ status: 'VETOED', block: 7 }] },
      },
    },
  },
  {
    of: 'operatorsSentence',
    says: ({ count, rows }) => [operatorsSentence(count, rows)],
    data: { count: 4, rows: [{ decisive: 1 }, { decisive: 0 }] },
    changes: {
      'the count': { count: 5 },
      'who decides': { rows: [{ decisive: 1 }, { decisive: 2 }] },
      'nobody who decides': { rows: [{ decisive: 0 }, { decisive: 0 }] },
      'unknown ones': { rows: [{ decisive: 1 }, { decisive: null }] },
      'only unknown ones': { rows: [{ decisive: null }] },
    },
  },
  {
    of: 'dangerSentence',
    says: ({ rows }) => [dangerSentence(rows, ETH)],
    data: {
      rows: [
        { operator: { id: A }, capitalAtRisk: '7', decisive: 1 },
        { operator: { id: B }, capitalAtRisk: '6', decisive: 2 },
      ],
    },
    changes: {
      'the most at risk': { rows: { 0: { capitalAtRisk: '8' } } },
      'who has the most at risk': { rows: { 1: { capitalAtRisk: '9' } } },
      'who decides': { rows: { 0: { decisive: 3 } } },
      'how many it decides': { rows: { 1: { decisive: 3 } } },
      'nobody who decides': { rows: [{ operator: { id: A }, capitalAtRisk: '7', decisive: 0 }] },
      'an unknown risk': { rows: [{ operator: { id: A }, capitalAtRisk: null, decisive: null }] },
    },
  },
  {
    of: 'largestSentence',
    says: ({ largest }) => [largestSentence(largest, ETH)],
    data: { largest: { operator: { id: A }, stake: '7', share: '0.4' } },
    changes: {
      'the stake': { largest: { operator: { id: A }, stake: '8', share: '0.4' } },
      'the share': { largest: { operator: { id: A }, stake: '7', share: '0.5' } },
      'no share': { largest: { operator: { id: A }, stake: '7', share: null } },
      'who is first': { largest: { operator: { id: B }, stake: '7', share: '0.4' } },
      'nobody with stake': { largest: null },
    },
  },
  {
    of: 'poolSentences',
    says: (data) => poolSentences(data),
    data: {
      securityMarket: {
        protocols: [
          {
            protocol: 'EIGENLAYER',
            operators: 3,
            services: 2,
            stakes: [{ leverage: '0.5' }, { leverage: '2' }],
          },
        ],
        operatorsInBoth: [{ id: A }],
        servicesInBoth: [],
      },
    },
    changes: {
      'a pool that promises more': {
        securityMarket: { protocols: { 0: { stakes: { 0: { leverage: '1.5' } } } } },
      },
      'no pool that promises more': {
        securityMarket: { protocols: { 0: { stakes: { 1: { leverage: null } } } } },
      },
      operators: { securityMarket: { protocols: { 0: { operators: 4 } } } },
      services: { securityMarket: { protocols: { 0: { services: 3 } } } },
      'operators in both': { securityMarket: { operatorsInBoth: [{ id: A }, { id: B }] } },
      'services in both': { securityMarket: { servicesInBoth: [{ id: B }] } },
    },
  },
  {
    of: 'qualitySentences',
    says: (data) => qualitySentences(data),
    data: {
      _meta: { hasIndexingErrors: false, lag: 0, age: 1, provenTo: 90 },
      undecodedCount: { totalCount: 0 },
      eventCount: { totalCount: 10 },
      replacedBlocks: [{ block: 80, replacedAt: 1_700_000_000, isIndexedAgain: false }],
      audits: [
        {
          ...{ block: 85, endedAt: 1_700_000_000, isOfIndex: true },
          ...{ compared: '500', different: '0', failed: [] },
        },
      ],
    },
    changes: {
      'no audit': { audits: [] },
      'the block of the last audit': { audits: { 0: { block: 86 } } },
      'when it was made': { audits: { 0: { endedAt: 1_700_100_000 } } },
      'how many values it compared': { audits: { 0: { compared: '501' } } },
      'values that differ': { audits: { 0: { different: '2', failed: ['operator shares'] } } },
      'a check that compared nothing': { audits: { 0: { failed: ['operator shares'] } } },
      'an audit of a block of which it is not known': { audits: { 0: { isOfIndex: null } } },
      'an audit of a block that was replaced': { audits: { 0: { isOfIndex: false } } },
      'the last block that was replaced': { replacedBlocks: { 0: { block: 81 } } },
      'when it was': { replacedBlocks: { 0: { replacedAt: 1_700_100_000 } } },
      'none that was': { replacedBlocks: [] },
      'one that is indexed again': { replacedBlocks: { 0: { isIndexedAgain: true } } },
      lag: { _meta: { lag: 40 } },
      age: { _meta: { age: 400 } },
      'an error': { _meta: { hasIndexingErrors: true } },
      proof: { _meta: { provenTo: 91 } },
      'no proof': { _meta: { provenTo: null } },
      events: { eventCount: { totalCount: 11 } },
      'events that are not decoded': { undecodedCount: { totalCount: 2 } },
    },
  },
  {
    of: 'seriesSentence',
    says: ({ rows, unit }) => [seriesSentence('Stake', rows, plain(unit))],
    data: {
      unit: 'ETH',
      rows: [
        { block: 1, value: '10' },
        { block: 2, value: '30' },
        { block: 3, value: '20' },
      ],
    },
    changes: {
      'the first value': { rows: { 0: { value: '11' } } },
      'the last value': { rows: { 2: { value: '21' } } },
      'the peak': { rows: { 1: { value: '40' } } },
      'the block': { rows: { 2: { block: 4 } } },
      'nothing known': { rows: [{ block: 1, value: null }] },
      'one value': { rows: [{ block: 1, value: '10' }] },
      'the unit': { unit: 'USD' },
    },
  },
  {
    of: 'serviceSentences',
    says: (data) =>
      serviceSentences(
        { ...data, services: { avss: data.figures, slasherNotice: data.notice } },
        ETH,
      ),
    data: {
      figures: [
        {
          registered: '100',
          slashable: '40',
          phantomShare: '0.6',
          members: 3,
          costOfCorruption: '20',
          redistributes: false,
          operatorSets: [{ slasher: { id: A }, pendingSlasher: null }],
        },
      ],
      notice: 76,
      concentration: { third: { count: 2 } },
      commitments: [],
    },
    changes: {
      'registered stake': { figures: { 0: { registered: '101' } } },
      'what is slashable': { figures: { 0: { slashable: '50' } } },
      'all that is registered': { figures: { 0: { slashable: '100', phantomShare: '0' } } },
      'nothing that can be slashed': { figures: { 0: { slashable: '0' } } },
      'unknown stake': { figures: { 0: { slashable: null } } },
      'the slasher': { figures: { 0: { operatorSets: { 0: { slasher: { id: B } } } } } },
      'no slasher': { figures: { 0: { operatorSets: [] } } },
      'the next slasher': {
        figures: { 0: { operatorSets: { 0: { pendingSlasher: { id: B } } } } },
      },
      'the notice': { notice: 77 },
      'no notice': { notice: null },
      'the phantom share': { figures: { 0: { phantomShare: '0.5' } } },
      members: { figures: { 0: { members: 4 } } },
      'the cost of corruption': { figures: { 0: { costOfCorruption: '21' } } },
      redistribution: { figures: { 0: { redistributes: true } } },
      'no price': { figures: { 0: { registered: null } } },
      'no operator': { figures: [] },
      'the count to a third': { concentration: { third: { count: 1 } } },
      'an unknown count': { concentration: { third: { count: null } } },
    },
  },
  {
    of: 'servicesSentence',
    says: ({ count, rows, notice }) => [servicesSentence(count, rows, notice)],
    data: { count: 4, rows: [{ nakamoto: 1, slashable: '0' }], notice: 10 },
    changes: {
      'the count': { count: 5 },
      'one operator alone': { rows: [{ nakamoto: 2, slashable: '0' }] },
      'what can slash nothing': { rows: [{ nakamoto: 1, slashable: '1' }] },
      'the notice': { notice: 11 },
      'no notice': { notice: null },
    },
  },
  {
    of: 'slashingSentences',
    says: ({ rows, requests }) => slashingSentences(rows, 3, requests),
    data: {
      rows: [{ block: 9, protocol: 'EIGENLAYER', status: 'EXECUTED' }],
      requests: [{ status: 'REQUESTED' }],
    },
    changes: {
      'a request that is vetoed': { requests: [{ status: 'CANCELLED' }] },
      'no request': { requests: [] },
      'the block': { rows: [{ block: 10, protocol: 'EIGENLAYER', status: 'EXECUTED' }] },
      'the protocol': { rows: [{ block: 9, protocol: 'SYMBIOTIC', status: 'EXECUTED' }] },
      'the status': { rows: [{ block: 9, protocol: 'EIGENLAYER', status: null }] },
      none: { rows: [] },
      'as many as were asked for': {
        rows: [1, 2, 3].map((block) => ({ block, protocol: 'SYMBIOTIC', status: 'VETOED' })),
      },
    },
  },
]
