import type { DocumentNode, OperationDefinitionNode, SelectionSetNode } from 'graphql'
import { Kind, OperationTypeNode } from 'graphql'
import type { Model } from '../../../reads/entities'

/** A root field that one statement answers. */
export interface Root {
  kind: 'list' | 'one'
  entity: string
}

/** The root fields of a model by name. */
export function rootsOf(model: Model): ReadonlyMap<string, Root> {
  return new Map(
    [...model.entities.values()].flatMap(({ name, query }) =>
      (['list', 'one'] as const).map((kind) => [query[kind], { kind, entity: name }] as const),
    ),
  )
}

/** Whether all root fields of a query, in whatever fragment, are of `roots`, and there is one. */
export function hasOnlyRoots(
  roots: ReadonlyMap<string, Root>,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  const names = new Set<string>()
  const visited = new Set<string>()
  const visit = ({ selections }: SelectionSetNode) => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) names.add(node.name.value)
      else if (node.kind === Kind.INLINE_FRAGMENT) visit(node.selectionSet)
      else if (!visited.has(node.name.value)) {
        visited.add(node.name.value)
        for (const one of document.definitions) {
          if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === node.name.value)
            visit(one.selectionSet)
        }
      }
    }
  }
  visit(operation.selectionSet)
  names.delete('__typename')
  return (
    operation.operation === OperationTypeNode.QUERY &&
    names.size > 0 &&
    [...names].every((name) => roots.has(name))
  )
}
