import type { GraphQLFieldMap, GraphQLSchema } from 'graphql'
import type { Model } from '../../../reads/entities'
import type { Head } from '../../../reads/head'
import type { Limits } from '../../limits'
import { type JsonStyle, listJson, mostRows, oneJson } from '../../sql/json'
import type { ListPlan, RowPlan } from '../../sql/plans'
import { Statement } from '../../sql/statement'
import { argumentsOf } from '../arguments'
import type { CheckedOperation } from '../check'
import type { Cost } from '../cost'
import { Planner } from '../planner'
import type { Selected } from '../selection'
import { type Root, rootsOf } from './roots'

/** An operation whose values are known: what it takes to write its statement at a head. */
export interface Compiled {
  /** SQL and parameters for the rows of the last indexed block: one column of JSON text per root field, `f0` and on. */
  statement(head: Head): { columns: string; params: unknown[] }
  /** Response keys in their order; a type is answered by the name of the root type, any other by the next column. */
  keys: readonly { key: string; isType: boolean }[]
  /** Rows that it may return, if they have to be counted; null: it cannot return more. */
  maxRows: number | null
  cost: Cost
  /** Bytes that the answer may have. */
  maxBytes: number
}

/** Compiles operations that ask for rows of the last indexed block and nothing else. */
export class Compiler {
  private readonly roots: ReadonlyMap<string, Root>
  private readonly definitions: GraphQLFieldMap<unknown, unknown>

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly model: Model,
    private readonly limits: Limits,
  ) {
    this.roots = rootsOf(model)
    this.definitions = schema.getQueryType()!.getFields()
  }

  /**
   * @returns null: graphql-js has to answer
   * @throws what graphql-js will report, too
   */
  compile(checked: CheckedOperation): Compiled | null {
    const names = checked.fields.map(({ name }) => name).filter((name) => name !== '__typename')
    const isOfRows = names.length > 0 && names.every((name) => this.roots.has(name))
    return isOfRows && checked.blocks.length === 0 ? this.plan(checked) : null
  }

  private plan(checked: CheckedOperation): Compiled {
    const max = this.limits.cost
    const planned: Planned[] = checked.fields
      .filter(({ name }) => name !== '__typename')
      .map((field) => this.planField(checked, field))
    const countsRows = planned.reduce((sum, { rows }) => sum + rows, 0) > max
    return {
      keys: checked.fields.map(({ key, name }) => ({ key, isType: name === '__typename' })),
      maxRows: countsRows ? max : null,
      cost: checked.cost,
      maxBytes: this.limits.responseBytes,
      statement: (head) => {
        const statement = new Statement(
          this.model,
          { number: head.number, timestamp: head.timestamp, isHead: true },
          head.missingContracts,
        )
        const columns = planned.map(
          ({ sql }, index) => `${sql(statement, { countsRows })} AS f${index}`,
        )
        return { columns: columns.join(', '), params: statement.params }
      },
    }
  }

  private planField({ scope }: CheckedOperation, field: Selected): Planned {
    const { kind, entity } = this.roots.get(field.name)!
    const info = {
      schema: this.schema,
      fragments: scope.fragments,
      variableValues: scope.variables as Record<string, unknown>,
      fieldNodes: [...field.nodes],
    }
    const definition = this.definitions[field.name]!
    const args = argumentsOf(definition, field.nodes[0]!, info.variableValues)
    const planner = new Planner(this.model, info)
    if (kind === 'list') return listOf(planner.list(entity, args))
    return oneOf(planner.one(entity), args.id as string)
  }
}

/** A root field with its values. */
interface Planned {
  /** Rows that it may return. */
  rows: number
  sql(statement: Statement, style: JsonStyle): string
}

function listOf(plan: ListPlan): Planned {
  return { rows: mostRows(plan), sql: (statement, style) => listJson(statement, plan, style) }
}

function oneOf(row: RowPlan, id: string): Planned {
  const rows = mostRows({ limit: 1, row })
  return { rows, sql: (statement, style) => oneJson(statement, row, id, style) }
}
