import { capsOf, type LossQuestion } from '../../risk/losses/cells'
import { slashingsPerDraw } from '../../risk/losses/expected'
import type { Sampling } from '../../risk/losses/fault-cases'
import { isDrawn } from '../../risk/losses/loss-distribution'
import { quotient } from '../../risk/math/quotient'
import { limitExceeded } from '../define/errors'
import type { LossFigures } from './loss-figures'

/** How much may be drawn. */
export interface DrawLimits {
  readonly draws: number
  /** Slashings in all draws together: 30 million take about a second. */
  readonly slashings: number
  /** The answer outlives its graph, so that all is computed at once; otherwise what is asked for. */
  readonly isKept: boolean
}

/** What a request may draw. */
export const FIELD_DRAWS: DrawLimits = {
  draws: 1_000_000,
  slashings: 20_000_000,
  isKept: false,
}
/** What a job may draw: in some minutes, with 8 bytes for each draw. */
export const JOB_DRAWS: DrawLimits = {
  draws: 20_000_000,
  slashings: 5_000_000_000,
  isKept: true,
}

/** Losses of rows, as doubles. */
export function amountsOf({ losses, unit }: LossQuestion): number[] {
  return losses.map((loss) => quotient(loss, unit))
}

/** @throws ApiError LIMIT_EXCEEDED if too many slashings would be drawn */
export function checkDrawn(
  { question }: Pick<LossFigures, 'question'>,
  { sampling, limits: { slashings } }: { readonly sampling: Sampling; readonly limits: DrawLimits },
): void {
  const { losses, model } = question
  const each = slashingsPerDraw(losses, model)
  const asked = Math.ceil(each * sampling.draws)
  if (asked <= slashings || !isDrawn(amountsOf(question), model, capsOf(question))) return
  const fewer = `Ask for ${Math.floor(slashings / each)} draws or fewer`
  throw limitExceeded(
    `These probabilities give about ${asked} slashings to draw.`,
    slashings,
    asked,
    slashings < JOB_DRAWS.slashings ? `${fewer}, or start a job (startJob).` : `${fewer}.`,
  )
}
