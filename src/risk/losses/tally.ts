/** Sums over some cases: combinations by their probability, draws by their number. */
export interface Tally {
  exact: number
  drawn: number
  exactLost: number
  drawnLost: number
  drawnSquares: number
  /** Draws with a loss. */
  losing: number
}

/** No case. */
export function emptyTally(): Tally {
  return { exact: 0, drawn: 0, exactLost: 0, drawnLost: 0, drawnSquares: 0, losing: 0 }
}

/** All cases of some tallies together. */
export function sumOfTallies(tallies: readonly Tally[]): Tally {
  const sum = emptyTally()
  for (const one of tallies) {
    sum.exact += one.exact
    sum.drawn += one.drawn
    sum.exactLost += one.exactLost
    sum.drawnLost += one.drawnLost
    sum.drawnSquares += one.drawnSquares
    sum.losing += one.losing
  }
  return sum
}
