import { caseSteps, type LossCap, type Sampling } from '../../../../src/risk/losses/fault-cases'
import type { FaultModel } from '../../../../src/risk/losses/fault-model'
import { faultsOf } from '../../../../src/risk/losses/faults'
import { JointTails } from '../../../../src/risk/losses/joint-tail'
import {
  casesDistribution,
  type LossDistribution,
  lossSteps,
} from '../../../../src/risk/losses/loss-distribution'

/** What a generator returns after its last step. */
export function finish<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** A distribution whose tails are there at once, by level. */
function atOnce({ method, anyLoss, tail }: LossDistribution) {
  return {
    method,
    isExact: method === 'EXACT',
    anyLoss,
    tail: (level: number) => finish(tail({ level, beyond: 1 - level })),
  }
}

/** The distribution after the last step of `lossSteps`. */
export function lossDistribution(
  losses: readonly number[],
  model: FaultModel,
  sampling: Sampling,
  caps: readonly LossCap[] = [],
) {
  return atOnce(finish(lossSteps(losses, model, sampling, caps)))
}

/** The distribution of cases, where `lossSteps` would convolve. */
export function drawnDistribution(
  losses: readonly number[],
  model: FaultModel,
  sampling: Sampling,
) {
  const cases = finish(caseSteps(losses, model, sampling))
  return atOnce(casesDistribution(losses, faultsOf(losses, model), cases))
}

/** The distribution of cases, and joint tails of parts in the same cases. */
export function drawnTogether(losses: readonly number[], model: FaultModel, sampling: Sampling) {
  const cases = finish(caseSteps(losses, model, sampling))
  return {
    distribution: atOnce(casesDistribution(losses, faultsOf(losses, model), cases)),
    joint: new JointTails(cases, losses),
  }
}

/** Joint tails of parts of some losses. */
export function jointTails(
  losses: readonly number[],
  model: FaultModel,
  sampling: Sampling,
): JointTails {
  return new JointTails(finish(caseSteps(losses, model, sampling)), losses)
}
