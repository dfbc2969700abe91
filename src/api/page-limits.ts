/** Rows of a root list or connection without `limit`, `first` or `last`. */
export const DEFAULT_PAGE = 50
/** Rows of one page at most. Also the rows of a nested list without `limit`. */
export const MAX_PAGE = 1_000
/** Rows that `offset` may skip. */
export const MAX_OFFSET = 10_000
