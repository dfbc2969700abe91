import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql'
import type { Limits } from '../limits'
import { type CheckedOperation, checkOperation, type OperationRequest } from './check'
import type { Documents } from './documents'

/** A GraphQL request, as it was sent. */
export interface GraphqlRequest {
  readonly query: string
  readonly operationName?: string | null
  readonly variables?: Record<string, unknown> | null
}

/** A query that is valid. */
export interface Prepared {
  readonly request: OperationRequest
  /** Checked with its variables. @throws as `checkOperation` */
  check(): CheckedOperation
}

/** Reads requests as far as they are valid queries. */
export class Preparer {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly documents: Documents,
    private readonly limits: Limits,
  ) {}

  /** @returns null: it is not a valid query; yoga says why not, or runs the mutation */
  prepare({ query, operationName = null, variables = null }: GraphqlRequest): Prepared | null {
    const document = this.parse(query)
    if (!document) return null
    const operation = getOperationAST(document, operationName)
    if (operation?.operation !== OperationTypeNode.QUERY) return null
    if (this.documents.validate(document).length > 0) return null
    const variableValues = variables && declaredVariables(operation, variables)
    const request = { document, operationName, variableValues }
    let checked: CheckedOperation | undefined
    return {
      request,
      check: () => {
        checked ??= checkOperation(this.schema, request, this.limits)
        return checked
      },
    }
  }

  private parse(query: string): DocumentNode | null {
    try {
      return this.documents.parse(query)
    } catch {
      return null
    }
  }
}

/** Of the variables that were sent, those that an operation declares. Others may be many, and nothing reads them. */
export function declaredVariables(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = variableDefinitions.map(({ variable }) => variable.name.value)
  const sent = names.filter((name) => Object.hasOwn(variables, name))
  return Object.fromEntries(sent.map((name) => [name, variables[name]]))
}
