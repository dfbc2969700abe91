import type { FragmentDefinitionNode, GraphQLSchema } from 'graphql'
import { entityOf, type Model } from '../../../reads/entities'
import { listJson, mostRows, oneJson } from '../../sql/json'
import { countsOfList, countsOfOne } from '../../sql/rows-below'
import { argumentsOf } from '../arguments'
import type { CheckedOperation } from '../check'
import { Planner } from '../planner'
import type { Selected } from '../selection'
import { connectionMember } from './connection'
import type { Member, Values } from './member'
import { metaMember } from './meta'
import type { Root } from './roots'

/** Makes members of the root fields of one schema. */
export class Members {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly model: Model,
  ) {}

  /** @throws ApiError as the planner */
  of(checked: CheckedOperation, field: Selected, root: Root): Member {
    const { key } = field
    if (root.kind === 'type') return { key, rows: 0, columns: () => [], text: () => '"Query"' }
    if (root.kind === 'meta') return metaMember(this.schema, checked, field)
    const { scope } = checked
    const info = {
      schema: this.schema,
      fragments: scope.fragments as Record<string, FragmentDefinitionNode>,
      variableValues: scope.variables as Record<string, unknown>,
      fieldNodes: [...field.nodes],
    }
    const definition = this.schema.getQueryType()!.getFields()[field.name]!
    const args = argumentsOf(definition, field.nodes[0]!, info.variableValues)
    const planner = new Planner(this.model, info)
    if (root.kind === 'connection') {
      const { connectionType } = entityOf(this.model, root.entity)
      return connectionMember(scope, field, planner.connection(root.entity, args), connectionType)
    }
    const text = ([json]: Values) => json ?? null
    if (root.kind === 'list') {
      const plan = planner.list(root.entity, args)
      const columns: Member['columns'] = (statement, style) => [
        listJson(statement, plan, style, key),
      ]
      const counts: Member['counts'] = (statement, max) => countsOfList(statement, plan, max)
      return { key, rows: mostRows(plan), counts, columns, text }
    }
    const row = planner.one(root.entity)
    const columns: Member['columns'] = (statement, style) => [
      oneJson(statement, row, args.id as string, style, key),
    ]
    const counts: Member['counts'] = (statement, max) =>
      countsOfOne(statement, row, args.id as string, max)
    return { key, rows: mostRows({ limit: 1, row }), counts, columns, text }
  }
}
