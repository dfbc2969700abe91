import type { GraphQLSchema } from 'graphql'
import type { Limits } from '../api/limits'
import type { Model } from '../reads/entities'
import { apiError } from '../reads/errors'
import { readJson } from './request'
import { readArgs } from './risk/args'
import { readWhere } from './rows/where'
import { findTable, isRisk } from './tables'

/** What requests are checked by. */
export interface RequestRules {
  readonly model: Model
  readonly schema: () => GraphQLSchema
  readonly limits: Limits
}

/**
 * Checks filter and arguments of a table.
 *
 * @param name of its root field @param where JSON; null: none @param args JSON; null: none
 * @throws ApiError NOT_FOUND, BAD_USER_INPUT, LIMIT_EXCEEDED
 */
export function checkInput(
  name: string,
  { where, args }: { where: string | null; args: string | null },
  { model, schema, limits }: RequestRules,
): { where: unknown; args: unknown } {
  const table = findTable(model, name)
  if (isRisk(table)) {
    if (where !== null) throw notTaken(name, 'where', 'args')
    const given = args === null ? {} : readJson('args', args)
    return { where: null, args: readArgs(schema(), table, given, limits) }
  }
  if (args !== null) throw notTaken(name, 'args', 'where')
  if (where === null) return { where: null, args: null }
  return { where: readWhere(schema(), table, readJson('where', where), limits), args: null }
}

function notTaken(table: string, given: string, other: string): Error {
  return apiError('BAD_USER_INPUT', `${table} takes no ${given}.`, {
    hint: `Entities take where, risk fields args: give ${other}, or leave it out.`,
  })
}
