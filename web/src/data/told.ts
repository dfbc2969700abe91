import type { ChangesFragment, FiguresFragment } from './types.generated'

/** Figures of one block, with how concentrated the stake is that services can slash: it adds up over both protocols. */
export interface ToldFigures extends FiguresFragment {
  readonly hhi: string | null
  readonly nakamoto: string | null
  readonly topShare: string | null
}

/** What the figures of two blocks say together. */
export interface Told {
  readonly now: ToldFigures | null
  readonly before: ToldFigures | null
  readonly changes: ChangesFragment | null
}

interface Answer {
  readonly overview: {
    readonly now: FiguresFragment | null
    readonly before: FiguresFragment | null
    readonly changes: ChangesFragment | null
  }
  readonly series: {
    readonly points: readonly {
      readonly block: number
      readonly values: readonly { readonly name: string; readonly value: string | null }[]
    }[]
  }
}

/**
 * Figures of both blocks, those of concentration from points of the series: the last one, which is of the block that is shown, or
 * of one just before it where the chain went on meanwhile; and the one of the earlier block.
 */
export function toldOf({ overview: { now, before, changes }, series: { points } }: Answer): Told {
  const figuresAt = (
    figures: FiguresFragment | null,
    point: (typeof points)[number] | undefined,
  ): ToldFigures | null => {
    if (figures === null) return null
    const figure = (name: string) => point?.values.find((one) => one.name === name)?.value ?? null
    return {
      ...figures,
      hhi: figure('HHI'),
      nakamoto: figure('NAKAMOTO'),
      topShare: figure('TOP'),
    }
  }
  const earlier = points.find(({ block }) => block === before?.block.number)
  return { now: figuresAt(now, points.at(-1)), before: figuresAt(before, earlier), changes }
}
