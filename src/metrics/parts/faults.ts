import type { FaultModel } from '../../risk/losses/fault-model'
import { bad, readPart } from '../legacy/arguments'
import type { Meta } from '../legacy/meta'

/** Input FaultsInput, as it came. */
export interface FaultsInput {
  probability: string
  operators?: readonly { operator: string; probability: string }[] | null
  groups?: readonly { operators: readonly string[]; probability: string }[] | null
  horizon?: string | null
}

/** SDL of the model of faults. */
export const faultsTypeDefs = /* GraphQL */ `
"""
Who is slashed in a period: each operator by itself, and each group by a shock of its own, all independent of each other.
Linchpin knows no probabilities: these are yours, and \`meta.assumptions\` repeats them.
"""
input FaultsInput {
  "Probability that an operator is slashed in the period, by itself, in [0, 1]."
  probability: String!
  "Operators with another one."
  operators: [OperatorFaultInput!]
  "Operators that fail together: a client, a cloud, a company. No operator is in two of them."
  groups: [GroupFaultInput!]
  "The period, in words. It changes nothing, and is repeated in \`meta.assumptions\`."
  horizon: String
}

"Probability of one operator."
input OperatorFaultInput {
  "Address of the operator, in any case, or with \`grouping\` the name of its group."
  operator: String!
  "Probability that it is slashed in the period, by itself, in [0, 1]."
  probability: String!
}

"Operators that a common shock slashes together, each for all it has."
input GroupFaultInput {
  "Their addresses, in any case, or with \`grouping\` the names of their groups."
  operators: [String!]!
  "Probability of the shock in the period, in [0, 1]."
  probability: String!
}
`

/**
 * The model for rows by id. Operators that are not there are slashed without effect.
 * @throws ApiError BAD_USER_INPUT on what is no probability, and on an operator that is named twice
 */
export function readFaults(input: FaultsInput, rows: readonly string[]): FaultModel {
  const places = new Map(rows.map((id, row) => [id, row]))
  // An address may come in any case, the name of a group only as it is.
  const rowOf = (id: string) => places.get(id) ?? places.get(id.toLowerCase())
  const common = readPart('faults.probability', input.probability)
  const own = rows.map(() => common)
  const named = new Set<string>()
  for (const { operator, probability } of input.operators ?? []) {
    if (named.has(operator.toLowerCase())) throw bad('faults.operators', operator, 'It is twice.')
    named.add(operator.toLowerCase())
    const part = readPart('faults.operators.probability', probability)
    const row = rowOf(operator)
    if (row !== undefined) own[row] = part
  }
  const grouped = new Set<string>()
  const groups = (input.groups ?? []).map(({ operators, probability }) => ({
    probability: readPart('faults.groups.probability', probability),
    members: operators.flatMap((operator) => {
      if (grouped.has(operator.toLowerCase())) {
        throw bad('faults.groups.operators', operator, 'It is twice; an operator has one group.')
      }
      grouped.add(operator.toLowerCase())
      return rowOf(operator) ?? []
    }),
  }))
  return { own, groups }
}

/** What was assumed, for `meta.assumptions`. */
export function echoFaults(faults: FaultsInput): Meta['assumptions'] {
  const { probability, operators, groups, horizon } = faults
  return [
    { name: 'probability', value: probability },
    ...(operators ?? []).map((one) => ({
      name: `probability of ${one.operator}`,
      value: one.probability,
    })),
    ...(groups ?? []).map((one) => ({
      name: `shock of ${one.operators.join(', ')}`,
      value: one.probability,
    })),
    ...(horizon == null ? [] : [{ name: 'horizon', value: horizon }]),
  ]
}
