import type { ChangesFragment, FiguresFragment } from './types.generated'

/** Figures that the series has at each of its points. */
export interface EarlierFigures {
  readonly block: { readonly number: number; readonly timestampAtLeast: number | null }
  readonly stake: string | null
  /** Operators that hold something. */
  readonly members: string | null
  /** Of the stake that services can slash, which adds up over both protocols; as the next two. */
  readonly hhi: string | null
  readonly nakamoto: string | null
  readonly topShare: string | null
  readonly capitalAtRisk: string | null
  readonly slashableLeverage: string | null
}

/** Figures of the block that is shown. */
export type ToldFigures = FiguresFragment &
  Pick<EarlierFigures, 'members' | 'hhi' | 'nakamoto' | 'topShare'>

/** What the figures of two blocks say together. */
export interface Told {
  readonly now: ToldFigures | null
  /** Null: nothing is indexed before. */
  readonly before: EarlierFigures | null
  readonly changes: ChangesFragment | null
}

interface Point {
  readonly block: number
  readonly timestampAtLeast: number | null
  readonly values: readonly { readonly name: string; readonly value: string | null }[]
}

interface Answer {
  readonly overview: {
    readonly now: FiguresFragment | null
    readonly changes: ChangesFragment | null
  }
  readonly series: { readonly points: readonly Point[] }
}

/**
 * Figures of both blocks. Those that only the series has are of its last point, which is the block that is shown, or one just
 * before it where the chain went on meanwhile.
 *
 * @param since the earlier block, one of the points
 */
export function toldOf(
  { overview: { now, changes }, series: { points } }: Answer,
  since: number | null,
): Told {
  const last = points.at(-1)
  const earlier = points.find(({ block }) => block === since)
  return {
    now: now && { ...now, ...(last ? populationOf(last) : UNKNOWN) },
    before: earlier
      ? {
          block: { number: earlier.block, timestampAtLeast: earlier.timestampAtLeast },
          ...populationOf(earlier),
          stake: figureOf(earlier, 'STAKE'),
          capitalAtRisk: figureOf(earlier, 'CAPITAL_AT_RISK'),
          slashableLeverage: figureOf(earlier, 'SLASHABLE_LEVERAGE'),
        }
      : null,
    changes,
  }
}

const UNKNOWN = { members: null, hhi: null, nakamoto: null, topShare: null }

const figureOf = ({ values }: Point, figure: string): string | null =>
  values.find(({ name }) => name === figure)?.value ?? null

const populationOf = (point: Point) => ({
  members: figureOf(point, 'MEMBERS'),
  hhi: figureOf(point, 'HHI'),
  nakamoto: figureOf(point, 'NAKAMOTO'),
  topShare: figureOf(point, 'TOP'),
})
