import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  print,
} from 'graphql'
import type { Logger } from 'pino'
import type { OperationAnswer, OperationTask } from './protocol'

/** The data of an answer that is text already; yoga looks only whether there is data. */
const TEXT = Object.freeze({})

/** An operation as a thread gets it. */
export function taskOf(args: ExecutionArgs): Omit<OperationTask, 'until'> {
  const { document, operationName = null, variableValues } = args
  const text = document.loc?.source.body ?? print(document)
  return { text, operationName: operationName ?? null, variables: variableValues ?? null }
}

/** The result of an operation that ran in a thread: its data stays the text that the thread made. */
export function resultOf(
  { data, errors, extensions }: OperationAnswer,
  document: DocumentNode,
): ExecutionResult {
  const source = document.loc?.source
  const result: ExecutionResult & { stringify(result: ExecutionResult): string } = {
    ...(data !== undefined && { data: data === 'null' ? null : TEXT }),
    ...(errors.length > 0 && {
      errors: errors.map((error) => new GraphQLError(error.message, { ...error, source })),
    }),
    ...(extensions && { extensions }),
    stringify(shown) {
      const members = [
        shown.errors && `"errors":${JSON.stringify(shown.errors)}`,
        data !== undefined && `"data":${data}`,
        shown.extensions && `"extensions":${JSON.stringify(shown.extensions)}`,
      ]
      return `{${members.filter((member) => typeof member === 'string').join(',')}}`
    },
  }
  return result
}

/** Logs what a thread logged. */
export function logLine(logger: Logger, line: string): void {
  const { level, time: _, msg, ...fields } = JSON.parse(line)
  const method = logger.levels.labels[level] as 'error' | 'warn'
  logger[method](fields, msg)
}
