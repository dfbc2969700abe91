import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  print,
} from 'graphql'
import type { Logger } from 'pino'
import { responseText, type WrittenResult } from '../graphql/answer-text'
import type { OperationAnswer, OperationTask } from './protocol'

/** The data of an answer that is written already; yoga looks only whether there is data. */
const WRITTEN = Object.freeze({})
const NULL = Buffer.from('null')

/** An operation as a thread gets it. */
export function taskOf(args: ExecutionArgs): Omit<OperationTask, 'until'> {
  const { document, operationName = null, variableValues } = args
  const text = document.loc?.source.body ?? print(document)
  return { text, operationName: operationName ?? null, variables: variableValues ?? null }
}

/** The result of an operation that ran in a thread: its data stays as the thread wrote it. */
export function resultOf(
  { data, errors, extensions }: OperationAnswer,
  document: DocumentNode,
): ExecutionResult {
  const source = document.loc?.source
  const result: WrittenResult = {
    ...(data !== undefined && { data: isNull(data) ? null : WRITTEN }),
    ...(errors.length > 0 && {
      errors: errors.map((error) => new GraphQLError(error.message, { ...error, source })),
    }),
    ...(extensions && { extensions }),
    stringify: (shown) => responseText(data && Buffer.from(data).toString(), shown),
    bytes: () => {
      const after = extensions ? `,"extensions":${JSON.stringify(extensions)}}` : '}'
      return Buffer.concat([Buffer.from('{"data":'), data ?? NULL, Buffer.from(after)])
    },
  }
  return result
}

function isNull(data: Uint8Array): boolean {
  return NULL.equals(data)
}

/** Logs what a thread logged. */
export function logLine(logger: Logger, line: string): void {
  const { level, time: _, msg, ...fields } = JSON.parse(line)
  const method = logger.levels.labels[level] as 'error' | 'warn'
  logger[method](fields, msg)
}
