import type { GraphQLField, GraphQLObjectType } from 'graphql'
import { getArgumentValues, getNamedType, getNullableType, isListType, isObjectType } from 'graphql'
import { apiError } from '../../reads/errors'
import type { Limits } from '../limits'
import { DEFAULT_PAGE, MAX_OFFSET, MAX_PAGE } from '../limits'
import type { Selected, SelectionScope } from './selection'
import { fieldsBelow } from './selection'

/** Estimated rows of a nested list without `limit`: most rows refer to few others. */
const EXPECTED_ROWS = 10
/** Cost of a `totalCount`, which reads the whole list. */
const COUNT_COST = 50
/** Cost of a JSON value, which can be long. */
const JSON_COST = 10
/** Maximum levels of _some, _every and _none: each level reads the rows of the next one for each of its rows. */
const MAX_QUANTIFIERS = 2
/** Maximum fields that the estimate visits, so that it is cheap itself. */
const MAX_FIELDS = 10_000

type Arguments = Record<string, unknown>

/**
 * Checks the limits of an operation with its variables, before any of it runs.
 *
 * The cost estimates the returned rows: a field with one row costs 1, a list its `limit` (`first`, `last`; else 50 at
 * the root, 10 when nested), both times the rows of the field around them. A `totalCount` costs 50, a JSON value 10 per
 * row. Other values cost nothing. So `operatorStakes(limit: 1000) { operator { id } pool { id } }` costs 3000.
 *
 * Introspection costs nothing: graphql-js limits it.
 *
 * @throws ApiError LIMIT_EXCEEDED, COST_EXCEEDED, or BAD_USER_INPUT for negative numbers
 */
export class CostCheck {
  private cost = 0
  private fields = 0
  private conditions = 0
  /** The most expensive field. */
  private readonly mostExpensive = { path: '', cost: 0 }

  constructor(
    private readonly scope: SelectionScope,
    private readonly limits: Limits,
  ) {}

  /**
   * @param roots selected fields of the root type
   * @returns the cost of the operation
   */
  check(root: GraphQLObjectType, roots: readonly Selected[]): number {
    const fields = roots.length
    if (fields > this.limits.rootFields) {
      throw exceeded(`The operation has ${fields} root fields.`, this.limits.rootFields, fields, {
        hint: 'Send several requests.',
      })
    }
    this.visit(root, roots, 1, 1, '')
    return this.cost
  }

  private visit(
    type: GraphQLObjectType,
    selected: readonly Selected[],
    rows: number,
    depth: number,
    path: string,
  ): void {
    for (const field of selected) {
      if (field.name.startsWith('__')) continue
      if (depth > this.limits.depth) {
        throw exceeded(
          `The query has more than ${this.limits.depth} levels of fields.`,
          this.limits.depth,
          depth,
          {
            hint: 'Follow references in a second query, by id.',
          },
        )
      }
      const definition = type.getFields()[field.name]
      // Fields of a connection or an edge share its rows.
      const isPart = /(Connection|Edge)$/.test(type.name)
      if (definition) this.visitField(definition, field, isPart, rows, depth, path)
    }
  }

  private visitField(
    definition: GraphQLField<unknown, unknown>,
    field: Selected,
    isPart: boolean,
    rows: number,
    depth: number,
    path: string,
  ): void {
    this.fields++
    const here = path ? `${path}.${field.key}` : field.key
    const args = this.arguments(definition, field, here)
    const target = getNamedType(definition.type)
    if (field.name === 'totalCount') this.add(COUNT_COST, here)
    const isRow = isObjectType(target)
    if (target.name === 'JSON') this.add(rows * JSON_COST, here)
    const below = isPart || !isRow ? rows : rows * rowsOf(definition, args, depth)
    this.add(isPart || !isRow ? 0 : below, here)
    if (isRow) this.visit(target, fieldsBelow(this.scope, field), below, depth + 1, here)
  }

  private arguments(
    definition: GraphQLField<unknown, unknown>,
    field: Selected,
    path: string,
  ): Arguments {
    const node = field.nodes[0]
    if (!node || definition.args.length === 0) return {}
    const args = getArgumentValues(definition, node, this.scope.variables as Arguments)
    for (const name of ['limit', 'first', 'last'] as const)
      checkNumber(path, name, args[name], MAX_PAGE)
    checkNumber(path, 'offset', args.offset, MAX_OFFSET)
    this.countConditions(args.where)
    return args
  }

  private countConditions(where: unknown, quantifiers = 0): void {
    // A list of values is one condition.
    if (typeof where !== 'object' || where === null || Array.isArray(where)) return
    for (const [name, value] of Object.entries(where)) {
      this.conditions++
      const inside = quantifiers + (/_(some|every|none)$/.test(name) ? 1 : 0)
      if (inside > MAX_QUANTIFIERS) {
        const message = `${name} is inside ${MAX_QUANTIFIERS} other conditions on lists.`
        throw exceeded(message, MAX_QUANTIFIERS, inside, {
          hint: 'Query the inner rows first, and filter by their ids.',
        })
      }
      const inputs = name === 'AND' || name === 'OR' ? (value ?? []) : [value]
      for (const input of inputs) this.countConditions(input, inside)
    }
    if (this.conditions > this.limits.conditions) {
      throw exceeded(
        'The operation has too many conditions.',
        this.limits.conditions,
        this.conditions,
        {
          hint: 'Use _in with a list of values, which counts as one.',
        },
      )
    }
  }

  private add(cost: number, path: string): void {
    this.cost += cost
    if (cost > this.mostExpensive.cost) Object.assign(this.mostExpensive, { path, cost })
    if (this.cost > this.limits.cost || this.fields > MAX_FIELDS) {
      throw apiError('COST_EXCEEDED', `The query may return more than ${this.limits.cost} rows.`, {
        cost: this.cost,
        max: this.limits.cost,
        heaviestPath: this.mostExpensive.path,
        hint: 'Give nested lists a smaller limit, or request fewer of them.',
      })
    }
  }
}

function rowsOf(
  definition: GraphQLField<unknown, unknown>,
  args: Arguments,
  depth: number,
): number {
  const has = (name: string) => definition.args.some((arg) => arg.name === name)
  const isList = isListType(getNullableType(definition.type))
  if (!isList && !has('first')) return 1
  const size = (args.limit ?? args.first ?? args.last) as number | null | undefined
  return size ?? (depth === 1 ? DEFAULT_PAGE : EXPECTED_ROWS)
}

function checkNumber(path: string, name: string, value: unknown, max: number): void {
  if (typeof value !== 'number') return
  if (value < 0) {
    throw apiError('BAD_USER_INPUT', `${name} of ${path} is ${value}.`, {
      hint: `Give ${name} a number from 0 to ${max}.`,
    })
  }
  if (value > max) {
    throw exceeded(`${name} of ${path} is ${value}.`, max, value, {
      hint:
        name === 'offset'
          ? 'Use the connection and its cursors.'
          : 'Read page by page, with the connection and its cursors.',
    })
  }
}

function exceeded(message: string, limit: number, asked: number, more: { hint: string }): Error {
  return apiError('LIMIT_EXCEEDED', message, { limit, asked, ...more })
}
