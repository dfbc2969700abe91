import { HEADERS } from '../../reads/block-times'
import type { Model } from '../../reads/entities'
import { Statement } from '../sql/statement'

/** The parameter of a function: a block. */
const BLOCK = '$1'
const HEIGHT = '(SELECT c.height FROM cursor c)'

/** A statement without values, for a view or a function: the block is found when it is run. */
export class ViewStatement extends Statement {
  /** @param isHead whether it reads the last indexed block (a view), or that of the parameter (a function) */
  constructor(
    model: Model,
    private readonly isHead: boolean,
  ) {
    super(model, { number: 0, timestamp: null, isHead })
  }

  override blockNumber(): string {
    return this.isHead ? HEIGHT : BLOCK
  }

  override blockTime(): string {
    const ofHead = '(SELECT to_timestamp(c.block_timestamp) FROM cursor c'
    if (this.isHead) return `${ofHead})`
    const stored = `(SELECT h.block_time FROM ${HEADERS} WHERE h.block = ${BLOCK} LIMIT 1)`
    return `coalesce(${ofHead} WHERE c.height = ${BLOCK}), ${stored})`
  }

  override param(): string {
    throw new Error('A view has no parameters.')
  }
}
