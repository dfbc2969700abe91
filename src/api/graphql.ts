import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql'
import { getArgumentValues, getOperationAST, getVariableValues, Kind } from 'graphql'
import type { Plugin, YogaInitialContext, YogaServerInstance } from 'graphql-yoga'
import { createSchema, createYoga } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { SchemaPart } from '../metrics/define/part'
import type { BlockInput } from '../reads/context'
import { apiError } from '../reads/errors'
import type { AnswerScope } from './answers'
import { CostCheck } from './cost'
import { checkNesting, parseDocument } from './document'
import type { Trace } from './graphql-http'
import { headName } from './head-watch'
import type { Limits } from './limits'
import { maskErrors } from './masking'
import type { Connections, Operation } from './operation'
import { openOperation } from './operation'
import { SCALARS } from './schema/scalars'
import type { Selected, SelectionScope } from './selection'
import { selectedFields } from './selection'

/** What the server needs to answer GraphQL. */
export interface GraphqlOptions {
  connections: Connections
  parts: readonly SchemaPart[]
  limits: Limits
  logger: Logger
}

/** Builds the schema of the API from its parts. */
export function buildSchema(parts: readonly SchemaPart[]): GraphQLSchema {
  const scalars = Object.values(SCALARS).map(
    (scalar) => `"""${scalar.description}"""\nscalar ${scalar.name}`,
  )
  return createSchema({
    typeDefs: [...scalars, ...parts.map((part) => part.typeDefs)],
    resolvers: [SCALARS, ...parts.map((part) => part.resolvers)],
  }) as GraphQLSchema
}

/** The GraphQL endpoint as a handler of node http requests, with its schema. */
export function createGraphql({ connections, parts, limits, logger }: GraphqlOptions): {
  schema: GraphQLSchema
  yoga: YogaServerInstance<{ trace: Trace }, Operation>
} {
  const schema = buildSchema(parts)
  const yoga = createYoga<{ trace: Trace }, Operation>({
    schema,
    context: () => openOperation(connections, limits.statementTimeoutMs),
    plugins: [useLimits(limits), useCheckedOperations(limits)],
    maskedErrors: { maskError: maskErrors(logger) },
    maxRequestBodySize: limits.body,
    multipart: false,
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
  })
  return { schema, yoga }
}

function useLimits(limits: Limits): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source) =>
        parseDocument(typeof source === 'string' ? source : source.body, limits),
      )
    },
  }
}

/** Checks every operation when its variables are known, tells it its block, and closes it whatever happens. */
function useCheckedOperations(
  limits: Limits,
): Plugin<YogaInitialContext & Operation & { trace: Trace }> {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn(async (args) => {
        const operation: Operation & { trace: Trace } = args.contextValue
        const { blocks, dependsOn } = checkOperation(args.schema, args, limits)
        operation.expect(blocks)
        try {
          const result = await executeFn(args)
          if (!result.errors) operation.trace.scope = await scopeOf(operation, dependsOn)
          return result
        } finally {
          await operation.close()
        }
      })
    },
  }
}

/** What an answer without errors depends on; null if it is not kept: no block was read, or not that alone. */
async function scopeOf(
  operation: Operation,
  dependsOn: Checked['dependsOn'],
): Promise<AnswerScope | null> {
  if (!operation.hasBegun() || dependsOn === 'PROCESS') return null
  if (dependsOn === 'BLOCK' && (await operation.at()).finalized) return { kind: 'FINAL' }
  return { kind: 'HEAD', head: headName(await operation.head()) }
}

/** Root fields whose answer is about where the indexer stands now, whatever block they name. */
const ABOUT_NOW = new Set(['_meta', 'squidStatus'])
/** Root fields whose answer changes while the database stays as it is. */
const ABOUT_PROCESS = new Set(['startJob', 'job'])

interface Checked {
  /** Blocks that root fields name. */
  blocks: BlockInput[]
  /** On a block that the operation names, on the state of the database, or on what this process does besides. */
  dependsOn: 'BLOCK' | 'DATABASE' | 'PROCESS'
}

interface Request {
  document: DocumentNode
  operationName?: string | null
  variableValues?: Record<string, unknown> | null
}

function checkOperation(schema: GraphQLSchema, request: Request, limits: Limits): Checked {
  const operation = getOperationAST(request.document, request.operationName)
  if (!operation) {
    throw apiError('BAD_USER_INPUT', 'It is not clear which operation of the document to run.', {
      hint: 'Name one of its operations in operationName.',
    })
  }
  const root = schema.getRootType(operation.operation)
  if (!root) {
    throw apiError('GRAPHQL_VALIDATION_FAILED', `The API has no ${operation.operation}.`, {
      hint: 'Queries are answered, and the mutations of the schema.',
    })
  }
  checkNesting(request.variableValues)
  const definitions = operation.variableDefinitions ?? []
  const variables = getVariableValues(schema, definitions, request.variableValues ?? {}, {
    maxErrors: 1,
  })
  if (variables.errors) throw variables.errors[0]
  const fragments = request.document.definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  )
  const scope: SelectionScope = {
    fragments: Object.fromEntries(fragments.map((node) => [node.name.value, node])),
    variables: variables.coerced,
  }
  const roots = selectedFields(scope, [operation.selectionSet])
  new CostCheck(scope, limits).check(root, roots)
  const named = roots.map((field) => blocksOf(root, scope, field))
  const isAboutOneBlock = roots.every(
    ({ name }, index) => !ABOUT_NOW.has(name) && named[index]!.some(isGiven),
  )
  const isAboutProcess = roots.some(({ name }) => ABOUT_PROCESS.has(name))
  return {
    blocks: named.flat(),
    dependsOn: isAboutProcess ? 'PROCESS' : isAboutOneBlock ? 'BLOCK' : 'DATABASE',
  }
}

function isGiven(block: BlockInput): boolean {
  return Object.values(block).some((value) => value != null)
}

function blocksOf(root: GraphQLObjectType, scope: SelectionScope, field: Selected): BlockInput[] {
  const definition = root.getFields()[field.name]
  const node = field.nodes[0]
  if (!node || !definition?.args.some((arg) => arg.name === 'block')) return []
  const { block } = getArgumentValues(definition, node, { ...scope.variables })
  return block == null ? [] : [block as BlockInput]
}
