import type { ApiContext } from '../reads/context'
import { columnTotals, exposureShares } from '../risk/graph/columns'
import type { Exposure } from '../risk/graph/exposure'
import { toDecimal } from '../risk/math/decimal'
import { compare, type Ratio } from '../risk/math/ratio'
import { directedExposure, directedShare } from '../risk/overlap/directed'
import { checkCount, MAX_LISTED } from './define/arguments'
import { type MatrixArguments, matrixArguments, measure } from './define/matrix'
import { type Meta, member } from './define/meta'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'

const typeDefs = /* GraphQL */ `
extend type Query {
  "Who stands behind what, and what falls with what."
  exposure(
    "What stands on operators' stake: AVSS or OPERATOR_SETS."
    of: ExposureColumns! = AVSS
${matrixArguments}
  ): Exposure!
}

"What stands on operators' stake."
enum ExposureColumns {
  "AVSs."
  AVSS
  "Operator sets."
  OPERATOR_SETS
}

"Who stands behind what."
type Exposure {
  "AVS by AVS (or set by set), by id."
  columns: [ExposureColumn!]!
  """
  Directed exposure, from -> to: the part of the stake of \`to\` that is of operators which also serve \`from\`, in [0, 1]. "If
  all that secures \`from\` fails, what part of \`to\` fails?" The largest first, then by id; pairs that share nobody are left
  out.
  """
  directed("How many, 1 to 1000." limit: Int! = 100): [DirectedExposure!]!
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"Who stands behind one AVS or operator set."
type ExposureColumn {
  "The AVS or set."
  member: RiskMember!
  "Its stake, in the unit of the stake."
  total: BigDecimal!
  "Operators behind it, the largest first, then by id."
  operators("How many, 1 to 1000." limit: Int! = 10): [ExposureShare!]!
}

"What an operator holds of one AVS or set."
type ExposureShare {
  "Operator, or group of operators."
  operator: RiskMember!
  "Its stake there."
  amount: BigDecimal!
  "Its part of the whole, in [0, 1]; null if there is no stake."
  share: BigDecimal
}

"What falls with what."
type DirectedExposure {
  "What fails first."
  from: RiskMember!
  "What falls with it."
  to: RiskMember!
  "Part of \`to\` that falls, in (0, 1]."
  share: BigDecimal!
}
`

interface Arguments extends MatrixArguments {
  of: 'AVSS' | 'OPERATOR_SETS'
}

interface Root {
  exposure: Exposure | null
  meta: Meta
}

interface Column {
  exposure: Exposure
  column: number
}

function resolve(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext): Promise<Root> => {
    const measured = await measure(sources, args, context, true)
    if (!('matrix' in measured)) return { exposure: null, meta: measured.meta }
    const exposure = measured.matrix(args.of === 'AVSS' ? 'SERVICE' : 'SET')
    return { exposure, meta: measured.meta }
  }
}

function columns({ exposure }: Root) {
  if (exposure === null) return []
  const totals = columnTotals(exposure)
  return exposure.columns.map((id, column) => ({
    exposure,
    column,
    member: member(id),
    total: toDecimal({ num: totals[column]!, den: exposure.unit }),
  }))
}

function operators({ exposure, column }: Column, { limit }: { limit: number }) {
  checkCount('limit', limit, MAX_LISTED)
  const { start, row, value, rows, unit } = exposure
  const shares = exposureShares(exposure, column).value
  const entries = Array.from(
    { length: start[column + 1]! - start[column]! },
    (_, index) => start[column]! + index,
  )
  const order = entries.sort((a, b) => {
    if (value[a] !== value[b]) return value[a]! > value[b]! ? -1 : 1
    return row[a]! - row[b]!
  })
  return order.slice(0, limit).map((entry) => ({
    operator: member(rows[row[entry]!]!),
    amount: toDecimal({ num: value[entry]!, den: unit }),
    share: shares && toDecimal(shares[entry - start[column]!]!.share),
  }))
}

function directed({ exposure }: Root, { limit }: { limit: number }) {
  checkCount('limit', limit, MAX_LISTED)
  if (exposure === null) return []
  const matrix = directedExposure(exposure)
  const found: { from: number; to: number; share: Ratio }[] = []
  for (const from of exposure.columns.keys()) {
    for (const to of exposure.columns.keys()) {
      if (from === to) continue
      const { value } = directedShare(matrix, from, to)
      if (value && value.num > 0n) found.push({ from, to, share: value })
    }
  }
  // The sort is stable, and pairs were found in the order of their ids.
  found.sort((a, b) => Number(compare(b.share, a.share)))
  return found.slice(0, limit).map(({ from, to, share }) => ({
    from: member(exposure.columns[from]!),
    to: member(exposure.columns[to]!),
    share: toDecimal(share),
  }))
}

/** Field `exposure`. */
export function exposureSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs,
    resolvers: {
      Query: { exposure: resolve(sources) },
      Exposure: { columns, directed },
      ExposureColumn: { operators },
    },
  }
}
