import type { FaultModel } from '../../risk/losses/fault-model'
import {
  type Argument,
  type ArgumentsOf,
  assumed,
  assumedAs,
  input,
  listOf,
  optional,
  refined,
} from '../define/argument'
import { id, part, requireUnique, unique } from '../define/arguments'
import { operatorName, operatorPosition } from '../define/members'

const operatorFault = input('OperatorFaultInput', 'Probability of one operator.', {
  operator: id('Address of the operator, in any case, or with `grouping` the name of its group.'),
  probability: part('Probability that it is slashed alone in the period, in [0, 1].'),
})

const operatorFaults = assumedAs(
  unique(listOf(operatorFault(''), 'Operators with another probability.'), ({ operator }) =>
    operator.toLowerCase(),
  ),
  (given: readonly { operator: string; probability: string }[]) =>
    given.map(({ operator, probability }) => {
      return { name: `probability of ${operatorName(operator)}`, value: probability }
    }),
)

const groupFault = input(
  'GroupFaultInput',
  'Operators that a common shock slashes together, each for all it has.',
  {
    operators: listOf(
      id(''),
      'Their addresses, in any case, or with `grouping` the names of their groups.',
    ),
    probability: part('Probability of the shock in the period, in [0, 1].'),
  },
)

const groupFaults = assumedAs(
  refined(
    listOf(
      groupFault(''),
      'Operators that fail together: a client, a cloud, a company. No operator is in two of them.',
    ),
    (groups, name) => {
      const all = groups.flatMap(({ operators }) => operators.map((one) => one.toLowerCase()))
      requireUnique(`${name}.operators`, all)
      return groups
    },
  ),
  (given: readonly { operators: readonly string[]; probability: string }[]) =>
    given.map(({ operators, probability }) => {
      return { name: `shock of ${operators.map(operatorName).join(', ')}`, value: probability }
    }),
)

const members = {
  probability: assumed(
    part('Probability that an operator is slashed alone in the period, in [0, 1].'),
  ),
  operators: optional(operatorFaults),
  groups: optional(groupFaults),
  horizon: assumed(
    optional(id('The period, in words. It changes nothing; `meta.assumptions` repeats it.')),
  ),
}

/** Argument `faults`. */
export const faultsArgument: Argument<ArgumentsOf<typeof members>> = input(
  'FaultsInput',
  `Who is slashed in a period: each operator alone, and each group by a common shock, all independent of each other.
Linchpin knows no probabilities: these are yours, and \`meta.assumptions\` repeats them.`,
  members,
)('Who is slashed with which probability.')

/**
 * The model of faults for the rows of a matrix.
 * @param rows sorted ids of operators or groups
 * @throws ApiError BAD_USER_INPUT on an operator that is not there
 */
export function faultModel(
  { probability, operators, groups }: ArgumentsOf<typeof members>,
  rows: readonly string[],
): FaultModel {
  const own = rows.map(() => probability)
  for (const one of operators ?? []) {
    own[operatorPosition(rows, one.operator, 'faults.operators')] = one.probability
  }
  return {
    own,
    groups: (groups ?? []).map(({ operators, probability }) => ({
      probability,
      members: operators.map((one) => operatorPosition(rows, one, 'faults.groups.operators')),
    })),
  }
}
