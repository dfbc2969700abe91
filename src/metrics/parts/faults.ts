import type { ColumnFault } from '../../risk/losses/cells'
import type { FaultModel, Severity } from '../../risk/losses/fault-model'
import { add, compare, ratio } from '../../risk/math/ratio'
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
import {
  address,
  atMost,
  id,
  nonEmpty,
  part,
  readPart,
  requireUnique,
  text,
  unique,
} from '../define/arguments'
import { invalidArgument } from '../define/errors'
import { operatorName, operatorPosition, positionOf } from '../define/members'

/** Maximum number of parts of a severity. */
const MAX_OUTCOMES = 10
/** Maximum number of faults of AVSs. */
const MAX_AVS_FAULTS = 1_000

/** Argument for what a fault takes. */
const severity = (doc: string): Argument<Severity> =>
  text(
    `${doc} A part in (0, 1] of what can be slashed, or up to ${MAX_OUTCOMES} parts with their probabilities, which add up to 1: "0.1", or "0.1: 0.9, 1: 0.1".`,
    undefined,
    readSeverity,
  )

/** @throws ApiError BAD_USER_INPUT */
function readSeverity(name: string, given: string): Severity {
  const invalid = () =>
    invalidArgument(
      name,
      given,
      `Write a part in (0, 1], or up to ${MAX_OUTCOMES} parts with probabilities that add up to 1: "0.1: 0.9, 1: 0.1".`,
    )
  const outcomes = given.split(',').map((one) => {
    const [part, weight = '1', ...rest] = one.split(':').map((text) => text.trim())
    if (part === undefined || rest.length > 0) throw invalid()
    return { part: readPart(name, part), weight: readPart(name, weight) }
  })
  const total = outcomes.reduce((sum, { weight }) => add(sum, weight), ratio(0n))
  const isPossible = outcomes.every(({ part, weight }) => part.num > 0n && weight.num > 0n)
  if (outcomes.length > MAX_OUTCOMES || !isPossible || compare(total, ratio(1n)) !== 0n) {
    throw invalid()
  }
  return outcomes
}

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
    operators: nonEmpty(
      listOf(id(''), 'Their addresses, in any case, or with `grouping` the names of their groups.'),
      'Name one operator or more.',
    ),
    probability: part('Probability of the shock in the period, in [0, 1].'),
    severity: optional(
      severity(
        'What the shock takes, the same part of all its operators. Default: `faults.severity`.',
      ),
    ),
  },
)

const avsFault = input(
  'AvsFaultInput',
  'A fault in which the sets of one AVS slash: a bug in its slasher, a key that is stolen, a task that all fail.',
  {
    avs: address('Address of the AVS, in any case.'),
    probability: part('Probability of the fault in the period, in [0, 1].'),
    operators: optional(
      nonEmpty(
        listOf(id(''), 'Operators that it slashes, in any case. Default: all that it can slash.'),
        'Name one operator or more.',
      ),
    ),
    severity: optional(
      severity(
        'What it takes of what its sets can slash, the same part of all. Default: `severity`.',
      ),
    ),
  },
)

type GivenAvsFault = {
  avs: string
  probability: string
  operators?: readonly string[] | null
  severity?: string | null
}

const avsFaults = assumedAs(
  refined(
    atMost(
      MAX_AVS_FAULTS,
      unique(
        listOf(avsFault(''), 'AVSs whose own sets slash, each with a probability.'),
        ({ avs }) => avs,
      ),
    ),
    (faults, name) => {
      for (const { operators } of faults) {
        const ids = (operators ?? []).map((one) => one.toLowerCase())
        requireUnique(`${name}.operators`, ids)
      }
      return faults
    },
  ),
  (given: readonly GivenAvsFault[]) =>
    given.flatMap(({ avs, probability, operators, severity }) => {
      const of = `${avs.toLowerCase()}${operators ? ` for ${operators.map(operatorName).join(', ')}` : ''}`
      return [
        { name: `fault of ${of}`, value: probability },
        ...(severity ? [{ name: `severity of the fault of ${of}`, value: severity }] : []),
      ]
    }),
)

type GivenGroup = {
  operators: readonly string[]
  probability: string
  severity?: string | null
}

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
  (given: readonly GivenGroup[]) =>
    given.flatMap(({ operators, probability, severity }) => {
      const of = `shock of ${operators.map(operatorName).join(', ')}`
      return [
        { name: of, value: probability },
        ...(severity ? [{ name: `severity of the ${of}`, value: severity }] : []),
      ]
    }),
)

const members = {
  probability: assumed(
    part('Probability that an operator is slashed alone in the period, in [0, 1].'),
  ),
  severity: assumed(
    optional(severity('What a fault takes, the same of all that it hits. Default: all.')),
  ),
  operators: optional(operatorFaults),
  groups: optional(groupFaults),
  avss: optional(avsFaults),
  horizon: assumed(
    optional(id('The period, in words. It changes nothing; `meta.assumptions` repeats it.')),
  ),
}

/** Argument `faults`. */
export const faultsArgument: Argument<ArgumentsOf<typeof members>> = input(
  'FaultsInput',
  `Who is slashed in a period: each operator alone, each group by a common shock, and the operators of an AVS by the sets of
that AVS alone; all faults are independent of each other. Stake that several faults hit loses to each its part of what the
others left, as in the contracts. Linchpin knows no probabilities: these are yours, and \`meta.assumptions\` repeats them.`,
  members,
)('Who is slashed with which probability.')

/** Values of the argument `faults`. */
export type Faults = ArgumentsOf<typeof members>

/**
 * The model of faults for the rows of a matrix, without those of AVSs (`avsFaultsOf`).
 * @param rows sorted ids of operators or groups
 * @throws ApiError BAD_USER_INPUT on an operator that is not there
 */
export function faultModel(
  { probability, severity, operators, groups }: Faults,
  rows: readonly string[],
): FaultModel {
  const own = rows.map(() => probability)
  for (const one of operators ?? []) {
    own[operatorPosition(rows, one.operator, 'faults.operators')] = one.probability
  }
  return {
    own,
    ...(severity && { severity }),
    groups: (groups ?? []).map(({ operators, probability, severity }) => ({
      probability,
      members: operators.map((one) => operatorPosition(rows, one, 'faults.groups.operators')),
      ...(severity && { severity }),
    })),
  }
}

/**
 * Faults of AVSs, by positions.
 * @param rows sorted ids of operators @param columns sorted ids of AVSs
 * @throws ApiError BAD_USER_INPUT on an operator or AVS that is not there
 */
export function avsFaultsOf(
  { avss, severity: common }: Faults,
  rows: readonly string[],
  columns: readonly string[],
): ColumnFault[] {
  return (avss ?? []).map(({ avs, operators, probability, severity }) => {
    const own = severity ?? common
    return {
      column: positionOf(columns, avs, 'faults.avss.avs', 'AVS'),
      rows: operators?.map((one) => operatorPosition(rows, one, 'faults.avss.operators')) ?? null,
      probability,
      ...(own && { severity: own }),
    }
  })
}

/**
 * Refuses faults that take different parts of an operator's stake in different AVSs.
 * @throws ApiError BAD_USER_INPUT if faults of AVSs are given
 */
export function requireSamePart({ avss }: Faults): void {
  if (!avss) return
  throw invalidArgument(
    'faults.avss',
    avss.map(({ avs }) => avs),
    'Only lossDistribution takes them: here, a fault takes the same part of an operator in every AVS.',
  )
}
