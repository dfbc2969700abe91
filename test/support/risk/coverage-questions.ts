import type { FieldArguments } from './coverage'

/** What questions name. */
export interface Names {
  /** AVSs, the one that most operators serve first. */
  readonly avss: readonly string[]
  readonly operators: readonly string[]
  readonly sets: readonly string[]
  readonly stakers: readonly string[]
  /** The first and the last block. */
  readonly from: number
  readonly to: number
  /** Tokens of rewards; decimals null: no event said so. */
  readonly rewards: readonly { readonly token: string; readonly decimals: number | null }[]
}

/** A question: a field, its arguments, and those of the fields of its answer. */
export interface Question {
  readonly field: string
  readonly given?: string
  readonly inner?: FieldArguments
  /** Tokens that need prices, beside those of pools. */
  readonly priced?: readonly string[]
}

const POPULATION_FIGURES = [
  'HHI',
  'HHI_NORMALIZED',
  'EFFECTIVE_NUMBER',
  'GINI',
  'THEIL',
  'ENTROPY',
  'TOP',
  'NAKAMOTO',
  'MEMBERS',
  'TOTAL',
]
const LEVERAGE_FIGURES = [
  'STAKE',
  'REGISTERED',
  'REGISTERED_MULTIPLIER',
  'SLASHABLE',
  'SLASHABLE_LEVERAGE',
  'CAPITAL_AT_RISK',
  'NOMINAL_TO_SLASHABLE',
  'PHANTOM_SHARE',
]

/** Arguments of a series of four blocks. */
const inFour = ({ from, to }: Names) =>
  `from: ${from}, to: ${to}, every: ${Math.max(1, Math.floor((to - from) / 3))}`

/** Some figures at four blocks. */
function seriesQuestion(names: Names, figures: readonly string[]): Question {
  const named = figures.map((figure, index) => `{name: "${index}", ${figure}}`)
  return {
    field: 'seriesOf',
    given: `figures: [${named}], ${inFour(names)}`,
  }
}

