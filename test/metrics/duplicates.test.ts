import {
  coerceInputValue,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import type { ResolverContext } from '../../src/reads/context'
import { ALWAYS_READING } from '../support/api/always-reading'
import { schemaWith } from '../support/risk/toy-network'

/*
 * Every list in the arguments of every metric, found in the schema: what it names is named once. New lists are tested
 * without a change here, unless their items have no identity.
 */

/** Lists that may repeat an item, and why. */
const EXCEPTIONS: Record<string, string> = {
  'Query.lossDistribution(levels)': 'Numbers: the answer has a tail for each, in that order.',
  'Query.simulate(shocks)': 'What happens, one after the other: the same may happen twice.',
  'Query.simulate(shocks.slash.wads)': 'Numbers, one for each pool.',
}

interface ListArgument {
  readonly name: string
  readonly field: GraphQLField<unknown, unknown>
  /** Names of the argument and of the members down to the list. */
  readonly path: readonly string[]
}

/** Lists in the value of an argument. */
function listsIn(type: GraphQLInputType, path: readonly string[]): (readonly string[])[] {
  const named = getNamedType(type)
  const inner = isInputObjectType(named)
    ? Object.values(named.getFields()).flatMap((one) => listsIn(one.type, [...path, one.name]))
    : []
  return isListType(getNullableType(type)) ? [path, ...inner] : inner
}

const schema = schemaWith()
const LISTS: ListArgument[] = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
  .flatMap((type) =>
    Object.values(isObjectType(type) ? type.getFields() : {}).flatMap((field) =>
      field.args.flatMap(({ name, type: given }) =>
        listsIn(given, [name]).map((path) => ({
          name: `${type.name}.${field.name}(${path.join('.')})`,
          field,
          path,
        })),
      ),
    ),
  )

const NUMBERS = /^(fraction|probability|threshold|value|values|capacity|distress|level|levels)$/
/** Something of every kind that a request may have to name: an id in one of two spellings, a number. */
function sampleText(name: string, isSecond: boolean): string {
  if (NUMBERS.test(name)) return isSecond ? '1/3' : '1/2'
  const address = `0x${(isSecond ? 'A' : 'a').repeat(40)}`
  return name === 'operatorSet' ? `${address}/1` : address
}

/**
 * A value that names as little as possible, and one thing twice in the list at the end of the path.
 * @param path from the value on; null: the value has no such list
 * @param isSecond whether ids are in the other spelling, and numbers are others
 */
function sample(
  type: GraphQLInputType,
  name: string,
  path: readonly string[] | null,
  isSecond = false,
): unknown {
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    const item = (second: boolean) => sample(nullable.ofType, name, null, second)
    if (path?.length === 0) return [item(false), item(true)]
    return [sample(nullable.ofType, name, path, isSecond)]
  }
  if (isEnumType(nullable)) return nullable.getValues()[0]!.name
  if (!isInputObjectType(nullable)) {
    return nullable.toString() === 'String' ? sampleText(name, isSecond) : 1
  }
  const members = Object.values(nullable.getFields()).filter(
    (one) => isRequiredInputField(one) || one.name === path?.[0],
  )
  // A shock has one of its members, none of which is required.
  if (nullable.name === 'ShockInput' && path === null) {
    return { byzantineAvs: { avs: sampleText('avs', isSecond) } }
  }
  return Object.fromEntries(
    members.map((one) => {
      const rest = one.name === path?.[0] ? path.slice(1) : null
      return [one.name, sample(one.type, one.name, rest, isSecond)]
    }),
  )
}

/** A context that fails a test that reads anything. */
const NOTHING_TO_READ = new Proxy({ ...ALWAYS_READING } as ResolverContext, {
  get(target, key) {
    if (Object.hasOwn(target, key)) return Reflect.get(target, key)
    throw new Error(`It read ${String(key)} before its arguments were refused.`)
  },
})

async function resolve({ field, path }: ListArgument): Promise<unknown> {
  const args = Object.fromEntries(
    field.args.flatMap((arg) => {
      const isTarget = arg.name === path[0]
      if (!isTarget && !isRequiredArgument(arg)) return [[arg.name, arg.defaultValue]]
      const given = sample(arg.type, arg.name, isTarget ? path.slice(1) : null)
      return [[arg.name, coerceInputValue(given, arg.type)]]
    }),
  )
  return field.resolve!({}, args, NOTHING_TO_READ, null as never)
}

describe('lists in the arguments of metrics', () => {
  test('are found, also in inputs and in arguments of nested fields', () => {
    const names = LISTS.map(({ name }) => name)
    expect(names).toContain('Query.criticality(minimum)')
    expect(names).toContain('Query.overload(load.operators)')
    expect(names).toContain('Leverage.coverage(avss)')
    expect(names.length).toBeGreaterThan(50)
    for (const name of Object.keys(EXCEPTIONS)) expect(names).toContain(name)
  })

  const tested = LISTS.filter(({ name }) => !(name in EXCEPTIONS))
  test.each(tested)('$name is refused if it names one thing twice', async (list) => {
    await expect(resolve(list)).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', hint: 'Listed more than once.' },
    })
  })
})
