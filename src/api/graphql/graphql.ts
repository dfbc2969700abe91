import { execute, type GraphQLSchema } from 'graphql'
import type { Plugin, YogaInitialContext, YogaServerInstance } from 'graphql-yoga'
import { createYoga } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { SchemaPart } from '../../metrics/define/part'
import { PreparedStatements } from '../database/prepared'
import type { Connections } from '../database/transaction'
import type { Version } from '../database/version'
import { untilAborted } from '../deadline'
import type { Trace } from '../http/graphql-handler'
import type { Limits } from '../limits'
import type { Operation } from '../operation'
import { openOperation } from '../operation'
import { RareLog } from '../rare-log'
import { loadModel } from '../schema/model'
import { buildSchema } from '../schema/schema'
import { logLine, resultOf, taskOf } from '../workers/answer'
import type { Workers } from '../workers/workers'
import { withText } from './answer-text'
import { checkOperation } from './check'
import { CompiledAnswers } from './compiled/answer'
import { Compiler } from './compiled/compiled'
import { Documents } from './documents'
import { executeOperation } from './execute'
import { maskErrors } from './masking'
import { placeOf } from './place'

/** What the server needs to answer GraphQL. */
export interface GraphqlOptions {
  connections: Connections
  /** By which the database is refused; null: it is not checked. */
  version: Version | null
  parts: readonly SchemaPart[]
  limits: Limits
  /** Threads for operations that compute; null: all run here. */
  workers: Workers | null
  logger: Logger
}

type Context = YogaInitialContext & Operation & { trace: Trace }

/** The GraphQL server, with its schema. */
export function createGraphql(options: GraphqlOptions): {
  schema: GraphQLSchema
  yoga: YogaServerInstance<{ trace: Trace }, Operation>
  compiled: CompiledAnswers
} {
  const { connections, version, parts, limits, workers, logger } = options
  const schema = buildSchema(parts)
  const documents = new Documents(schema, limits)
  const compiled = new CompiledAnswers(
    new Compiler(schema, loadModel(), documents, limits),
    new PreparedStatements(connections, limits.statementTimeoutMs),
    version,
  )
  const yoga = createYoga<{ trace: Trace }, Operation>({
    schema,
    context: ({ trace }) =>
      openOperation(
        failing(trace) ?? trace.connections ?? connections,
        limits.statementTimeoutMs,
        version,
        trace.deadline,
      ),
    plugins: [useDocuments(documents), useExecution({ limits, workers }, logger)],
    parserAndValidationCache: false,
    maskedErrors: { maskError: maskErrors(new RareLog(logger)) },
    maxRequestBodySize: limits.body,
    multipart: false,
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
  })
  return { schema, yoga, compiled }
}

/** Connections that fail as the database did for the compiled operation; null: it did not. */
function failing({ failure }: Trace): Connections | null {
  return failure ? { connect: () => Promise.reject(failure.error) } : null
}

function useDocuments(documents: Documents): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source) => documents.parse(typeof source === 'string' ? source : source.body))
    },
    onValidate({ setValidationFn }) {
      setValidationFn((_schema, document) => documents.validate(document))
    },
  }
}

/**
 * Every operation is checked once its variables are known, and runs where it blocks nobody: here, or in a thread. It ends at its
 * deadline, wherever it runs.
 */
function useExecution(
  { limits, workers }: Pick<GraphqlOptions, 'limits' | 'workers'>,
  logger: Logger,
): Plugin<Context> {
  return {
    onExecute({ setExecuteFn }) {
      setExecuteFn(async (args) => {
        const operation: Operation & { trace: Trace } = args.contextValue
        const { trace } = operation
        const checked = checkOperation(args.schema, args, limits)
        trace.cost = checked.cost.cost
        if (workers && trace.deadline && placeOf(checked) === 'WORKER') {
          const answer = await workers.run(taskOf(args), trace.deadline)
          for (const line of answer.log) logLine(logger, line)
          trace.scope = answer.scope
          return resultOf(answer, args.document)
        }
        // That of graphql-js: the one of Yoga puts fields into the order in which they are resolved.
        const running = executeOperation(operation, checked, () => execute(args))
        const { result, scope } = await untilAborted(running, operation.signal)
        trace.scope = scope
        return withText(result, limits.responseBytes)
      })
    },
  }
}
