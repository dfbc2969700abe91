import type { GraphQLSchema } from 'graphql'
import type { Plugin, YogaInitialContext, YogaServerInstance } from 'graphql-yoga'
import { createYoga } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { SchemaPart } from '../../metrics/define/part'
import type { Head } from '../../reads/head'
import type { Connections } from '../database/transaction'
import type { Version } from '../database/version'
import type { Trace } from '../http/graphql-handler'
import { headName, seenName } from '../http/head-watch'
import type { ResponseScope } from '../http/response-cache'
import type { Limits } from '../limits'
import type { Operation } from '../operation'
import { openOperation } from '../operation'
import { buildSchema } from '../schema/schema'
import { withText } from './answer-text'
import { type CheckedOperation, checkOperation } from './check'
import { parseDocument } from './document'
import { maskErrors } from './masking'

/** What the server needs to answer GraphQL. */
export interface GraphqlOptions {
  connections: Connections
  /** By which the database is refused; null: it is not checked. */
  version: Version | null
  parts: readonly SchemaPart[]
  limits: Limits
  logger: Logger
}

/** The GraphQL server, with its schema. */
export function createGraphql({ connections, version, parts, limits, logger }: GraphqlOptions): {
  schema: GraphQLSchema
  yoga: YogaServerInstance<{ trace: Trace }, Operation>
} {
  const schema = buildSchema(parts)
  const yoga = createYoga<{ trace: Trace }, Operation>({
    schema,
    context: () => openOperation(connections, limits.statementTimeoutMs, version),
    plugins: [useParser(limits), useChecks(limits)],
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

function useParser(limits: Limits): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source) =>
        parseDocument(typeof source === 'string' ? source : source.body, limits),
      )
    },
  }
}

/** Checks every operation once its variables are known, sets its block, and closes it in any case. */
function useChecks(limits: Limits): Plugin<YogaInitialContext & Operation & { trace: Trace }> {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn(async (args) => {
        const operation: Operation & { trace: Trace } = args.contextValue
        const { blocks, dependsOn, cost } = checkOperation(args.schema, args, limits)
        operation.declareBlocks(blocks)
        try {
          const executed = await executeFn(args)
          const extensions = { ...executed.extensions, cost }
          const result = withText({ ...executed, extensions }, limits.responseBytes)
          if (!result.errors) operation.trace.scope = await scopeOf(operation, dependsOn)
          return result
        } finally {
          await operation.close()
        }
      })
    },
  }
}

/** What a response without errors depends on; null if it must not be cached. */
async function scopeOf(
  operation: Operation,
  dependsOn: CheckedOperation['dependsOn'],
): Promise<ResponseScope | null> {
  if (!operation.hasRead() || dependsOn === 'PROCESS') return null
  const head = await operation.head()
  const isFinal =
    dependsOn === 'BLOCK' &&
    (await operation.at()).finalized &&
    (head.stopped ?? head.unknownConstants) === null
  if (isFinal && !(await mayBePolled(operation, head))) return { kind: 'FINAL' }
  const seen = dependsOn === 'SEEN' ? { seen: seenName(head) } : {}
  return { kind: 'HEAD', head: headName(head), ...seen }
}

/** Whether a poll that the answer would use may still come: no poll is written at or below the last one. */
async function mayBePolled(operation: Operation, { polledAt }: Head): Promise<boolean> {
  if (!operation.hasReadPolls()) return false
  return polledAt === null || (await operation.at()).number > polledAt
}
