import { type DefinitionNode, execute, type GraphQLSchema, Kind } from 'graphql'
import type { ResolverContext } from '../../../reads/context'
import type { CheckedOperation } from '../check'
import { fieldsBelow, type Selected } from '../selection'
import type { Member, Moment } from './member'

/** Whether a field about the index needs more than the head. */
export function readsMore({ blocks, scope }: CheckedOperation, field: Selected): boolean {
  return blocks.length > 0 && fieldsBelow(scope, field).some(({ name }) => name === 'digest')
}

/** A field about the index: graphql-js answers it, by the head that the statement saw. */
export function metaMember(
  schema: GraphQLSchema,
  { operation, request, scope }: CheckedOperation,
  field: Selected,
): Member {
  const { key } = field
  const selectionSet = { kind: Kind.SELECTION_SET, selections: [...field.nodes] } as const
  const definitions: DefinitionNode[] = [
    { ...operation, selectionSet },
    ...Object.values(scope.fragments),
  ]
  const document = { kind: Kind.DOCUMENT, definitions } as const
  const { variableValues } = request
  return {
    key,
    rows: 0,
    columns: () => [],
    async text(_, moment) {
      const contextValue = contextOf(moment)
      const result = await execute({ schema, document, variableValues, contextValue })
      return result.errors || !result.data ? null : JSON.stringify(result.data[key])
    },
  }
}

function contextOf({ head, point }: Moment): ResolverContext {
  return {
    head: async () => head,
    at: async () => point,
    // The digest of an earlier block, which is not selected.
    query: async () => [],
    reading: (read) => read(),
    hasReadAll: async () => {},
    signal: undefined,
  }
}
