import type { Basis } from '../../risk/graph/graph'
import type { Ratio } from '../../risk/math/ratio'
import type { OverlapMeasure } from '../../risk/overlap/overlap-measure'
import type { AvsMeasure } from '../../risk/series/avs-figure'
import type { Reading } from '../../risk/series/figure'
import type { LeverageMeasure } from '../../risk/series/leverage-figure'
import type { MeasureArguments, PopulationMeasure } from '../../risk/series/population-figure'
import { type ArgumentsOf, input, listOf, optional, refined } from '../define/argument'
import {
  address,
  atMost,
  choice,
  count,
  flag,
  id,
  nonEmpty,
  requireUnique,
  threshold,
} from '../define/arguments'
import { stakeAmount } from '../define/coverage'
import { invalidArgument } from '../define/errors'
import { stakeBasis } from '../define/meta'
import { type ScopeKeys, scope } from '../define/scope'
import {
  decimalOrDouble,
  enumeration,
  lowerBound,
  nullable,
  type Type,
  type ValueOf,
} from '../define/type'
import { overlapMeasure } from '../overlap'
import { THIRD } from './corruption-threshold'
import { type Holder, holders } from './holders'

const figure = enumeration(
  'SeriesFigure',
  'A figure that can be followed over time. It is that of the field it is named after, at each block.',
  {
    HHI: '`concentration.hhi`; takes `of`, `scope` and `basis`, as all figures up to TOTAL.',
    HHI_NORMALIZED: '`concentration.hhiNormalized`.',
    EFFECTIVE_NUMBER: '`concentration.effectiveNumber`.',
    GINI: '`concentration.gini`.',
    THEIL: '`concentration.theil`.',
    ENTROPY: '`concentration.entropy`.',
    TOP: '`concentration.top(k)`.',
    NAKAMOTO: '`concentration.nakamotoAt(threshold)`: the count, rule GT.',
    MEMBERS: 'Members that hold something, priced or not.',
    TOTAL: 'What they hold together: `concentration.universe`.',
    STAKE: '`leverage.stake`; `scope` may have a pool, as up to NOMINAL_TO_SLASHABLE.',
    REGISTERED: '`leverage.registered`.',
    REGISTERED_MULTIPLIER: '`leverage.registeredMultiplier`.',
    SLASHABLE: '`leverage.slashable`.',
    SLASHABLE_LEVERAGE: '`leverage.slashableLeverage`.',
    CAPITAL_AT_RISK: '`leverage.capitalAtRisk`; takes `includeQueued`.',
    NOMINAL_TO_SLASHABLE: '`leverage.nominalToSlashable`.',
    PHANTOM_SHARE:
      '`leverage.avss.phantomShare` of the AVS in `scope`; without one, of all AVSs together.',
    EXCLUSIVE_SHARE: '`leverage.avss.exclusiveShare` of the AVS in `scope`.',
    COST_OF_CORRUPTION:
      '`robustness.perAvs.costOfCorruption.lower` of the AVS in `scope`, with `threshold`.',
    OVERLAP: '`overlap` of the AVS in `scope` and of `other`, by `measure`.',
    DIRECTED_EXPOSURE: '`exposure.directed` from the AVS in `scope` to `other`.',
  },
)
type FigureName = ValueOf<typeof figure>

const figureInput = input('SeriesFigureInput', 'A figure, and of what.', {
  figure: choice(figure, 'Which figure.'),
  name: optional(id('Its name in the answer. Default: that of the figure.')),
  of: optional(choice(holders, 'Whose shares of the whole are measured. Default: OPERATORS.')),
  scope: scope('Which stake. Default: all.'),
  basis: optional(
    choice(
      stakeBasis,
      'Which stake counts. Default: DELEGATED for figures of a population, REGISTERED for those of AVSs, which take no VOTES. Those of `leverage` have bases of their own.',
    ),
  ),
  k: optional(count('Members that TOP counts. Default: 1.')),
  threshold: optional(
    threshold(
      'Part of the whole for NAKAMOTO and COST_OF_CORRUPTION. Default: `1/3`; of COST_OF_CORRUPTION the quorum that a network logged.',
    ),
  ),
  other: optional(address('Address of the other AVS, for OVERLAP and DIRECTED_EXPOSURE.')),
  includeQueued: optional(
    flag('Whether CAPITAL_AT_RISK counts stake in the withdrawal queue. Default: true.', true),
  ),
  measure: optional(choice(overlapMeasure, 'How OVERLAP is measured. Default: JACCARD.')),
})
type Given = ArgumentsOf<{ one: ReturnType<typeof figureInput> }>['one']
type Option = Exclude<keyof Given, 'figure' | 'name' | 'scope'>

/** What a figure is measured of; AVSs by address. */
export type FigureOf =
  | ({
      readonly kind: 'POPULATION'
      readonly measure: PopulationMeasure
      readonly of: Holder
      readonly basis: Basis
    } & MeasureArguments)
  | {
      readonly kind: 'LEVERAGE'
      readonly measure: LeverageMeasure
      /** Whether CAPITAL_AT_RISK has the withdrawal queue in it. */
      readonly includeQueued: boolean
    }
  | {
      readonly kind: 'AVS'
      readonly measure: AvsMeasure['kind']
      readonly other: string | null
      readonly basis: Basis
      /** Null: what corrupts an AVS, as it logged or by default. */
      readonly threshold: Ratio | null
      readonly overlap: OverlapMeasure
    }

