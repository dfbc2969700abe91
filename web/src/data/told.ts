import type { ChangesFragment, FiguresFragment } from './types.generated'

/** What the figures of two blocks say together. */
export interface Told {
  readonly now: FiguresFragment | null
  /** Null: nothing is indexed before. */
  readonly before: FiguresFragment | null
  readonly changes: ChangesFragment | null
}
