import type { BlockPoint } from '../../../reads/context'
import type { VersionedHead } from '../../database/version'
import type { JsonStyle } from '../../sql/json'
import type { Statement } from '../../sql/statement'

/** Values of the columns of a root field, as text. */
export type Values = readonly (string | null)[]

/** What a statement has read: the rows of a block, at a head. */
export interface Moment {
  readonly head: VersionedHead
  readonly point: BlockPoint
}

/** A root field of a compiled operation, with the values of its arguments. */
export interface Member {
  readonly key: string
  /** Rows that it may return. */
  readonly rows: number
  /** Expressions for the numbers of rows in its lists below others, see `rows-below`. Default: it has none. */
  counts?(statement: Statement, max: number): string[]
  /** Expressions of its columns. */
  columns(statement: Statement, style: JsonStyle): string[]
  /** Its JSON text; null: graphql-js has to answer. */
  text(values: Values, moment: Moment): string | null | Promise<string | null>
}
