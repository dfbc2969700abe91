import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql'
import { getNamedType, getOperationAST, getVariableValues, isObjectType, Kind } from 'graphql'
import type { BlockInput } from '../../reads/context'
import { apiError } from '../../reads/errors'
import type { Limits } from '../limits'
import { argumentsOf } from './arguments'
import { type Cost, CostCheck } from './cost'
import { checkNesting } from './document'
import { fieldsBelow, type Selected, type SelectionScope, selectedFields } from './selection'

/** Root fields about the head of the index, whatever block they name. */
const ABOUT_HEAD = new Set(['_meta', 'squidStatus'])
/** Root fields whose answers change without a commit of the indexer. */
const WITHOUT_COMMIT = new Set(['startJob', 'cancelJob', 'job', 'audits'])

/** Fields of `_meta` that change without a commit. */
const AGES = new Set(['age', 'headSeenAt', 'source', 'replicaLag'])
/** Those that change with what was last seen of the chain. */
const SEEN = new Set(['head', 'lag'])

/** What is known of an operation before it runs. */
export interface CheckedOperation {
  /** As it was sent. */
  request: OperationRequest
  operation: OperationDefinitionNode
  /** Its root fields. */
  fields: readonly Selected[]
  scope: SelectionScope
  /** Blocks that root fields name. */
  blocks: BlockInput[]
  /**
   * What its answer depends on: a block that it names, the state of the database, what was last seen of the chain too, or what
   * changes without either: this process, time, and who else writes to the database.
   */
  dependsOn: 'BLOCK' | 'DATABASE' | 'SEEN' | 'PROCESS'
  cost: Cost
  /** Estimated milliseconds of computing of each root field. */
  milliseconds: readonly number[]
  /** Whether all of its root fields are rows of the database, and none is a metric. */
  isRows: boolean
}

/** An operation to run, as it was sent. */
export interface OperationRequest {
  document: DocumentNode
  operationName?: string | null
  variableValues?: Record<string, unknown> | null
}

/**
 * Checks an operation with its variables before any of it runs.
 *
 * @throws ApiError as `CostCheck`; GRAPHQL_VALIDATION_FAILED or BAD_USER_INPUT if it cannot run
 */
export function checkOperation(
  schema: GraphQLSchema,
  request: OperationRequest,
  limits: Limits,
): CheckedOperation {
  const operation = operationOf(request)
  const root = rootOf(schema, operation)
  const scope = selectionScope(schema, request, operation)
  const fields = selectedFields(scope, [operation.selectionSet])
  const costs = new CostCheck(scope, limits, schema)
  const cost = costs.check(root, fields)
  const blocks = fields.map((field) => blocksOf(root, scope, field))
  return {
    request,
    operation,
    blocks: blocks.flat(),
    dependsOn: dependenceOf(scope, fields, blocks),
    isRows: fields.every(({ name }) => isRows(root, name)),
    fields,
    scope,
    cost,
    milliseconds: costs.byRoot,
  }
}

function operationOf({ document, operationName }: OperationRequest): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName)
  if (operation) return operation
  throw apiError('BAD_USER_INPUT', 'The document has several operations, or none of that name.', {
    hint: 'Name one of its operations in operationName.',
  })
}

function rootOf(schema: GraphQLSchema, { operation }: OperationDefinitionNode): GraphQLObjectType {
  const root = schema.getRootType(operation)
  if (root) return root
  throw apiError('GRAPHQL_VALIDATION_FAILED', `The API has no ${operation}.`, {
    hint: 'Use a query, or a mutation of the schema.',
  })
}

function selectionScope(
  schema: GraphQLSchema,
  { document, variableValues }: OperationRequest,
  { variableDefinitions = [] }: OperationDefinitionNode,
): SelectionScope {
  checkNesting(variableValues)
  const variables = getVariableValues(schema, variableDefinitions, variableValues ?? {}, {
    maxErrors: 1,
  })
  if (variables.errors) throw variables.errors[0]
  const fragments = document.definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  )
  return {
    fragments: Object.fromEntries(fragments.map((node) => [node.name.value, node])),
    variables: variables.coerced,
  }
}

/** @param blocks that each field names */
function dependenceOf(
  scope: SelectionScope,
  fields: readonly Selected[],
  blocks: readonly BlockInput[][],
): CheckedOperation['dependsOn'] {
  if (fields.some(({ name }) => WITHOUT_COMMIT.has(name))) return 'PROCESS'
  const meta = fields.filter(({ name }) => name === '_meta')
  const ofMeta = meta.flatMap((field) => fieldsBelow(scope, field).map(({ name }) => name))
  if (ofMeta.some((name) => AGES.has(name))) return 'PROCESS'
  if (ofMeta.some((name) => SEEN.has(name))) return 'SEEN'
  const isAboutBlock = fields.every(
    ({ name }, index) => !ABOUT_HEAD.has(name) && blocks[index]!.some(isGiven),
  )
  return isAboutBlock ? 'BLOCK' : 'DATABASE'
}

/** Rows have a `versionId`, their connections a `pageInfo`. */
function isRows(root: GraphQLObjectType, name: string): boolean {
  const type = getNamedType(root.getFields()[name]?.type)
  return (
    isObjectType(type) && ['versionId', 'pageInfo'].some((member) => member in type.getFields())
  )
}

/** Whether an input names a block. */
function isGiven(block: BlockInput): boolean {
  return Object.values(block).some((value) => value != null)
}

function blocksOf(root: GraphQLObjectType, scope: SelectionScope, field: Selected): BlockInput[] {
  const definition = root.getFields()[field.name]
  const node = field.nodes[0]
  if (!node || !definition?.args.some((arg) => arg.name === 'block')) return []
  const { block } = argumentsOf(definition, node, scope.variables)
  return block == null ? [] : [block as BlockInput]
}
