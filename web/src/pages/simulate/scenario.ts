import type { SimulateQueryVariables } from '../../data/types.generated'

/** What happens to whom. */
export interface Scenario {
  readonly kind: 'operator' | 'service' | 'pool'
  readonly target: string
  /** Whole percent, from 1. */
  readonly percent: string
  /** Percent of its stake that a service must keep; empty: it never fails. */
  readonly keep: string
  /** Whose loss is asked for; empty: nobody's. */
  readonly staker: string
}

export const KINDS: readonly { kind: Scenario['kind']; name: string }[] = [
  { kind: 'operator', name: 'An operator is slashed by all its services' },
  { kind: 'service', name: 'A service slashes all that it can' },
  { kind: 'pool', name: 'A pool loses part of its stake' },
]

const ADDRESS = /^0x[\da-f]{40}$/i
const PERCENT = /^([1-9]\d?|100)$/

/** What is added to the parameters of the second scenario of a URL. */
export const SECOND = '2'

/** Whether a URL has a second scenario. */
export const hasSecond = (params: URLSearchParams): boolean => params.has(`kind${SECOND}`)

/** The scenario of a URL. Both are for one staker. @param suffix empty, or `SECOND` */
export function scenarioOf(params: URLSearchParams, suffix = ''): Scenario {
  const kind = KINDS.find((one) => one.kind === params.get(`kind${suffix}`))?.kind ?? 'operator'
  const valid = (name: string, form: RegExp, otherwise = '') => {
    const value = params.get(name) ?? otherwise
    return form.test(value) ? value : otherwise
  }
  return {
    kind,
    target: valid(`target${suffix}`, ADDRESS),
    percent: valid(`percent${suffix}`, PERCENT, '100'),
    keep: valid(`keep${suffix}`, PERCENT),
    staker: valid('staker', ADDRESS),
  }
}

/** Whether there is anything to run. */
export const isShock = ({ target, percent }: Scenario): boolean =>
  ADDRESS.test(target) && PERCENT.test(percent)

type Run = Pick<SimulateQueryVariables, 'shocks' | 'rules' | 'stakers' | 'hasShock'>

/** What one scenario is asked with. */
function runOf(scenario: Scenario): Run {
  const { kind, target, percent, keep, staker } = scenario
  const hasShock = isShock(scenario)
  const fraction = `${percent}/100`
  const shock =
    kind === 'operator'
      ? { group: { operators: [target], fraction } }
      : kind === 'service'
        ? { byzantineAvs: { avs: target } }
        : { drainPool: { pool: target, fraction } }
  return {
    hasShock,
    shocks: hasShock ? [shock] : [],
    rules: keep === '' ? null : { minimumShare: `${keep}/100` },
    stakers: staker === '' ? null : [staker],
  }
}

/** What the query is asked with. @param second null: there is none */
export function variablesOf(first: Scenario, second: Scenario | null) {
  const other = second && runOf(second)
  return {
    ...runOf(first),
    otherShocks: other?.shocks ?? [],
    otherRules: other?.rules ?? null,
    hasOther: other?.hasShock ?? false,
  }
}