/** A figure to follow. */
export interface FigureRequest {
  readonly name: string
  readonly scope: ScopeKeys
  readonly figure: FigureOf
}

/** A figure as it is read. */
export const figureValue: Type<Reading['value']> = {
  ...nullable(decimalOrDouble),
  serialize(value) {
    if (value === null) return null
    if (typeof value === 'number' || 'num' in value) return decimalOrDouble.serialize(value)
    return 'atLeast' in value ? lowerBound.serialize(value.atLeast) : stakeAmount.serialize(value)
  },
}

const OF_AVS: Partial<Record<FigureName, readonly Option[]>> = {
  EXCLUSIVE_SHARE: [],
  COST_OF_CORRUPTION: ['basis', 'threshold'],
  OVERLAP: ['basis', 'other', 'measure'],
  DIRECTED_EXPOSURE: ['basis', 'other'],
}
const OF_LEVERAGE: readonly FigureName[] = [
  'STAKE',
  'REGISTERED',
  'REGISTERED_MULTIPLIER',
  'SLASHABLE',
  'SLASHABLE_LEVERAGE',
  'CAPITAL_AT_RISK',
  'NOMINAL_TO_SLASHABLE',
  'PHANTOM_SHARE',
]
const OPTIONS: readonly Option[] = [
  'of',
  'basis',
  'k',
  'threshold',
  'other',
  'includeQueued',
  'measure',
]

/** Maximum number of figures of one request. */
const MAX_FIGURES = 20

/** Argument `figures`. */
export const figuresArgument = refined(
  atMost(
    MAX_FIGURES,
    nonEmpty(
      listOf(
        refined(figureInput(''), readFigure),
        `Which figures, 1 to ${MAX_FIGURES}; those of one name need names.`,
      ),
      'Name at least one figure.',
    ),
  ),
  (figures, name) => {
    requireUnique(
      `${name}.name`,
      figures.map((one) => one.name),
    )
    const [first, ...others] = figures.map(({ scope }) => scope.protocol ?? null)
    const other = others.find((protocol) => protocol !== first)
    if (other !== undefined) {
      throw invalidArgument(
        `${name}.scope.protocol`,
        other,
        'All figures are of one protocol, or of both.',
      )
    }
    return figures
  },
)

function readFigure(given: Given, path: string): FigureRequest {
  const { figure: name, scope } = given
  const { figure, takes, parts } = kindOf(given, path)
  for (const option of OPTIONS) {
    if (given[option] === null || takes.includes(option)) continue
    throw invalidArgument(`${path}.${option}`, given[option], `${name} does not take it.`)
  }
  for (const part of ['operator', 'avs', 'operatorSet'] as const) {
    if (scope[part] === null || parts.includes(part)) continue
    throw invalidArgument(`${path}.scope.${part}`, scope[part], `${name} does not take it.`)
  }
  return { name: given.name ?? name, scope, figure }
}

interface Kind {
  readonly figure: FigureOf
  readonly takes: readonly Option[]
  /** Parts of the scope that it takes, beside a pool. */
  readonly parts: readonly ('operator' | 'avs' | 'operatorSet')[]
}

function kindOf(given: Given, path: string): Kind {
  const { figure: name, scope } = given
  const ofAvs = OF_AVS[name] ?? (name === 'PHANTOM_SHARE' && scope.avs !== null ? [] : null)
  if (ofAvs) return avsKind(given, path, name as AvsMeasure['kind'], ofAvs)
  if (OF_LEVERAGE.includes(name)) {
    const isAtRisk = name === 'CAPITAL_AT_RISK'
    const figure: FigureOf = {
      kind: 'LEVERAGE',
      measure: name as LeverageMeasure,
      includeQueued: isAtRisk && (given.includeQueued ?? true),
    }
    return { figure, takes: isAtRisk ? ['includeQueued'] : [], parts: [] }
  }
  const takes: Option[] = ['of', 'basis']
  if (name === 'TOP') takes.push('k')
  if (name === 'NAKAMOTO') takes.push('threshold')
  return {
    figure: {
      kind: 'POPULATION',
      measure: name as PopulationMeasure,
      of: given.of ?? 'OPERATORS',
      basis: given.basis ?? 'DELEGATED',
      k: given.k ?? 1,
      threshold: given.threshold ?? THIRD,
    },
    takes,
    parts: ['operator', 'avs', 'operatorSet'],
  }
}

function avsKind(
  { scope, other, basis, threshold, measure }: Given,
  path: string,
  name: AvsMeasure['kind'],
  takes: readonly Option[],
): Kind {
  if (scope.avs === null) {
    throw invalidArgument(`${path}.scope.avs`, null, `${name} is of an AVS: name it.`)
  }
  if (basis === 'VOTES') {
    throw invalidArgument(`${path}.basis`, basis, `${name} is of stake, which votes are not.`)
  }
  if (takes.includes('other') && other === null) {
    throw invalidArgument(`${path}.other`, null, `${name} is of two AVSs: name the other.`)
  }
  return {
    figure: {
      kind: 'AVS',
      measure: name,
      other,
      basis: basis ?? 'REGISTERED',
      threshold,
      overlap: measure ?? 'JACCARD',
    },
    takes,
    parts: ['avs'],
  }
}
