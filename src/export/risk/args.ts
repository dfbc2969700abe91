import {
  coerceInputValue,
  type GraphQLArgument,
  type GraphQLSchema,
  isRequiredArgument,
} from 'graphql'
import { InputCheck } from '../../api/graphql/input-check'
import type { Limits } from '../../api/limits'
import { apiError } from '../../reads/errors'
import { suggestion } from '../request'
import { inputError } from '../rows/where'
import type { RiskTable } from './tables'

/**
 * The arguments of a risk field, as it takes them.
 *
 * @param given JSON: an object
 * @returns coerced, with defaults
 * @throws ApiError BAD_USER_INPUT, LIMIT_EXCEEDED
 */
export function readArgs(
  schema: GraphQLSchema,
  { metric: { name } }: RiskTable,
  given: unknown,
  limits: Limits,
): Record<string, unknown> {
  const known = schema
    .getQueryType()!
    .getFields()
    [name]!.args.filter((arg) => arg.name !== 'block')
  const values = (given ?? {}) as Record<string, unknown>
  if (typeof values !== 'object' || Array.isArray(values)) {
    throw apiError('BAD_USER_INPUT', 'args is not an object.', {
      hint: `Give the arguments of ${name} as JSON: args={"basis": "SLASHABLE"}.`,
    })
  }
  const names = known.map((arg) => arg.name)
  const unknown = Object.keys(values).find((one) => !names.includes(one))
  if (unknown !== undefined) {
    throw apiError('BAD_USER_INPUT', `${name} has no argument "${unknown.slice(0, 100)}".`, {
      hint: `Did you mean ${suggestion(unknown, names)}? All: ${names.join(', ')}. The block is a parameter of its own.`,
    })
  }
  const args = Object.fromEntries(known.flatMap((arg) => argument(arg, values[arg.name])))
  new InputCheck(limits).add(args)
  return args
}

function argument(arg: GraphQLArgument, value: unknown): [string, unknown][] {
  if (value !== undefined) {
    const coerced = coerceInputValue(value, arg.type, (path, _value, error) => {
      throw inputError(['args', arg.name, ...path].join('.'), error)
    })
    return [[arg.name, coerced]]
  }
  if (arg.defaultValue !== undefined) return [[arg.name, arg.defaultValue]]
  if (!isRequiredArgument(arg)) return []
  throw apiError('BAD_USER_INPUT', `The argument ${arg.name} is missing.`, {
    hint: `Give it in args: args={"${arg.name}": …}. ${arg.description ?? ''}`,
  })
}
