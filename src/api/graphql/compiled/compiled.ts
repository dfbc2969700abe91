import type { GraphQLSchema } from 'graphql'
import type { BlockPoint } from '../../../reads/context'
import type { Model } from '../../../reads/entities'
import type { Head } from '../../../reads/head'
import type { Limits } from '../../limits'
import { Statement } from '../../sql/statement'
import type { CheckedOperation } from '../check'
import type { Member } from './member'
import { Members } from './members'
import { readsMore } from './meta'
import { type Root, rootsOf } from './roots'

/** An operation whose values are known: what it takes to write its statement at a block. */
export interface Compiled {
  readonly checked: CheckedOperation
  /** In the order of their keys. */
  readonly members: readonly Member[]
  /** SQL and parameters: the columns of all members, `f0` and on. */
  statement(head: Head, block: BlockPoint): Columns
  /** Rows that it may return, if they have to be counted; null: it cannot return more. */
  readonly maxRows: number | null
  /** Bytes that the answer may have. */
  readonly maxBytes: number
}

/** Column that says whether there are too many rows. */
export const TOO_MANY = 'too_many'

/** Columns of a statement. */
export interface Columns {
  /** WITH clause that counts rows, so that the columns are null if they would have too many; empty: they cannot. */
  readonly counting: string
  readonly sql: string
  readonly params: readonly unknown[]
  /** How many each member has. */
  readonly counts: readonly number[]
}

/** Compiles operations that ask for rows of one block, and for the head of the index. */
export class Compiler {
  private readonly roots: ReadonlyMap<string, Root>
  private readonly members: Members

  constructor(
    schema: GraphQLSchema,
    private readonly model: Model,
    private readonly limits: Limits,
  ) {
    this.roots = rootsOf(model)
    this.members = new Members(schema, model)
  }

  /**
   * @returns null: graphql-js has to answer
   * @throws what graphql-js will report, too
   */
  compile(checked: CheckedOperation): Compiled | null {
    if (checked.dependsOn === 'PROCESS') return null
    const roots = checked.fields.map(({ name }) => this.roots.get(name))
    if (!roots.some((root) => root && root.kind !== 'type')) return null
    const members: Member[] = []
    for (const [index, root] of roots.entries()) {
      const field = checked.fields[index]!
      if (!root || (root.kind === 'meta' && readsMore(checked, field))) return null
      members.push(this.members.of(checked, field, root))
    }
    const { cost, responseBytes } = this.limits
    const countsRows = members.reduce((sum, { rows }) => sum + rows, 0) > cost
    return {
      checked,
      members,
      maxRows: countsRows ? cost : null,
      maxBytes: responseBytes,
      statement: (head, block) => this.statement(members, countsRows, head, block),
    }
  }

  private statement(
    members: readonly Member[],
    countsRows: boolean,
    { missingContracts }: Head,
    block: BlockPoint,
  ): Columns {
    const statement = new Statement(this.model, block, missingContracts)
    const columns = members.map((member) => member.columns(statement, { countsRows }))
    const { cost } = this.limits
    const counts = countsRows ? members.flatMap((one) => one.counts?.(statement, cost) ?? []) : []
    const isCounted = counts.length > 0
    const guarded = (sql: string) =>
      isCounted ? `CASE WHEN (SELECT rows FROM below) <= ${cost} THEN ${sql} END` : sql
    const named = columns.flat().map((sql, index) => `${guarded(sql)} AS f${index}`)
    if (isCounted) named.push(`((SELECT rows FROM below) > ${cost})::text AS ${TOO_MANY}`)
    return {
      counting: isCounted
        ? `WITH below AS MATERIALIZED (SELECT ${counts.join(' + ')} AS rows) `
        : '',
      sql: named.join(', ') || 'NULL AS none',
      params: statement.params,
      counts: columns.map(({ length }) => length),
    }
  }
}
