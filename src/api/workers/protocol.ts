import type { MessagePort } from 'node:worker_threads'
import type { Version } from '../database/version'
import type { ResponseScope } from '../http/response-cache'
import type { Limits } from '../limits'
import type { SchemaFiles } from '../schema/schema'

/** What a thread gets at its start. */
export interface ThreadOptions {
  readonly databaseUrl: string
  readonly version: Version | null
  readonly limits: Limits
  readonly files: SchemaFiles
}

/** An operation for a thread, as it was sent. */
export interface OperationTask {
  readonly text: string
  readonly operationName: string | null
  readonly variables: Readonly<Record<string, unknown>> | null
  /** When it must have ended, in milliseconds of `Date.now()`. */
  readonly until: number
}

/** The task, and the port on which the thread says that it has begun, and hears that nobody waits any longer. */
export interface PostedTask extends OperationTask {
  readonly port: MessagePort
}

/** An error for the client, masked, as plain data. */
export interface PlainError {
  readonly message: string
  readonly positions: readonly number[] | undefined
  readonly path: readonly (string | number)[] | undefined
  readonly extensions: Readonly<Record<string, unknown>>
}

/** What a thread answers. */
export interface OperationAnswer {
  /** JSON, with a buffer of its own; undefined: there is no data. */
  readonly data: Uint8Array | undefined
  readonly errors: readonly PlainError[]
  readonly extensions: Readonly<Record<string, unknown>> | undefined
  readonly scope: ResponseScope | null
  /** Lines that it logged, as JSON. */
  readonly log: readonly string[]
}
