/** A variable: 0 or 1, or anything in [0, 1]. */
export interface Variable {
  readonly kind: 'BINARY' | 'CONTINUOUS'
  /** Its coefficient in the objective. */
  readonly worth: number
}

/** sum(coefficient * variable) at least, or at most, `bound`. */
export interface Constraint {
  /** Positions of variables, each once. */
  readonly variables: readonly number[]
  readonly coefficients: readonly number[]
  readonly relation: '>=' | '<='
  readonly bound: number
}

/**
 * A mixed-integer linear problem to be maximised.
 *
 * Coefficients are doubles near the exact amounts, so what a solver says about it is a hint until it is checked.
 */
export interface LinearModel {
  readonly variables: readonly Variable[]
  readonly constraints: readonly Constraint[]
}

/**
 * What a solver found.
 * - OPTIMAL: the values are the best, within the solver's tolerances.
 * - LIMITED: stopped by the time limit, or by the caller; values if any were found.
 */
export interface LinearSolution {
  readonly status: 'OPTIMAL' | 'LIMITED'
  /** Worth of the values; null: none. */
  readonly objective: number | null
  /** No values are worth more, within the solver's tolerances; null: not known. */
  readonly bound: number | null
  /** One per variable; null: none found. */
  readonly values: readonly number[] | null
}
