import type { FaultModel } from '../../../src/risk/losses/fault-model'
import {
  type LossDistribution,
  lossSteps,
  type Sampling,
} from '../../../src/risk/losses/loss-distribution'

/** The distribution after the last step of `lossSteps`. */
export function lossDistribution(
  losses: readonly number[],
  model: FaultModel,
  sampling: Sampling,
): LossDistribution {
  const steps = lossSteps(losses, model, sampling)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
