import type { RawLog } from '../types'

/**
 * What is wrong with an answer.
 * - `omitted`: a log of the block's receipts is missing.
 * - `altered`: a log is not in the receipts.
 * - `foreign`: a log of another block, or one that the header's bloom rules out.
 * - `gap`: the logs of a whole block are not numbered without gaps.
 * - `bloom`: the logs of a whole block do not give the header's bloom.
 * - `receipts`: receipts do not hash to the header's root, for example because a node has pruned some.
 * - `header`: the fields of a header do not hash to its hash.
 * - `parent`: a block does not name the one before as its parent.
 * - `place`: two logs at one position.
 * - `disagreement`: two providers answer differently, and neither answer can be verified.
 */
export type Fault =
  | 'omitted'
  | 'altered'
  | 'foreign'
  | 'gap'
  | 'bloom'
  | 'receipts'
  | 'header'
  | 'parent'
  | 'place'
  | 'disagreement'

/** An answer contradicts its header, another answer, or itself. */
export class Contradiction extends Error {
  readonly fault: Fault

  constructor(fault: Fault, message: string) {
    super(message)
    this.fault = fault
  }
}

/** Logs differ from those that their blocks' headers commit to, which are known. */
export class WrongLogs extends Contradiction {
  /** @param right all logs of each such block by its number, in order */
  constructor(
    { fault, message }: Contradiction,
    readonly right: ReadonlyMap<number, readonly RawLog[]>,
  ) {
    super(fault, message)
  }
}
