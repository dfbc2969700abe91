import { workerData } from 'node:worker_threads'
import { type ExecutionResult, execute, GraphQLError } from 'graphql'
import pino from 'pino'
import { openPool } from '../database/pools'
import { clientGone, Deadline, untilAborted } from '../deadline'
import { dataText } from '../graphql/answer-text'
import { checkOperation } from '../graphql/check'
import { parseDocument } from '../graphql/document'
import { type Executed, runOperation } from '../graphql/execute'
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
    const { result, scope, text } = await executed(task, deadline)
    const { errors = [], extensions } = result
    return {
      data: text === undefined ? undefined : new TextEncoder().encode(text),
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

/** Its data as text; undefined: there is none. */
type Answered = Executed & { readonly text: string | undefined }

async function executed(task: PostedTask, deadline: Deadline): Promise<Answered> {
  const { text, operationName, variables } = task
  try {
    const document = parseDocument(text, limits)
    const request = { document, operationName, variableValues: variables }
    const checked = checkOperation(schema, request, limits)
    const running = runOperation(
      checked,
      () => openOperation(connections, limits.statementTimeoutMs, version, deadline),
      (operation) =>
        execute({ schema, ...request, contextValue: operation }) as Promise<ExecutionResult>,
    )
    const { result, scope } = await untilAborted(running, deadline.signal)
    const { data } = result
    return {
      result,
      scope,
      text: data === undefined ? undefined : dataText(data, limits.responseBytes),
    }
  } catch (error) {
    const known = error instanceof GraphQLError ? error : mask(error)
    return { result: { errors: [known] }, scope: null, text: undefined }
  }
}

function plain({ message, positions, path, extensions }: GraphQLError): PlainError {
  return { message, positions, path, extensions }
}
