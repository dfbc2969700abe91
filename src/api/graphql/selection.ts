import type { FieldNode, FragmentDefinitionNode, SelectionNode, SelectionSetNode } from 'graphql'
import { GraphQLIncludeDirective, GraphQLSkipDirective, getDirectiveValues, Kind } from 'graphql'

/** A selected field, with all nodes that select it under one response key. */
export interface Selected {
  /** Response key: alias or name. */
  key: string
  name: string
  nodes: readonly FieldNode[]
}

/** What a selection needs: fragments and variables. */
export interface SelectionScope {
  fragments: Readonly<Record<string, FragmentDefinitionNode>>
  variables: Readonly<Record<string, unknown>>
}

/**
 * The fields in selection sets of one object type, in order, with fragments spread and @skip and @include applied. Type
 * conditions are ignored: the API has no interfaces, so a valid fragment is always on the type itself.
 */
export function selectedFields(
  scope: SelectionScope,
  sets: Iterable<SelectionSetNode | undefined>,
): Selected[] {
  const fields = new Map<string, Selected & { nodes: FieldNode[] }>()
  const spread = new Set<string>()
  const visit = (set: SelectionSetNode | undefined) => {
    for (const node of set?.selections ?? []) {
      if (!isIncluded(scope, node)) continue
      if (node.kind === Kind.INLINE_FRAGMENT) visit(node.selectionSet)
      else if (node.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(node.name.value)) continue
        spread.add(node.name.value)
        visit(scope.fragments[node.name.value]?.selectionSet)
      } else add(node)
    }
  }
  const add = (node: FieldNode) => {
    const key = node.alias?.value ?? node.name.value
    const known = fields.get(key)
    if (known) known.nodes.push(node)
    else fields.set(key, { key, name: node.name.value, nodes: [node] })
  }
  for (const set of sets) visit(set)
  return [...fields.values()]
}

/** The fields below a selected field. */
export function fieldsBelow(scope: SelectionScope, selected: Pick<Selected, 'nodes'>): Selected[] {
  return selectedFields(
    scope,
    selected.nodes.map((node) => node.selectionSet),
  )
}

function isIncluded({ variables }: SelectionScope, node: SelectionNode): boolean {
  if (!node.directives?.length) return true
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false
}
