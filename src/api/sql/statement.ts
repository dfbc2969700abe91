import { atBlock } from '../../reads/at-block'
import type { BlockPoint } from '../../reads/context'
import type {
  Entity,
  ListField,
  Model,
  ReferenceField,
  RowSql,
  ValueField,
} from '../../reads/entities'
import { entityOf, referenceOf } from '../../reads/entities'
import { requireIndexedEntity } from '../../reads/missing-contracts'

/** Builds one SELECT: its parameters, its aliases and the block that it reads. */
export class Statement {
  readonly params: unknown[] = []
  private tables = 0
  private blockParam: string | null = null
  private timeParam: string | null = null

  constructor(
    readonly model: Model,
    private readonly block: Pick<BlockPoint, 'number' | 'timestamp' | 'isHead'>,
    /** Contracts of the core that are not indexed. */
    private readonly missing: readonly string[] = [],
  ) {}

  /** An entity whose rows the statement selects, or computes with. @throws ApiError NOT_INDEXED */
  indexed(entityName: string): Entity {
    requireIndexedEntity(entityName, this.missing)
    return entityOf(this.model, entityName)
  }

  /** Adds a value and returns its placeholder. */
  param(value: unknown): string {
    return `$${this.params.push(value)}`
  }

  /** A table of the FROM clause of a new (sub)select. */
  open(entityName: string): Scope {
    const entity = this.indexed(entityName)
    return new Scope(this, entity, this.alias())
  }

  alias(): string {
    return `t${this.tables++}`
  }

  /** Number of the block that is read. */
  blockNumber(): string {
    this.blockParam ??= `${this.param(this.block.number)}::int`
    return this.blockParam
  }

  /** Time of the block that is read; null if it is not stored. */
  blockTime(): string {
    this.timeParam ??= `to_timestamp(${this.param(this.block.timestamp)}::float8)`
    return this.timeParam
  }

  /** Condition that a row holds at the block (state), or happened at or before it (event). */
  visible(entity: Entity, alias: string): string {
    if (entity.kind === 'event') return `${alias}.block <= ${this.blockNumber()}`
    return atBlock(this.block, () => this.blockNumber(), alias)
  }
}

/** The rows of one page. */
export interface Page {
  scope: Scope
  /** FROM and ORDER BY. */
  from(): string
}

/** A row that certainly exists, so that its key is known without reading it. */
interface KnownKey {
  sql: string
  /** Reads the row for its other columns. */
  join(): void
}

/** A table in a FROM clause. Referenced rows are joined on demand. */
export class Scope {
  private readonly targets = new Map<string, Scope>()
  private isJoined = false

  constructor(
    readonly statement: Statement,
    readonly entity: Entity,
    readonly alias: string,
    private readonly joins: string[] = [],
    private readonly known: KnownKey | null = null,
  ) {}

  column(field: ValueField | ReferenceField): string {
    if (field.kind === 'value' && field.expression) return `(${field.expression(this.row)})`
    if (field.kind === 'value' && field.column === this.entity.identity) return this.identity
    return this.read(field.column)
  }

  private read(column: string): string {
    if (this.known && !this.isJoined) this.known.join()
    this.isJoined = true
    return `${this.alias}."${column}"`
  }

  /** This row, for expressions. */
  private get row(): RowSql {
    const { statement } = this
    return {
      column: (name) => this.read(name),
      block: () => statement.blockNumber(),
      time: () => statement.blockTime(),
      table: (name) => {
        const entity = statement.indexed(name)
        const alias = statement.alias()
        const from = `"${entity.table}" ${alias}`
        return { alias, from, held: statement.visible(entity, alias) }
      },
    }
  }

  /** Condition that rows of `list`, opened as `rows`, belong to this row. */
  link(list: ListField, rows: Scope): string {
    if (!list.through) {
      return `${rows.column(referenceOf(rows.entity, list.mappedBy))} = ${this.identity}`
    }
    const { statement } = this
    const related = statement.indexed(list.through.entity)
    const relation = new Scope(statement, related, statement.alias())
    const mine = `${relation.column(referenceOf(related, list.mappedBy))} = ${this.identity}`
    const theirs = relation.column(referenceOf(related, list.through.reference))
    return `${rows.identity} IN (SELECT ${theirs} ${relation.from([mine])})`
  }

  /** The column that references to this row contain. */
  get identity(): string {
    return this.known?.sql ?? this.read(this.entity.identity)
  }

  /** The row that a reference names, at the block; all its columns are null if there is none. */
  to(reference: ReferenceField): Scope {
    const known = this.targets.get(reference.name)
    if (known) return known
    const entity = entityOf(this.statement.model, reference.target)
    const alias = this.statement.alias()
    const key = this.column(reference)
    const join = () =>
      this.joins.push(
        ` LEFT JOIN "${entity.table}" ${alias} ON ${alias}."${entity.identity}" = ${key}` +
          ` AND ${this.statement.visible(entity, alias)}`,
      )
    if (!reference.isCertain) join()
    const held = reference.isCertain ? { sql: key, join } : null
    const scope = new Scope(this.statement, entity, alias, this.joins, held)
    this.targets.set(reference.name, scope)
    return scope
  }

  /**
   * A page of these rows as a new scope: what is joined to it is read for the rows of the page only.
   *
   * Call `from` of the page last. It repeats the order, which a join may change.
   */
  page(conditions: readonly string[], order: string, limit: string): Page {
    const { alias } = this
    const rows = `SELECT ${alias}.*, row_number() OVER (${order}) AS page_row ${this.from(conditions)} ${order} ${limit}`
    const scope = new Scope(this.statement, this.entity, alias)
    return {
      scope,
      from: () => `FROM (${rows}) ${alias}${scope.joins.join('')} ORDER BY ${alias}.page_row`,
    }
  }

  /** As `page`, for rows to which nothing is joined: their order stays. */
  rows(conditions: readonly string[], order: string, limit: string): Page {
    const { alias } = this
    const rows = `SELECT ${alias}.* ${this.from(conditions)} ${order} ${limit}`
    const scope = new Scope(this.statement, this.entity, alias)
    return { scope, from: () => `FROM (${rows}) ${alias}` }
  }

  /** FROM and WHERE for the rows at the block. Call it last: conditions and orders may add joins. */
  from(conditions: readonly string[]): string {
    const where = [this.statement.visible(this.entity, this.alias), ...conditions]
    return `FROM "${this.entity.table}" ${this.alias}${this.joins.join('')} WHERE ${where.join(' AND ')}`
  }
}
