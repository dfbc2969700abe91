import type { GraphQLSchema } from 'graphql'
import type { Plugin, YogaInitialContext, YogaServerInstance } from 'graphql-yoga'
import { createYoga } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { SchemaPart } from '../../metrics/define/part'
import type { Connections } from '../database/transaction'
import type { Version } from '../database/version'
import { untilAborted } from '../deadline'
import type { Trace } from '../http/graphql-handler'
import type { Limits } from '../limits'
import type { Operation } from '../operation'
import { openOperation } from '../operation'
import { buildSchema } from '../schema/schema'
import { checkOperation } from './check'
import { parseDocument } from './document'
import { executeOperation } from './execute'
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
    context: ({ trace }) =>
      openOperation(connections, limits.statementTimeoutMs, version, trace.deadline),
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

/** Checks every operation once its variables are known, runs it, and ends it at its deadline. */
function useChecks(limits: Limits): Plugin<YogaInitialContext & Operation & { trace: Trace }> {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn(async (args) => {
        const operation: Operation & { trace: Trace } = args.contextValue
        const { trace, signal } = operation
        const checked = checkOperation(args.schema, args, limits)
        const running = executeOperation(operation, checked, () => executeFn(args))
        const { result, scope } = await untilAborted(running, signal)
        trace.scope = scope
        return result
      })
    },
  }
}
