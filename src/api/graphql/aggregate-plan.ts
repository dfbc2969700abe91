import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  getNamedType,
} from 'graphql'
import type { Entity, Model } from '../../reads/entities'
import { apiError } from '../../reads/errors'
import { DEFAULT_PAGE } from '../limits'
import {
  type AggregatePlan,
  type Fold,
  groupTerms,
  type NumberPlan,
  numbersOf,
} from '../sql/aggregate'
import { parseWhere } from '../sql/where-input'
import { fieldsBelow } from './selection'

const FOLDS: readonly string[] = ['sum', 'min', 'max', 'known'] satisfies Fold[]

/**
 * Plan of a field that returns groups of rows.
 *
 * @throws ApiError BAD_USER_INPUT for a term that is listed more than once
 */
export function planAggregate(
  model: Model,
  entity: Entity,
  args: Record<string, unknown>,
  info: GraphQLResolveInfo,
): AggregatePlan {
  const numbers = numbersOf(entity)
  const names = (args.groupBy ?? []) as string[]
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) {
    const hint = 'Listed more than once.'
    throw apiError('BAD_USER_INPUT', `groupBy is ${repeated}.`, { argument: 'groupBy', hint })
  }
  const terms = groupTerms(entity)
  return {
    entity: entity.name,
    where: parseWhere(model, entity, args.where),
    groups: names.map((name) => terms.get(name)!),
    numbers: numbersBelow(info, (name) => numbers.get(name)!),
    largest: args.largest == null ? null : numbers.get(args.largest as string)!,
    limit: (args.limit as number | null | undefined) ?? DEFAULT_PAGE,
    isDefault: args.limit == null,
    offset: (args.offset as number | null | undefined) ?? 0,
  }
}

/** The selected numbers, with the fields that their arguments name. */
function numbersBelow(
  info: GraphQLResolveInfo,
  fieldOf: (name: string) => NumberPlan['field'],
): NumberPlan[] {
  const type = getNamedType(info.returnType) as GraphQLObjectType
  const scope = { fragments: info.fragments, variables: info.variableValues }
  return fieldsBelow(scope, { nodes: info.fieldNodes })
    .filter(({ name }) => FOLDS.includes(name))
    .map(({ key, name, nodes }) => {
      const definition = type.getFields()[name]!
      const { of } = getArgumentValues(definition, nodes[0] as FieldNode, info.variableValues)
      return { key, fold: name as Fold, field: fieldOf(of as string) }
    })
}