/** Questions to all fields with figures that rest on prices and have coverage. */
export const QUESTIONS: readonly ((names: Names) => Question)[] = [
  () => ({ field: 'exposure', given: 'of: AVSS' }),
  () => ({ field: 'securityMarket' }),
  (names) => ({ field: 'securityMarketSeries', given: inFour(names) }),
  () => ({ field: 'exposure', given: 'of: OPERATOR_SETS, basis: SLASHABLE' }),
  ({ avss }) => ({
    field: 'criticality',
    given: `limit: 1000, fraction: "1/2", minimum: [${avss.map((avs) => `{avs: "${avs}", value: "5000"}`)}]`,
  }),
  () => ({ field: 'criticality', given: 'limit: 1000, basis: DELEGATED' }),
  ({ avss }) => ({
    field: 'leverage',
    inner: { 'Leverage.coverage': `avss: ${JSON.stringify(avss.slice(0, 3))}` },
  }),
  ...(
    [
      ['AVSS', 'JACCARD', 'REGISTERED'],
      ['AVSS', 'RUZICKA', 'REGISTERED'],
      ['AVSS', 'WEIGHTED_OVERLAP', 'SLASHABLE'],
      ['OPERATOR_SETS', 'RUZICKA', 'SLASHABLE'],
      ['OPERATORS', 'COSINE', 'REGISTERED'],
    ] as const
  ).map(([among, measure, basis]) => ({ avss, operators, sets }: Names): Question => {
    const [to] = { AVSS: avss, OPERATOR_SETS: sets, OPERATORS: operators }[among]
    return {
      field: 'overlap',
      given: `among: ${among}, measure: ${measure}, basis: ${basis}`,
      inner: { 'Overlap.nearest': `to: "${to}", k: 1000` },
    }
  }),
  ...['SLASHABLE', 'REGISTERED'].map((basis) => ({ stakers }: Names): Question => {
    return { field: 'lookThrough', given: `stakers: ${JSON.stringify(stakers)}, basis: ${basis}` }
  }),
  ({ stakers }) => ({ field: 'lookThrough', given: `staker: "${stakers[0]}"` }),
  ({ operators }) => ({ field: 'overload', given: `operators: ${JSON.stringify(operators)}` }),
  () => ({ field: 'overload' }),
  ...['SLASHABLE', 'MIN_SLASHABLE', 'DELEGATED'].flatMap((basis) =>
    ['1', '1000', '100000'].map((value) => ({ avss }: Names): Question => {
      const profit = avss.map((avs) => `{avs: "${avs}", value: "${value}"}`)
      const assumptions = `{profit: [${profit}], threshold: "1/3", psi: "1/100"}`
      return { field: 'robustness', given: `basis: ${basis}, assumptions: ${assumptions}` }
    }),
  ),
  ...['SLASHABLE', 'DELEGATED'].map((basis) => (): Question => {
    return { field: 'robustness', given: `basis: ${basis}` }
  }),
  ...['', 'basis: REGISTERED, '].map((basis) => (): Question => {
    return { field: 'robustness', given: `${basis}assumptions: {threshold: "1/3"}` }
  }),
  ({ avss }) => {
    const minima = avss.map((avs, index) => `{avs: "${avs}", value: "${10 ** (index % 7)}"}`)
    return { field: 'baseLayer', given: `depeg: {class: "alpha", minima: [${minima}]}` }
  },
  () => ({ field: 'baseLayer', given: 'basis: SLASHABLE, stakedEth: "30000000"' }),
  () => ({ field: 'exposure', given: 'grouping: "entity"' }),
  ...(
    [
      ['OPERATORS', 'DELEGATED', 'scope: {}'],
      ['OPERATORS', 'SLASHABLE', 'includeZeros: true'],
      ['STAKERS', 'DELEGATED', 'includeZeros: false'],
      ['POOLS', 'REGISTERED', 'includeZeros: false'],
      ['AVSS', 'REGISTERED', 'includeZeros: false'],
      ['ENTITIES', 'DELEGATED', 'includeZeros: false'],
    ] as const
  ).map(([of, basis, more]) => ({ avss }: Names): Question => {
    const scope = more === 'scope: {}' ? `scope: {avs: "${avss[0]}"}` : more
    return {
      field: 'concentration',
      given: `of: ${of}, basis: ${basis}, ${scope}`,
      inner: {
        'Concentration.lorenz': 'points: 5',
        'Concentration.top': 'k: 2',
        'Concentration.topMembers': 'k: 2',
        'Concentration.nakamoto': 'threshold: ONE_THIRD',
        'Concentration.nakamotoAt': 'threshold: "1/2"',
      },
    }
  }),
  () => ({ field: 'communities' }),
  () => ({ field: 'communities', given: 'basis: SLASHABLE' }),
  () => ({ field: 'controllers', given: 'by: SLASHER' }),
  () => ({ field: 'controllers', given: 'by: REDISTRIBUTION_RECIPIENT' }),
  ...['1/100', '1/1000000'].flatMap((probability) =>
    [
      () => '',
      ({ stakers }: Names) => `, stakers: ${JSON.stringify(stakers)}`,
      ({ avss }: Names) => `, avss: [{avs: "${avss[0]}", probability: "1/20", severity: "1/2"}]`,
    ].map((further) => (names: Names): Question => {
      const own = `operators: [{operator: "${names.operators[0]}", probability: "0"}]`
      const group = `groups: [{operators: ["${names.operators[1]}", "${names.operators[2]}"], probability: "1/10"}]`
      const [ofFaults, ofStake] = further(names).startsWith(', stakers')
        ? ['', further(names)]
        : [further(names), '']
      return {
        field: 'lossDistribution',
        given: `faults: {probability: "${probability}", ${own}, ${group}${ofFaults}}, levels: ["0.5", "0.99"]${ofStake}`,
        inner: {
          'LossDistribution.avss': 'level: "0.99", limit: 50',
          'LossDistribution.pools': 'level: "0.99", limit: 50',
        },
      }
    }),
  ),
  ...['SLASHABLE', 'REGISTERED'].flatMap((basis) =>
    [
      '',
      ', rules: {minimumShare: "2/3"}',
      ', rules: {minimumShare: "9/10", ejection: "1/10"}',
      ', rules: {ejection: "1/3"}',
    ].map((rules) => ({ avss, operators, stakers }: Names): Question => {
      const group = `{operators: ${JSON.stringify(operators.slice(0, 5))}, fraction: "1/2"}`
      const shocks = `[{byzantineAvs: {avs: "${avss[0]}"}}, {group: ${group}}, {loss: {operator: "${operators[0]}", fraction: "1/5"}}]`
      const of = `stakers: ${JSON.stringify(stakers)}`
      return { field: 'simulate', given: `shocks: ${shocks}, basis: ${basis}, ${of}${rules}` }
    }),
  ),
  () => ({
    field: 'simulate',
    given:
      'shocks: [{depegClass: {class: "alpha", fraction: "1/2"}}], rules: {minimumShare: "2/3"}',
  }),
  ({ avss, operators }) => {
    const minimum = avss.map((avs) => `{avs: "${avs}", value: "5000"}`)
    return {
      field: 'simulate',
      given: `shocks: [{loss: {operator: "${operators[1]}", fraction: "1"}}], rules: {minimum: [${minimum}]}`,
    }
  },
  ...['REGISTERED', 'SLASHABLE', 'DELEGATED'].flatMap((basis) =>
    ['1/3', '1'].map((threshold) => (): Question => {
      return { field: 'worstOperators', given: `k: 3, basis: ${basis}, threshold: "${threshold}"` }
    }),
  ),
  ({ stakers }) => ({
    field: 'worstOperators',
    given: `k: 2, search: 0, stakers: ${JSON.stringify(stakers)}`,
  }),
  ...['REGISTERED', 'SLASHABLE', 'DELEGATED'].map((basis) => (): Question => {
    return { field: 'services', given: `basis: ${basis}` }
  }),
  () => ({ field: 'operatorRanking' }),
  ...(
    [
      ['AVSS', 'REGISTERED'],
      ['OPERATOR_SETS', 'SLASHABLE'],
    ] as const
  ).map(([among, basis]) => ({ operators }: Names): Question => {
    const groups = `[{operators: ["${operators[1]}", "${operators[2]}"], probability: "1/20"}]`
    const severity = among === 'AVSS' ? '' : 'severity: "1/4: 1/2, 1: 1/2", '
    const faults = `{probability: "1/100", ${severity}operators: [{operator: "${operators[0]}", probability: "0"}], groups: ${groups}}`
    return { field: 'correlation', given: `among: ${among}, basis: ${basis}, faults: ${faults}` }
  }),
  ...(
    [
      ['REGISTERED', '1/100', 'LINEAR'],
      ['REGISTERED', '1/2', 'ONCE'],
      ['SLASHABLE', '1', 'LINEAR'],
    ] as const
  ).map(([basis, fraction, propagation]) => ({ avss }: Names): Question => {
    const shocked = `[{avs: "${avss[0]}"}, {avs: "${avss[1]}", distress: "1/3"}]`
    return {
      field: 'contagion',
      given: `shocked: ${shocked}, basis: ${basis}, fraction: "${fraction}", propagation: ${propagation}`,
    }
  }),
  ...(
    [
      ['OPERATORS', 'DELEGATED'],
      ['AVSS', 'REGISTERED'],
      ['OPERATORS', 'SLASHABLE'],
    ] as const
  ).map(([among, basis]) => ({ from, to }: Names): Question => {
    const every = Math.max(1, Math.floor((to - from) / 30))
    const range = `from: ${from}, to: ${to}, every: ${every}`
    return {
      field: 'flowCorrelation',
      given: `among: ${among}, basis: ${basis}, ${range}, largest: 200`,
    }
  }),
  () => ({
    field: 'governance',
    inner: {
      'Governance.changes': 'blocks: 1000000',
      'Governance.sharedControllers': 'by: SLASHER',
    },
  }),
  ...(
    [
      ...['OPERATORS', 'POOLS', 'AVSS', 'ENTITIES', 'ASSETS', 'STAKERS'].map((of) => {
        return [POPULATION_FIGURES, `of: ${of}`] as const
      }),
      [LEVERAGE_FIGURES, ''],
    ] as const
  ).map(([figures, of]) => (names: Names): Question => {
    return seriesQuestion(
      names,
      figures.map((figure) => `figure: ${figure} ${of}`),
    )
  }),
  ...['REGISTERED', 'SLASHABLE'].map((basis) => (names: Names): Question => {
    const [avs, other] = names.avss
    const figures = [
      'figure: PHANTOM_SHARE',
      'figure: EXCLUSIVE_SHARE',
      `figure: COST_OF_CORRUPTION, threshold: "1/3", basis: ${basis}`,
      `figure: DIRECTED_EXPOSURE, other: "${other}", basis: ${basis}`,
      ...['JACCARD', 'RUZICKA', 'WEIGHTED_OVERLAP', 'COSINE'].map((measure) => {
        return `figure: OVERLAP, other: "${other}", measure: ${measure}, basis: ${basis}`
      }),
    ]
    return seriesQuestion(
      names,
      figures.map((figure) => `${figure}, scope: {avs: "${avs}"}`),
    )
  }),
  ...['days: 1', 'days: 30', 'days: 3650'].map((window) => (names: Names): Question => {
    const { rewards } = names
    const decimals = rewards.flatMap(({ token, decimals }) => {
      return decimals === null ? [`{asset: "${token}", decimals: 6}`] : []
    })
    const classes = rewards.flatMap(({ token }, index) => {
      const found = ['FEE_LIKE', 'OWN_TOKEN', 'OTHER'][index]
      return found ? [`{asset: "${token}", class: ${found}}`] : []
    })
    return {
      field: 'yieldSources',
      given: `${window}, stakePoints: 3, decimals: [${decimals}], classes: [${classes}]`,
      priced: rewards.map(({ token }) => token),
    }
  }),
  () => ({ field: 'overview', given: 'since: 1000' }),
  ...['of: OPERATORS', 'of: POOLS', 'of: OPERATOR_SETS, basis: SLASHABLE'].map(
    (of) =>
      ({ from, to }: Names): Question => ({
        field: 'diff',
        given: `from: ${from}, to: ${to}`,
        inner: { 'Diff.movedValue': `${of}, limit: 1000` },
      }),
  ),
]
