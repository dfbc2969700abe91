import type { ConcentrationQuery, FewFragment } from '../data/types.generated'
import { percent, short } from '../format/decimal'
import { counted } from '../format/text'

/** Who is counted: one of them, and many. */
export interface Among {
  readonly one: string
  readonly many: string
}

/** How few decide. */
export function concentrationSentences(
  { concentration }: ConcentrationQuery,
  { one, many }: Among,
): string[] {
  const { hhi, effectiveNumber, third, universe } = concentration
  const all = universe.n === null ? `the ${many}` : counted(universe.n, one, many)
  const few =
    third.count === null
      ? `How many of ${all} have a third of the stake is unknown.`
      : universe.n === 1
        ? `The only ${one} has all of the stake.`
        : third.count === 1
          ? `One of ${all} alone has more than a third of the stake.`
          : `${third.count} of ${all} together have more than a third of the stake.`
  const equal =
    hhi === null || effectiveNumber === null
      ? []
      : [
          `It is as concentrated as if ${short(effectiveNumber)} equal ${short(effectiveNumber) === '1' ? one : many} held it (HHI ${short(hhi)}).`,
        ]
  return [few, ...equal]
}

/** What it changes to count operators of one company as one. */
export function groupedSentence(alone: FewFragment, grouped: FewFragment): string {
  if (alone.hhi === null || grouped.hhi === null) return 'What companies change is unknown.'
  if (alone.universe.n === grouped.universe.n) {
    return 'No label file says of two of them that they are of one company.'
  }
  const few = (count: number | null) => (count === null ? 'an unknown number' : String(count))
  return `As ${counted(grouped.universe.n, 'company', 'companies')} instead of ${counted(alone.universe.n, 'operator')}: HHI ${short(grouped.hhi)} instead of ${short(alone.hhi)}, more than a third with ${few(grouped.third.count)} instead of ${few(alone.third.count)}. Who belongs together is a claim of label files.`
}

/** What half of the members hold. */
export function lorenzSentence(
  points: NonNullable<ConcentrationQuery['concentration']['lorenz']>,
  { many }: Among,
): string {
  const half = points.filter(({ population }) => Number(population) <= 0.5).at(-1)
  if (!half || half.share === null) return 'What the smaller half holds is unknown.'
  return `The smallest ${percent(half.population)} of the ${many} hold ${percent(half.share)} of the stake.`
}
