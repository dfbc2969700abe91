import type { LinearModel } from '../../../src/risk/optimization/linear-model'

/** The same model with every variable anywhere in [0, 1]: its optimum is an upper bound. */
export function relaxation(model: LinearModel): LinearModel {
  return {
    ...model,
    variables: model.variables.map(({ worth }) => ({ kind: 'CONTINUOUS', worth })),
  }
}
