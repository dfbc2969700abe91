import type { FieldNode, GraphQLField, GraphQLObjectType, GraphQLResolveInfo } from 'graphql'
import { isNonNullType } from 'graphql'
import type { Entity, Field, Model } from '../../reads/entities'
import { entityOf } from '../../reads/entities'
import { apiError } from '../../reads/errors'
import { DEFAULT_PAGE, MAX_PAGE } from '../limits'
import { decodeCursor } from '../sql/cursor'
import { parseOrder } from '../sql/order-input'
import type { ConnectionPlan, FieldPlan, ListPlan, RowPlan } from '../sql/plans'
import { parseWhere } from '../sql/where-input'
import { argumentsOf } from './arguments'
import type { Selected } from './selection'
import { fieldsBelow } from './selection'

type Arguments = Record<string, unknown>
type Info = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues' | 'fieldNodes'>

/** Plans one statement for the selection of a root field. */
export class Planner {
  private readonly scope

  constructor(
    private readonly model: Model,
    private readonly info: Info,
  ) {
    this.scope = { fragments: info.fragments, variables: info.variableValues }
  }

  /** Plan of a field that returns one row. */
  one(entityName: string): RowPlan {
    return this.row(entityName, this.info.fieldNodes)
  }

  /** Plan of a field that returns a list of rows. */
  list(entityName: string, args: Arguments): ListPlan {
    return this.page(entityName, args, this.info.fieldNodes, DEFAULT_PAGE)
  }

  /**
   * Plan of a connection.
   *
   * @throws ApiError BAD_USER_INPUT for both `first` and `last`; BAD_CURSOR
   */
  connection(entityName: string, args: Arguments): ConnectionPlan {
    const entity = entityOf(this.model, entityName)
    if (args.first != null && args.last != null) {
      throw apiError('BAD_USER_INPUT', 'Both first and last are given.', {
        hint: 'Give first (with after) to page forwards, or last (with before) to page backwards.',
      })
    }
    const where = parseWhere(this.model, entity, args.where)
    const order = parseOrder(this.model, entity, args.orderBy)
    const list = { entity: entityName, order, where }
    const cursor = (value: unknown) => (value == null ? null : decodeCursor(list, value as string))
    const below = fieldsBelow(this.scope, { nodes: this.info.fieldNodes })
    const edges = below.filter((field) => field.name === 'edges')
    return {
      ...list,
      nodes: edges.flatMap((edge) => this.nodes(entityName, edge)),
      size: ((args.first ?? args.last) as number | null | undefined) ?? DEFAULT_PAGE,
      backward: args.last != null,
      after: cursor(args.after),
      before: cursor(args.before),
      wants: {
        edges: edges.length > 0,
        totalCount: below.some((field) => field.name === 'totalCount'),
        pageInfo: below.some((field) => field.name === 'pageInfo'),
      },
    }
  }

  /** Plans of the rows of versions, by response key. */
  versions(entityName: string): { key: string; row: RowPlan }[] {
    return fieldsBelow(this.scope, { nodes: this.info.fieldNodes })
      .filter((field) => field.name === 'row')
      .map(({ key, nodes }) => ({ key, row: this.row(entityName, nodes) }))
  }

  private nodes(entityName: string, edge: Selected): { path: string; row: RowPlan }[] {
    return fieldsBelow(this.scope, edge)
      .filter((field) => field.name === 'node')
      .map((node) => ({
        path: `${edge.key}.${node.key}`,
        row: this.row(entityName, node.nodes),
      }))
  }

  private row(entityName: string, nodes: Selected['nodes']): RowPlan {
    const entity = entityOf(this.model, entityName)
    const fields = fieldsBelow(this.scope, { nodes }).map((selected) =>
      this.field(entity, selected),
    )
    return { entity: entityName, fields }
  }

  private field(entity: Entity, selected: Selected): FieldPlan {
    const { key, nodes } = selected
    if (selected.name === '__typename') return { kind: 'type', key }
    const field = entity.fields.get(selected.name) as Field
    switch (field.kind) {
      case 'value':
        return { kind: 'value', key, field }
      case 'reference':
        return {
          kind: 'one',
          key,
          field,
          row: this.row(field.target, nodes),
          isRequired: isNonNullType(this.definition(entity, field).type),
        }
      case 'list': {
        const definition = this.definition(entity, field)
        const node = nodes[0] as FieldNode
        const args = argumentsOf(definition, node, this.info.variableValues)
        return { kind: 'many', key, field, rows: this.page(field.target, args, nodes, MAX_PAGE) }
      }
    }
  }

  private definition(entity: Entity, field: Field): GraphQLField<unknown, unknown> {
    const type = this.info.schema.getType(entity.name) as GraphQLObjectType
    const definition = type.getFields()[field.name]
    if (!definition) throw new Error(`${entity.name}.${field.name} is not in the schema.`)
    return definition
  }

  private page(
    entityName: string,
    args: Arguments,
    nodes: Selected['nodes'],
    defaultLimit: number,
  ): ListPlan {
    const entity = entityOf(this.model, entityName)
    return {
      row: this.row(entityName, nodes),
      where: parseWhere(this.model, entity, args.where),
      order: parseOrder(this.model, entity, args.orderBy),
      limit: (args.limit as number | null | undefined) ?? defaultLimit,
      isDefault: args.limit == null,
      offset: (args.offset as number | null | undefined) ?? 0,
    }
  }
}
