import { workerData } from 'node:worker_threads'
import { type ExecutionResult, execute, GraphQLError } from 'graphql'
import pino from 'pino'
import { openPool } from '../database/pools'
import { clientGone, Deadline, untilAborted } from '../deadline'
import { checkOperation } from '../graphql/check'
import { parseDocument } from '../graphql/document'
import { type Executed, executeOperation } from '../graphql/execute'
import { maskErrors } from '../graphql/masking'
import { openOperation } from '../operation'
import { RareLog } from '../rare-log'
import { buildSchema, schemaParts } from '../schema/schema'
import type { OperationAnswer, PlainError, PostedTask, ThreadOptions } from './protocol'

/** A thread runs one operation at a time. */
const CONNECTIONS = 1

const { databaseUrl, version, limits, files } = workerData as ThreadOptions
let lines: string[] = []
const logger = pino({ base: null }, { write: (line: string) => lines.push(line) })
const schema = buildSchema(schemaParts(limits, files))
const connections = openPool(databaseUrl, 'linchpin api worker', CONNECTIONS, logger)
const mask = maskErrors(new RareLog(logger))

/** Runs an operation as the server would, with a schema, a connection and stake graphs of this thread. */
export default async function run(task: PostedTask): Promise<OperationAnswer> {
  const { port, until } = task
  const deadline = new Deadline(Math.max(1, until - Date.now()))
  port.postMessage('begun')
  port.on('message', () => deadline.abort(clientGone()))
  lines = []
  try {
    const { result, scope } = await executed(task, deadline)
    const { data, errors = [], extensions } = result
    return {
      data: data === undefined ? undefined : JSON.stringify(data),
      errors: errors.map((error) => plain(mask(error))),
      extensions,
      scope,
      log: lines,
    }
  } finally {
    deadline.end()
    port.close()
  }
}

async function executed(task: PostedTask, deadline: Deadline): Promise<Executed> {
  const { text, operationName, variables } = task
  try {
    const document = parseDocument(text, limits)
    const request = { document, operationName, variableValues: variables }
    const checked = checkOperation(schema, request, limits)
    const operation = openOperation(connections, limits.statementTimeoutMs, version, deadline)
    const running = executeOperation(
      operation,
      checked,
      () => execute({ schema, ...request, contextValue: operation }) as Promise<ExecutionResult>,
    )
    return await untilAborted(running, deadline.signal)
  } catch (error) {
    const known = error instanceof GraphQLError ? error : mask(error)
    return { result: { errors: [known] }, scope: null }
  }
}

function plain({ message, positions, path, extensions }: GraphQLError): PlainError {
  return { message, positions, path, extensions }
}
