import type { JobLimits } from './jobs/jobs'

/** Rows of a root list or connection without `limit`, `first` or `last`. */
export const DEFAULT_PAGE = 50
/** Maximum rows of a page. Also the rows of a nested list without `limit`. */
export const MAX_PAGE = 1_000
/** Maximum `offset`. */
export const MAX_OFFSET = 10_000

/** Threads for operations that compute. */
export interface WorkerLimits {
  threads: number
  /** Those that start with the server and stay: one that starts with an operation makes it wait for seconds on a busy machine. */
  kept: number
  /** Operations that wait for a thread. */
  queue: number
  /** Megabytes of the heap of a thread. */
  heapMb: number
}

/** Limits of one request. */
export interface Limits {
  /** Bytes of a request body. */
  body: number
  /** Tokens of a GraphQL document. */
  tokens: number
  /** Levels of fields. */
  depth: number
  /** Aliases in a document. */
  aliases: number
  /** Root fields of an operation. */
  rootFields: number
  /** Conditions in all where arguments of an operation. */
  conditions: number
  /** Values of all lists in the arguments of an operation, as often as they are used. */
  values: number
  /** Characters of all texts in the arguments of an operation, as often as they are used. */
  characters: number
  /** What an operation may cost, as estimated by graphql/cost.ts, and the rows that it may return. */
  cost: number
  /** Milliseconds of one operation. */
  operationTimeoutMs: number
  /** Bytes of an answer. */
  responseBytes: number
  /** Milliseconds of one SQL statement. */
  statementTimeoutMs: number
  /** Limits of the threads of all requests. */
  workers: WorkerLimits
  /** Limits of the jobs of all requests. */
  jobs: JobLimits
}

export const DEFAULT_LIMITS: Readonly<Limits> = {
  body: 256 * 1024,
  tokens: 4_000,
  depth: 12,
  aliases: 50,
  rootFields: 20,
  conditions: 500,
  values: 10_000,
  characters: 512 * 1024,
  cost: 50_000,
  operationTimeoutMs: 10_000,
  responseBytes: 8 * 2 ** 20,
  statementTimeoutMs: 5_000,
  workers: { threads: 1, kept: 0, queue: 20, heapMb: 256 },
  jobs: {
    running: 2,
    waiting: 10,
    seconds: 900,
    kept: 100,
    keptBytes: 64 * 2 ** 20,
    perClient: { running: 1, open: 3 },
  },
}
