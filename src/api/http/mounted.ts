import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import type { Version } from '../database/version'
import type { Limits } from '../limits'
import type { SchemaFiles } from '../schema/schema'
import type { ClientName } from './edge/client'

/** A GET or HEAD for an endpoint of another module. */
export interface MountedRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** What follows the prefix. */
  readonly path: string
  /** Of the URL, without the question mark. */
  readonly search: string
  readonly client: ClientName
}

/** An endpoint of another module, under a path of its own. */
export interface Mounted {
  /** How its paths begin: `/export/`. */
  readonly prefix: string
  /** How they go on, for people: `{entity}.{format}`. */
  readonly rest: string
  /** Answers, within the bounds of requests. @throws Refusal before the head of the response is sent */
  answer(request: MountedRequest): Promise<void>
  /** Ends what runs. */
  abort(): void
  close(): Promise<void>
}

/** Makes an endpoint for a server. */
export type Mount = (server: {
  readonly databaseUrl: string
  readonly version: Version | null
  /** Version of Linchpin; empty: not known. */
  readonly release: string
  readonly files: SchemaFiles
  readonly schema: GraphQLSchema
  readonly limits: Limits
  readonly logger: Logger
}) => Mounted
