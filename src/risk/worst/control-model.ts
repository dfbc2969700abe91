import { ratio } from '../math/ratio'
import type {
  Constraint,
  LinearModel,
  LinearSolution,
  Variable,
} from '../optimization/linear-model'
import { part, Scale } from '../optimization/scale'
import { type Control, type Grip, gripOf, requireCount } from './control'

/** The search for the worst k operators as a linear model. */
interface ControlModel {
  readonly control: Control
  readonly k: number
  readonly model: LinearModel
  readonly scale: Scale
  /** Rows of the operators; their variables follow those of the services. */
  readonly operators: readonly number[]
}

/**
 * max sum(value * y) over services y and operators z, subject to sum(stake * z) >= need * y for
 * each service and at most k operators. Stakes above the need are cut to it: that changes no choice
 * and tightens the relaxation.
 * @throws RangeError unless k is a non-negative integer
 */
export function controlModel(control: Control, k: number): ControlModel {
  requireCount(k)
  const { services, byOperator } = control
  const operators = byOperator.flatMap((holds, row) => (holds.length > 0 ? [row] : []))
  const variableOf = new Map(operators.map((row, index) => [row, services.length + index]))
  const scale = new Scale(services.map(({ value }) => value))
  const variables = [
    ...services.map(({ value }): Variable => ({ kind: 'BINARY', worth: scale.shrink(value) })),
    ...operators.map((): Variable => ({ kind: 'BINARY', worth: 0 })),
  ]
  const controlled = services.map(
    ({ need, holds }, service): Constraint => ({
      variables: [...holds.map(({ operator }) => variableOf.get(operator)!), service],
      coefficients: [
        ...holds.map(({ stake }) => part(stake < need ? stake : need, ratio(need))),
        -1,
      ],
      relation: '>=',
      bound: 0,
    }),
  )
  const atMost: Constraint = {
    variables: operators.map((row) => variableOf.get(row)!),
    coefficients: operators.map(() => 1),
    relation: '<=',
    bound: k,
  }
  return {
    control,
    k,
    model: { variables, constraints: [...controlled, atMost] },
    scale,
    operators,
  }
}

/**
 * Checks a solution: the k operators that it chose and what they control, exact, and its upper
 * bound of the value that k operators control, within the tolerances of the solver.
 */
export function readControl(
  { control, k, model, scale, operators }: ControlModel,
  { values, bound }: LinearSolution,
): { found: Grip | null; solverBound: bigint | null } {
  const first = control.services.length
  const chosen =
    values &&
    operators
      .map((row, index) => ({ row, value: values[first + index]! }))
      .filter(({ value }) => value > 0.5)
      .sort((a, b) => b.value - a.value)
      .slice(0, k)
      .map(({ row }) => row)
  return {
    found: chosen && gripOf(control, chosen),
    solverBound: bound === null ? null : scale.atMost(bound, model),
  }
}
