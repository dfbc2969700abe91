/** A variable. BINARY: 0 or 1. CONTINUOUS: in [0, 1]. */
export interface Variable {
  readonly kind: 'BINARY' | 'CONTINUOUS'
  /** Its coefficient in the objective. */
  readonly worth: number
}

/** sum(coefficient * variable) >= bound, or <= bound. */
export interface Constraint {
  /** Positions of variables, each once. */
  readonly variables: readonly number[]
  readonly coefficients: readonly number[]
  readonly relation: '>=' | '<='
  readonly bound: number
}

/**
 * A mixed-integer linear program: maximise sum(worth * variable) subject to constraints.
 *
 * Coefficients are doubles near the exact amounts, so a solution must be checked in exact
 * arithmetic.
 */
export interface LinearModel {
  readonly variables: readonly Variable[]
  readonly constraints: readonly Constraint[]
}

/**
 * Result of a solver.
 * - OPTIMAL: the values are optimal, within the tolerances of the solver.
 * - LIMITED: stopped by the time limit or by the caller; values if any were found.
 */
export interface LinearSolution {
  readonly status: 'OPTIMAL' | 'LIMITED'
  /** Objective of the values; null: no values. */
  readonly objective: number | null
  /** Upper bound of the objective, within the tolerances of the solver; null: unknown. */
  readonly bound: number | null
  /** One value per variable; null: none found. */
  readonly values: readonly number[] | null
}
