import { type GraphQLSchema, getArgumentValues } from 'graphql'
import { METRICS } from '../../metrics'
import { apiError } from '../../reads/errors'
import type { CheckedOperation } from './check'
import { fieldsBelow, type Selected } from './selection'

/** Where an operation runs: on the thread that serves requests, or on one that may compute for long. */
export type Place = 'MAIN' | 'WORKER'

type Arguments = Readonly<Record<string, unknown>>

/** Estimated milliseconds for which an operation may compute on the thread that serves requests. */
const MAIN_MS = 30
/** Of what is not in the table: it may be anything. */
const LONG_MS = 1_000
/** Of the stake graph of another block than the last one, read from the database. */
const OTHER_GRAPH_MS = 235
/** Of a field that is computed when it is selected. */
const FIELD_MS = 0.3

/** Metrics that compute for a few milliseconds, and how many, without their fields and the graph. */
const SHORT: Readonly<Record<string, (args: Arguments) => number>> = {
  // Shares of thousands of stakers are read and sorted.
  concentration: ({ of }) => (of === 'STAKERS' ? LONG_MS : 4),
  prices: () => 3,
  slashingLosses: () => 5,
}
const METRIC_NAMES = new Set(METRICS.map(({ name }) => name))
/** Fields of the jobs, which are in this process. */
const OF_JOBS = new Set(['job', 'startJob'])

/**
 * Estimated milliseconds of computing for a root field; rows of entities are computed by Postgres.
 * @param fields how many are selected below it
 */
export function workOf(name: string, args: Arguments, fields: number): number {
  if (!METRIC_NAMES.has(name)) return 0
  const graph = args.block == null ? 0 : OTHER_GRAPH_MS
  return (SHORT[name]?.(args) ?? LONG_MS) + fields * FIELD_MS + graph
}

/**
 * Where an operation runs. Many short fields are long together.
 * @throws ApiError BAD_USER_INPUT for a long computation beside a job
 */
export function placeOf(schema: GraphQLSchema, { fields, scope }: CheckedOperation): Place {
  const queries = schema.getQueryType()!.getFields()
  const work = (field: Selected) => {
    const definition = queries[field.name]
    if (!definition || !METRIC_NAMES.has(field.name)) return 0
    const args = getArgumentValues(definition, field.nodes[0]!, { ...scope.variables })
    return workOf(field.name, args, fieldsBelow(scope, field).length)
  }
  const total = fields.reduce((sum, field) => sum + work(field), 0)
  if (total <= MAIN_MS) return 'MAIN'
  const job = fields.find(({ name }) => OF_JOBS.has(name))
  if (!job) return 'WORKER'
  const long = fields.find((field) => METRIC_NAMES.has(field.name))!
  throw apiError('BAD_USER_INPUT', `${job.name} and ${long.name} are in one operation.`, {
    hint: 'Send them as two operations.',
  })
}
