import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql'
import { getNamedType, getNullableType, isListType, isObjectType } from 'graphql'
import type { Estimate } from '../../metrics/define/part'
import { apiError } from '../../reads/errors'
import type { Limits } from '../limits'
import { DEFAULT_PAGE, MAX_OFFSET, MAX_PAGE } from '../limits'
import { argumentsOf } from './arguments'
import { exceeded, InputCheck } from './input-check'
import { introspectionCost } from './introspection-cost'
import type { Selected, SelectionScope } from './selection'
import { fieldsBelow } from './selection'

/** Estimated rows of a nested list without `limit`: most rows refer to few others. */
const EXPECTED_ROWS = 10
/** Cost of a `totalCount`, which reads the whole list. */
const COUNT_COST = 50
/** Cost of a JSON value, which can be long. */
const JSON_COST = 10
/** Cost of a millisecond of computing: an operation may compute for about ten seconds. */
const MILLISECOND_COST = 5
/** Cost of introspection that takes a millisecond. */
const INTROSPECTION_PER_MS = 200
/** Maximum fields that the estimate visits, so that it is cheap itself. */
const MAX_FIELDS = 10_000

type Arguments = Record<string, unknown>

/** The estimated cost of an operation, and what it may cost. */
export interface Cost {
  readonly cost: number
  readonly max: number
  /** Of computing, which are in the cost. */
  readonly milliseconds: number
}

/**
 * Checks the limits of an operation with its variables, before any of it runs.
 *
 * The cost estimates the returned rows: a field with one row costs 1, a list its `limit` (`first`, `last`; else 50 at
 * the root, 10 when nested), both times the rows of the field around them. A `totalCount` costs 50, a JSON value 10 per
 * row. Other values cost nothing. So `operatorStakes(limit: 1000) { operator { id } pool { id } }` costs 3000. What fields
 * compute costs 5 for a millisecond, as they estimate it themselves, and introspection what it returns.
 *
 * @throws ApiError LIMIT_EXCEEDED, COST_EXCEEDED, or BAD_USER_INPUT for negative numbers
 */
export class CostCheck {
  private cost = 0
  private milliseconds = 0
  /** Milliseconds of computing of each root field. */
  readonly byRoot: number[] = []
  private fields = 0
  private readonly inputs
  /** The most expensive field. */
  private readonly mostExpensive = { path: '', cost: 0 }

  constructor(
    private readonly scope: SelectionScope,
    private readonly limits: Limits,
    private readonly schema: GraphQLSchema,
  ) {
    this.inputs = new InputCheck(limits)
  }

  /**
   * @param roots selected fields of the root type
   * @returns the cost of the operation
   */
  check(root: GraphQLObjectType, roots: readonly Selected[]): Cost {
    const fields = roots.length
    if (fields > this.limits.rootFields) {
      throw exceeded(`The operation has ${fields} root fields.`, this.limits.rootFields, fields, {
        hint: 'Send several requests.',
      })
    }
    for (const field of roots) {
      const before = this.milliseconds
      this.visit(root, [field], { rows: 1, depth: 1, path: '', metric: {} })
      this.byRoot.push(this.milliseconds - before)
    }
    return {
      cost: Math.ceil(this.cost),
      max: this.limits.cost,
      milliseconds: Math.ceil(this.milliseconds),
    }
  }

  private visit(type: GraphQLObjectType, selected: readonly Selected[], around: Around): void {
    const { depth, path } = around
    for (const field of selected) {
      if (field.name.startsWith('__')) {
        // Only __schema and __type have fields below.
        const isLeaf = field.name === '__typename'
        const cost = isLeaf ? 0 : introspectionCost(this.schema, this.scope, field)
        this.milliseconds += cost / INTROSPECTION_PER_MS
        this.add(cost, field.key)
        continue
      }
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
      // Fields of a connection, an edge or a version share its rows.
      const isPart = /(Connection|Edge|Version)$/.test(type.name)
      const here = path ? `${path}.${field.key}` : field.key
      if (definition) this.visitField(definition, field, isPart, { ...around, path: here })
    }
  }

  private visitField(
    definition: GraphQLField<unknown, unknown>,
    field: Selected,
    isPart: boolean,
    { rows, depth, path, metric }: Around,
  ): void {
    const args = this.arguments(definition, field, path)
    const target = getNamedType(definition.type)
    if (field.name === 'totalCount') this.add(COUNT_COST, path)
    const isRow = isObjectType(target)
    if (target.name === 'JSON') this.add(rows * JSON_COST, path)
    const milliseconds = rows * estimateOf(definition, args, metric)
    this.milliseconds += milliseconds
    this.add(milliseconds * MILLISECOND_COST, path)
    const below = isPart || !isRow ? rows : rows * rowsOf(definition, args, depth)
    this.add(isPart || !isRow ? 0 : below, path)
    if (!isRow) return
    const ofMetric = depth === 1 ? args : metric
    const around = { rows: below, depth: depth + 1, path, metric: ofMetric }
    this.visit(target, fieldsBelow(this.scope, field), around)
  }

  private arguments(
    definition: GraphQLField<unknown, unknown>,
    field: Selected,
    path: string,
  ): Arguments {
    const node = field.nodes[0]
    if (!node || definition.args.length === 0) return {}
    const args = argumentsOf(definition, node, this.scope.variables)
    for (const name of ['limit', 'first', 'last'] as const)
      checkNumber(path, name, args[name], MAX_PAGE)
    checkNumber(path, 'offset', args.offset, MAX_OFFSET)
    this.inputs.add(args)
    return args
  }

  private add(cost: number, path: string): void {
    this.fields++
    this.cost += cost
    if (cost > this.mostExpensive.cost) Object.assign(this.mostExpensive, { path, cost })
    if (this.cost > this.limits.cost || this.fields > MAX_FIELDS) {
      throw apiError('COST_EXCEEDED', `The operation costs more than ${this.limits.cost}.`, {
        cost: Math.ceil(Math.min(this.cost, Number.MAX_SAFE_INTEGER)),
        max: this.limits.cost,
        heaviestPath: this.mostExpensive.path,
        hint: 'Give lists a smaller limit, compute at fewer points or draws, or send several requests.',
      })
    }
  }
}

/** What a field is in. */
interface Around {
  readonly rows: number
  readonly depth: number
  readonly path: string
  /** Arguments of the root field. */
  readonly metric: Arguments
}

/** Milliseconds that a field computes for one row, as its metric declares them. */
function estimateOf(
  { extensions }: GraphQLField<unknown, unknown>,
  args: Arguments,
  ofMetric: Arguments,
): number {
  const estimate = extensions.estimate as Estimate | undefined
  return estimate?.(args, ofMetric) ?? 0
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
