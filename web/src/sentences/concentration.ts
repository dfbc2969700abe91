import type { ConcentrationQuery } from '../data/types.generated'
import { percent, short } from '../format/decimal'

/** How few decide. */
export function concentrationSentences(
  { concentration }: ConcentrationQuery,
  name: string,
): string[] {
  const { hhi, effectiveNumber, third, universe } = concentration
  const all = universe.n === null ? name : `${universe.n} ${name}`
  const few =
    third.count === null
      ? `How many of the ${all} have a third of the stake is unknown.`
      : third.count === 1
        ? `One of ${all} alone has more than a third of the stake.`
        : `${third.count} of ${all} together have more than a third of the stake.`
  const equal =
    hhi === null || effectiveNumber === null
      ? []
      : [
          `It is as concentrated as if ${short(effectiveNumber)} equal ${name} held it (HHI ${short(hhi)}).`,
        ]
  return [few, ...equal]
}

/** What half of the members hold. */
export function lorenzSentence(
  points: NonNullable<ConcentrationQuery['concentration']['lorenz']>,
  name: string,
): string {
  const half = points.filter(({ population }) => Number(population) <= 0.5).at(-1)
  if (!half || half.share === null) return 'What the smaller half holds is unknown.'
  return `The smallest ${percent(half.population)} of the ${name} hold ${percent(half.share)} of the stake.`
}
