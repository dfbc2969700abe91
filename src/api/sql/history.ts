import { heldAt } from '../../reads/at-block'
import { type Entity, identityOf, type Model } from '../../reads/entities'
import type { RowPlan } from './plans'
import { countsBelowPage } from './rows-below'
import { type Budget, type Row, readRow, rowSql } from './select'
import { Scope, Statement } from './statement'
import { toParam } from './values'

/** Alias of the versions: the first table of their statement. */
const VERSIONS = 't0'

/** Versions of one row to read. */
export interface HistoryPlan {
  entity: string
  id: string
  /** Those that hold in one of these blocks or between them. */
  from: number
  to: number
  limit: number
  /** Whether the limit is the default: one version more is read then, to tell whether it cuts the list. */
  isDefault: boolean
  offset: number
  /** One plan for each `row`, by its response key. */
  rows: readonly { key: string; row: RowPlan }[]
}

/** A statement over versions of a row: what follows from the block is that of the block in which each of them began. */
export class HistoryStatement extends Statement {
  private range: string | null = null

  /** @param block the last block that is known to the operation */
  constructor(
    model: Model,
    private readonly last: number,
    missing: readonly string[],
    private readonly plan: HistoryPlan,
  ) {
    super(model, { number: last, timestamp: null, isHead: false }, missing)
    // That of the versions.
    this.alias()
  }

  override blockNumber(): string {
    return `${VERSIONS}.from_block`
  }

  override blockTime(): string {
    // A version begins in a block with logs, whose header is stored.
    return `(SELECT header.block_time FROM block header WHERE header.block = ${VERSIONS}.from_block)`
  }

  override visible(entity: Entity, alias: string): string {
    if (alias === VERSIONS) return this.held()
    if (entity.kind === 'event') return `${alias}.block <= ${this.blockNumber()}`
    return heldAt(this.blockNumber(), alias)
  }

  private held(): string {
    const { from, to } = this.plan
    this.range ??=
      `${VERSIONS}.from_block <= ${this.param(to)}::int` +
      ` AND (${VERSIONS}.to_block IS NULL OR ${VERSIONS}.to_block > ${this.param(from)}::int)`
    return this.range
  }

  /** The page of versions. */
  private versions(): { scope: Scope; where: string[]; order: string; limit: string } {
    const { entity, id, limit, isDefault, offset } = this.plan
    const scope = new Scope(this, this.indexed(entity), VERSIONS)
    const condition = `${scope.identity} = ${this.param(toParam(identityOf(scope.entity), id))}::text`
    return {
      scope,
      where: [condition],
      order: `ORDER BY ${VERSIONS}.from_block`,
      limit: `LIMIT ${limit + (isDefault ? 1 : 0)} OFFSET ${offset}`,
    }
  }

  /** Expressions for the numbers of rows in lists below the versions, see `rows-below`. */
  counts(max: number): string[] {
    const rows = this.plan.rows.map(({ row }) => row)
    return countsBelowPage(rows, { most: this.plan.limit, max }, () => this.versions())
  }

  /** The versions, the earliest first: rows with `data`. */
  sql(): string {
    const { rows } = this.plan
    const { scope, where, order, limit } = this.versions()
    const page = scope.page(where, order, limit)
    const ended = `CASE WHEN ${VERSIONS}.to_block <= ${this.param(this.last)}::int THEN ${VERSIONS}.to_block END`
    const columns = [
      `${VERSIONS}.from_block`,
      ended,
      ...rows.map(({ row }) => rowSql(page.scope, row)),
    ]
    return `SELECT json_build_array(${columns.join(', ')}) AS data ${page.from()}`
  }
}

/** A version of a row; its rows by response key. */
export interface VersionRow {
  fromBlock: number
  toBlock: number | null
  rows: Record<string, Row | null>
}

/** A version as its statement returns it. */
export type VersionData = readonly [number, number | null, ...(readonly unknown[])[]]

/** Reads the versions, and notes if the default limit cuts them. */
export function readHistory(
  { limit, rows }: HistoryPlan,
  items: readonly VersionData[],
  budget: Budget,
  path: string,
): VersionRow[] {
  if (items.length > limit) budget.truncated.add(path)
  return items.slice(0, limit).map(([fromBlock, toBlock, ...data]) => ({
    fromBlock,
    toBlock,
    rows: Object.fromEntries(
      rows.map(({ key, row }, index) => [
        key,
        readRow(row, data[index] ?? null, budget, `${path}.${key}`),
      ]),
    ),
  }))
}
