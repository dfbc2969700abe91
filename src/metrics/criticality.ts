import type { ApiContext } from '../reads/context'
import { toDecimal } from '../risk/math/decimal'
import { ratio } from '../risk/math/ratio'
import { criticality } from '../risk/operators/criticality'
import {
  address,
  bad,
  checkCount,
  MAX_LISTED,
  place,
  readPart,
  readThreshold,
} from './define/arguments'
import { type MatrixArguments, matrixArguments, measure } from './define/matrix'
import { member } from './define/meta'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { readAmount } from './define/values'

const typeDefs = /* GraphQL */ `
extend type Query {
  "What depends on each operator: which AVSs lose how much if it is gone, or slashed."
  criticality(
    "Only these operators (or, with \`grouping\`, groups). Default: all, those that lose the most first."
    operators: [String!]
    "Share of an AVS that makes an operator decisive by itself, in (0, 1]."
    threshold: String! = "1/3"
    "Part of its stake that the operator loses, in [0, 1]."
    fraction: String! = "1"
    "Least stake of AVSs, to tell which fall under it."
    minimum: [ProfitInput!]
    "How many, 1 to 1000."
    limit: Int! = 50
${matrixArguments}
  ): Criticality!
}

"What depends on each operator."
type Criticality {
  "Operators, those with the most stake in all AVSs first, then by id."
  operators: [OperatorCriticality!]!
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"What depends on one operator. Amounts are in the unit of the stake."
type OperatorCriticality {
  "Operator, or group."
  operator: RiskMember!
  "Stake that all its AVSs lose together."
  lost: BigDecimal!
  "Stake of all AVSs that it serves."
  affected: BigDecimal!
  "AVS by AVS, by id."
  avss: [CriticalAvs!]!
}

"What the loss of an operator means for an AVS."
type CriticalAvs {
  "AVS."
  avs: RiskMember!
  "Part of the AVS's stake that the operator holds, in [0, 1]."
  share: BigDecimal
  "Whether that part reaches the threshold."
  isDecisive: Boolean
  "Stake left after the loss."
  remaining: BigDecimal!
  "Whether the loss brings it under its minimum; null: no minimum given."
  fallsUnder: Boolean
}
`

interface Arguments extends MatrixArguments {
  operators?: readonly string[] | null
  threshold: string
  fraction: string
  minimum?: readonly { avs: string; value: string }[] | null
  limit: number
}

function resolve(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const threshold = readThreshold('threshold', args.threshold)
    const fraction = readPart('fraction', args.fraction)
    checkCount('limit', args.limit, MAX_LISTED)
    const assumptions = [
      { name: 'threshold', value: args.threshold },
      { name: 'fraction', value: args.fraction },
      ...(args.minimum ?? []).map(({ avs, value }) => ({ name: `minimum of ${avs}`, value })),
    ]
    const measured = await measure(sources, args, context, true)
    const meta = { ...measured.meta, assumptions }
    if (!('matrix' in measured)) return { operators: [], meta }
    const exposure = measured.matrix('SERVICE')
    const minima: (bigint | null)[] = exposure.columns.map(() => null)
    for (const { avs, value } of args.minimum ?? []) {
      const column = place(exposure.columns, address('minimum.avs', avs))!
      if (column < 0) throw bad('minimum.avs', avs, 'No such AVS at that block.')
      const { num, den } = readAmount('minimum.value', value)
      // Stake comes in whole units: less than the minimum is less than it rounded up.
      minima[column] = (num * exposure.unit + den - 1n) / den
    }
    const chosen = (args.operators ?? exposure.rows).map((id) => {
      const row = place(exposure.rows, args.grouping == null ? id.toLowerCase() : id)!
      if (row < 0) throw bad('operators', id, 'No such operator or group at that block.')
      return row
    })
    const found = criticality(
      exposure,
      chosen.map((row) => [row]),
      { fraction, threshold, minima },
    )
    const inUnit = (num: bigint, den = 1n) => toDecimal(ratio(num, den * exposure.unit))
    const order = [...found.keys()].sort((a, b) => {
      const difference =
        found[b]!.lost.num * found[a]!.lost.den - found[a]!.lost.num * found[b]!.lost.den
      return difference > 0n ? 1 : difference < 0n ? -1 : chosen[a]! - chosen[b]!
    })
    return {
      meta,
      operators: order.slice(0, args.limit).map((one) => {
        const { lost, affected, effects } = found[one]!
        return {
          operator: member(exposure.rows[chosen[one]!]!),
          lost: inUnit(lost.num, lost.den),
          affected: inUnit(affected),
          avss: effects.map(({ column, share, isDecisive, remaining, fallsUnder }) => ({
            avs: member(exposure.columns[column]!),
            share: share.value && toDecimal(share.value),
            isDecisive,
            remaining: inUnit(remaining.num, remaining.den),
            fallsUnder,
          })),
        }
      }),
    }
  }
}

/** Field `criticality`. */
export function criticalitySchema(sources: RiskSources): SchemaPart {
  return { typeDefs, resolvers: { Query: { criticality: resolve(sources) } } }
}
