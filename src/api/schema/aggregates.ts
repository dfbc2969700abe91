import { type Estimate, type Resolver, reading, type SchemaPart } from '../../metrics/define/part'
import type { Entity, Model } from '../../reads/entities'
import { planAggregate } from '../graphql/aggregate-plan'
import { DEFAULT_PAGE, MAX_OFFSET, MAX_PAGE } from '../limits'
import { aggregateSql, type Group, groupTerms, numbersOf, readGroups } from '../sql/aggregate'
import type { BudgetOf } from './budget'
import { statementAt } from './statement-at'

/** Milliseconds of reading all rows that are counted: what a `totalCount` costs. */
const SCAN_MS = 10
/** Milliseconds of computing a number row by row, for all rows. */
const NUMBER_MS = 2_000
/** Milliseconds of computing a key row by row. */
const KEY_MS = 1_000

/** Counts and sums over the rows of entities: one root field for each. */
export function aggregateSchema(model: Model, budgetOf: BudgetOf): SchemaPart {
  const entities = [...model.entities.values()]
  const query: Record<string, Resolver> = {}
  const resolvers: SchemaPart['resolvers'] = { Query: query }
  const estimates: Record<string, Record<string, Estimate>> = { Query: {} }
  for (const entity of entities) {
    query[fieldOf(entity)] = reading(resolver(model, entity, budgetOf))
    const numberMs = (name: unknown) =>
      numbersOf(entity).get(name as string)?.expression ? NUMBER_MS : 0
    const keyMs = (name: string) => (groupTerms(entity).get(name)?.field.expression ? KEY_MS : 0)
    estimates.Query![fieldOf(entity)] = ({ groupBy, largest }) =>
      ((groupBy ?? []) as string[]).reduce((sum, name) => sum + keyMs(name), SCAN_MS) +
      numberMs(largest)
    if (numbersOf(entity).size === 0) continue
    const folds = { sum: numberOf, min: numberOf, max: numberOf, known: numberOf }
    resolvers[typeOf(entity)] = folds
    // Counted for each group, but all rows are computed once.
    const estimate: Estimate = ({ of }, root) =>
      numberMs(of) / Math.max(1, (root?.limit ?? DEFAULT_PAGE) as number)
    estimates[typeOf(entity)] = { sum: estimate, min: estimate, max: estimate, known: estimate }
  }
  const typeDefs = [
    ...entities.map(typesOf),
    `extend type Query {\n${entities.map(queryDef).join('')}}`,
  ].join('\n\n')
  return { typeDefs, resolvers, estimates }
}

const fieldOf = ({ query }: Entity) => `${query.list}Aggregate`
const typeOf = ({ name }: Entity) => `${name}Aggregate`

const numberOf: Resolver = (parent: Group, _args, _context, info) => parent.numbers[info.path.key]

function resolver(model: Model, entity: Entity, budgetOf: BudgetOf): Resolver {
  return async (_parent, args, context, info) => {
    const plan = planAggregate(model, entity, args, info)
    const statement = await statementAt(model, context, args.block)
    const text = aggregateSql(statement, plan)
    const rows = await context.query<{ data: Parameters<typeof readGroups>[1][number] }>(
      text,
      statement.params,
    )
    const items = rows.map(({ data }) => data)
    return readGroups(plan, items, budgetOf(context), String(info.path.key))
  }
}

const enumDef = (name: string, doc: string, values: Iterable<string>) =>
  `"${doc}"\nenum ${name} {\n${[...values].map((value) => `  ${value}\n`).join('')}}`

function typesOf(entity: Entity): string {
  const { name } = entity
  const numbers = numbersOf(entity)
  const fold = (field: string, doc: string, type: string) =>
    `  "${doc}"\n  ${field}(of: ${name}Number!): ${type}\n`
  const folds =
    numbers.size === 0
      ? ''
      : fold('sum', 'Sum of the values, exact; null: no row has one.', 'BigInt') +
        fold('min', 'The smallest value; null: no row has one.', 'BigInt') +
        fold('max', 'The largest value; null: no row has one.', 'BigInt') +
        fold('known', 'Rows with a value: the others are in no sum.', 'Int!')
  return [
    enumDef(
      `${name}GroupBy`,
      `What rows of ${name} can be grouped by; _DAY: the day (UTC).`,
      groupTerms(entity).keys(),
    ),
    ...(numbers.size === 0
      ? []
      : [enumDef(`${name}Number`, `Numbers of ${name}.`, numbers.keys())]),
    `"A group of rows of ${name}."
type ${typeOf(entity)} {
  "Values of \`groupBy\`, in its order, as text; null: the value is, or the time of the block is not stored."
  keys: [String]!
  "Number of rows."
  count: Int!
${folds}}`,
  ].join('\n\n')
}

function queryDef(entity: Entity): string {
  const { name } = entity
  const largest =
    numbersOf(entity).size === 0
      ? ''
      : ` "Order by the sum of it, the largest first. Default: by \`keys\`." largest: ${name}Number`
  return `  "Counts and sums of ${name} rows, by group."
  ${fieldOf(entity)}("Only rows that fulfil all conditions." where: ${name}WhereInput
    "What to group by. Default: all rows are one group." groupBy: [${name}GroupBy!]${largest}
    "Maximum number of groups, up to ${MAX_PAGE}. Default: ${DEFAULT_PAGE}." limit: Int
    "Groups to skip, up to ${MAX_OFFSET}." offset: Int
    "Block to read at. Default: the last indexed block." block: BlockInput): [${typeOf(entity)}!]!
`
}
