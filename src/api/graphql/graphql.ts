import { type GraphQLSchema, getOperationAST } from 'graphql'
import type { Plugin, YogaInitialContext, YogaServerInstance } from 'graphql-yoga'
import { createYoga } from 'graphql-yoga'
import type { SchemaPart } from '../../metrics/define/part'
import { PreparedStatements } from '../database/prepared'
import type { Limits } from '../limits'
import { RareLog } from '../rare-log'
import { loadModel } from '../schema/model'
import { buildSchema } from '../schema/schema'
import { Answers } from './answers'
import { checkOperation } from './check'
import { CompiledAnswers } from './compiled/answer'
import { Compiler } from './compiled/compiled'
import { Documents } from './documents'
import { Executor, type ExecutorOptions } from './executor'
import { maskErrors } from './masking'
import { declaredVariables, Preparer } from './prepare'
import type { Trace } from './trace'

/** What the server needs to answer GraphQL. */
export interface GraphqlOptions extends Omit<ExecutorOptions, 'schema'> {
  parts: readonly SchemaPart[]
}

/** Answers all requests, and says what is wrong with them. */
export type Yoga = YogaServerInstance<{ trace: Trace }, object>

/** The GraphQL server, with its schema. */
export function createGraphql(options: GraphqlOptions): {
  schema: GraphQLSchema
  yoga: Yoga
  preparer: Preparer
  compiled: CompiledAnswers
  answers: Answers
} {
  const { connections, version, parts, limits, logger } = options
  const schema = buildSchema(parts)
  const documents = new Documents(schema, limits)
  const compiled = new CompiledAnswers(
    new Compiler(schema, loadModel(), limits),
    new PreparedStatements(connections, limits.statementTimeoutMs),
    version,
  )
  const executor = new Executor({ schema, ...options })
  const preparer = new Preparer(schema, documents, limits)
  const yoga = createYoga<{ trace: Trace }, object>({
    schema,
    plugins: [useDocuments(documents), useExecution(executor, limits)],
    parserAndValidationCache: false,
    maskedErrors: { maskError: maskErrors(new RareLog(logger)) },
    maxRequestBodySize: limits.body,
    multipart: false,
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
  })
  const answers = new Answers(preparer, compiled, executor)
  return { schema, yoga, preparer, compiled, answers }
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

/** Every operation is checked once its variables are known. What has ended already is not run again. */
function useExecution(
  executor: Executor,
  limits: Limits,
): Plugin<YogaInitialContext & { trace: Trace }> {
  return {
    onExecute({ setExecuteFn }) {
      setExecuteFn(async (args) => {
        const { trace }: { trace: Trace } = args.contextValue
        const { outcome } = trace
        if (outcome && 'error' in outcome) throw outcome.error
        if (outcome) return outcome.result
        const { schema, document, operationName } = args
        const operation = getOperationAST(document, operationName)
        const variableValues = operation && declaredVariables(operation, args.variableValues ?? {})
        const request = { document, operationName, variableValues }
        return executor.run(request, checkOperation(schema, request, limits), trace)
      })
    },
  }
}
