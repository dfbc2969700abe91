import type { Arguments, FigureValue } from '../../state-proof/figure'
import type { Rows } from '../rows'

/** Our value of a figure; null: unknown. */
export type OurFigure = (rows: Rows, args: Arguments) => Promise<FigureValue | null>
