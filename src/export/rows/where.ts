import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql'
import { InputCheck } from '../../api/graphql/input-check'
import type { Limits } from '../../api/limits'
import type { Entity } from '../../reads/entities'
import { ApiError, apiError } from '../../reads/errors'

/**
 * The filter of an entity, as its root field takes it.
 *
 * @param given JSON @returns the coerced filter; null: none
 * @throws ApiError BAD_USER_INPUT for what is none, LIMIT_EXCEEDED for one with too many conditions
 */
export function readWhere(
  schema: GraphQLSchema,
  entity: Entity,
  given: unknown,
  limits: Limits,
): unknown {
  if (given == null) return null
  const type = schema.getType(`${entity.name}WhereInput`) as GraphQLInputType
  const where = coerceInputValue(given, type, (path, _value, error) => {
    throw inputError(['where', ...path].join('.'), error)
  })
  new InputCheck(limits).add({ where })
  return where
}

/** An error of a value in JSON. @param place as path */
export function inputError(place: string, error: GraphQLError): Error {
  const { originalError } = error
  if (originalError instanceof ApiError) return originalError
  return apiError('BAD_USER_INPUT', `${place}: ${error.message}`, {
    hint: 'Write it as JSON, as a variable of GraphQL: docs/dialect.md for where, docs/metrics.md for args.',
  })
}
