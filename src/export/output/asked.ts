import type { GraphQLSchema } from 'graphql'
import { DEFAULT_LIMITS } from '../../api/limits'
import { buildSchema, schemaParts } from '../../api/schema/schema'
import type { Model } from '../../reads/entities'
import { checkInput, type RequestRules } from '../checked'
import { readBlock, readFields, readFormat, readIntegers } from '../request'
import { wrongOptions } from './errors'
import type { ExportRun } from './run'

/** Options of the command, as text. */
export interface RunOptions {
  readonly format: string
  readonly block?: string
  readonly where?: string
  readonly args?: string
  readonly fields?: string
  readonly integers?: string
  readonly since?: string
  /** Whether Parquet has a folder for each day. */
  readonly days: boolean
}

/**
 * Reads what a command asks for.
 *
 * @param entities names of root fields; `all`: every one
 * @throws LinchpinError LP5004; ApiError NOT_FOUND, BAD_USER_INPUT, LIMIT_EXCEEDED
 */
export function readRun(
  model: Model,
  entities: readonly string[],
  options: RunOptions,
): Pick<ExportRun, 'requests' | 'hasDays'> {
  const all = [...model.entities.values()].map(({ query }) => query.list)
  const names = entities.includes('all') ? all : [...new Set(entities)]
  const ofOne = (['where', 'args', 'fields'] as const).find((name) => options[name] !== undefined)
  if (ofOne && names.length > 1) {
    throw wrongOptions(
      `--${ofOne} is given for ${names.length} entities`,
      `name one entity with --${ofOne}, and run the command once for each`,
    )
  }
  const { block, where = null, args = null, fields, integers = 'text' } = options
  const format = readFormat(options.format)
  const since = options.since === undefined ? null : readBlock(options.since)
  const request = {
    format,
    // Increments are of final blocks.
    block: block === undefined ? (since === null ? null : ('FINAL' as const)) : readBlock(block),
    since,
    fields: fields === undefined ? null : readFields(fields),
    integers: readIntegers(integers, format),
  }
  let schema: GraphQLSchema | null = null
  const rules: RequestRules = {
    model,
    limits: DEFAULT_LIMITS,
    schema() {
      schema ??= buildSchema(schemaParts(DEFAULT_LIMITS))
      return schema
    },
  }
  const requests = names.map((entity) => ({
    ...request,
    entity,
    ...checkInput(entity, { where, args }, rules),
  }))
  // Rows of an increment are of many days, in the order of their ids.
  return { requests, hasDays: format === 'parquet' && options.days && since === null }
}
