import { member } from '../../metrics/define/meta'
import type { RootField } from '../../metrics/define/metric'
import { type Field, field } from '../../metrics/define/object'
import { operatorRankingMetric, rankedOperator } from '../../metrics/desk/operator-ranking'
import { rankedService, servicesMetric } from '../../metrics/desk/services'
import { directedExposure, exposureMetric, exposureShare } from '../../metrics/exposure'
import { overlapMetric, overlapPair } from '../../metrics/overlap'
import type { Column } from '../columns'

/** Values of a row of an answer, by field. */
type Values = Readonly<Record<string, unknown>>

/** A list of an answer of a metric, as a table. */
export interface RiskTable {
  readonly name: string
  readonly metric: RootField
  /** Fields of a row; others than `coverage` have one value. */
  readonly shape: Readonly<Record<string, Field<never>>>
  /** All rows of an answer; none of one that has no value. */
  rows(answer: never): Iterable<Values>
}

const ALL = Number.POSITIVE_INFINITY
type Page = (from: number, to: number) => readonly Values[]
type First = (limit: number) => readonly Values[]

const { operatorSets: _, ...service } = rankedService.shape

/** Tables of risk fields. */
export const RISK_TABLES: readonly RiskTable[] = [
  {
    name: 'exposure',
    metric: exposureMetric,
    shape: { member: field(member, 'The AVS or set.'), ...exposureShare.shape },
    *rows({ columns = [] }: { columns?: readonly { member: string; operators: First }[] }) {
      for (const { member, operators } of columns) {
        for (const row of operators(ALL)) yield { member, ...row }
      }
    },
  },
  {
    name: 'directedExposure',
    metric: exposureMetric,
    shape: directedExposure.shape,
    rows: ({ directed }: { directed?: First }) => directed?.(ALL) ?? [],
  },
  {
    name: 'overlap',
    metric: overlapMetric,
    shape: overlapPair.shape,
    rows: ({ pairs }: { pairs?: Page }) => pairs?.(0, ALL) ?? [],
  },
  {
    name: 'services',
    metric: servicesMetric,
    shape: service,
    rows: ({ avss }: { avss?: Page }) => avss?.(0, ALL) ?? [],
  },
  {
    name: 'operatorRanking',
    metric: operatorRankingMetric,
    shape: rankedOperator.shape,
    rows: ({ operators }: { operators?: Page }) => operators?.(0, ALL) ?? [],
  },
]

/** A column of a table of a risk field. */
export interface RiskColumn extends Column {
  /** The cell of a row. */
  of(values: Values): unknown
}

/** Types of cells by those of GraphQL; other types are enums. */
const TYPES: Readonly<Record<string, Column['type']>> = {
  BigDecimal: 'decimal',
  Boolean: 'boolean',
  Int: 'int32',
  UInt32: 'uint32',
  RiskMember: 'text',
}

/** The columns of a table: of `coverage` whether all stake has a price. */
export function riskColumns({ shape }: RiskTable): RiskColumn[] {
  return Object.entries(shape).map(([name, { sdl, resolve }]) => {
    if (name === 'coverage') {
      const of = ({ coverage }: Values) =>
        (coverage as () => { isComplete: boolean } | null)()?.isComplete ?? null
      return { name: 'isComplete', type: 'boolean', nullable: true, of }
    }
    const type = TYPES[sdl.replace(/^: |!$/g, '')] ?? 'name'
    return {
      name,
      type,
      nullable: !sdl.endsWith('!'),
      of: (values) => resolve(values[name] as never, {}),
    }
  })
}
