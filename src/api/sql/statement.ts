import type { BlockPoint } from '../context'
import type { Entity, Model, ReferenceField, ValueField } from '../model'
import { entityOf } from '../model'

/** One SELECT in the making: its parameters, its aliases and the block whose rows it sees. */
export class Statement {
  readonly params: unknown[] = []
  private tables = 0
  private blockParam: string | null = null

  constructor(
    readonly model: Model,
    private readonly block: Pick<BlockPoint, 'number' | 'isHead'>,
  ) {}

  /** Adds a value and returns its placeholder. */
  param(value: unknown): string {
    return `$${this.params.push(value)}`
  }

  /** A table of the FROM clause of a new (sub)select. */
  open(entityName: string): Scope {
    const entity = entityOf(this.model, entityName)
    return new Scope(this, entity, this.alias())
  }

  alias(): string {
    return `t${this.tables++}`
  }

  /** Condition that a row holds at the block (state), or had happened by it (event). */
  visible(entity: Entity, alias: string): string {
    if (entity.kind === 'state' && this.block.isHead) return `${alias}.to_block IS NULL`
    this.blockParam ??= `${this.param(this.block.number)}::int`
    if (entity.kind === 'event') return `${alias}.block <= ${this.blockParam}`
    return (
      `${alias}.from_block <= ${this.blockParam}` +
      ` AND (${alias}.to_block IS NULL OR ${alias}.to_block > ${this.blockParam})`
    )
  }
}

/** A table in a FROM clause, with the rows it refers to joined on demand. */
export class Scope {
  private readonly targets = new Map<string, Scope>()

  constructor(
    readonly statement: Statement,
    readonly entity: Entity,
    readonly alias: string,
    private readonly joins: string[] = [],
  ) {}

  column(field: ValueField | ReferenceField): string {
    return `${this.alias}."${field.column}"`
  }

  /** The column that references to this row hold. */
  get identity(): string {
    return `${this.alias}."${this.entity.identity}"`
  }

  /** The row a reference names, at the block; all its columns are null if there is none. */
  to(reference: ReferenceField): Scope {
    const known = this.targets.get(reference.name)
    if (known) return known
    const entity = entityOf(this.statement.model, reference.target)
    const scope = new Scope(this.statement, entity, this.statement.alias(), this.joins)
    this.joins.push(
      ` LEFT JOIN "${entity.table}" ${scope.alias} ON ${scope.identity} = ${this.column(reference)}` +
        ` AND ${this.statement.visible(entity, scope.alias)}`,
    )
    this.targets.set(reference.name, scope)
    return scope
  }

  /** FROM and WHERE with the rows of the block. Call it last: conditions and orders may add joins. */
  from(conditions: readonly string[]): string {
    const where = [this.statement.visible(this.entity, this.alias), ...conditions]
    return `FROM "${this.entity.table}" ${this.alias}${this.joins.join('')} WHERE ${where.join(' AND ')}`
  }
}
