import type { Entity, ValueField } from '../../reads/entities'
import type { Condition } from './conditions'
import type { Budget } from './select'
import type { Scope, Statement } from './statement'
import { outputOf } from './values'
import { whereSql } from './where'

/** What rows are grouped by: the value of a field, or the day (UTC) of a time or of a block. */
export interface GroupTerm {
  field: ValueField
  isDay: boolean
}

/** How the values of a field are put together; `known`: how many are not null. */
export type Fold = 'sum' | 'min' | 'max' | 'known'

/** A number of each group, by its response key. */
export interface NumberPlan {
  key: string
  fold: Fold
  field: ValueField
}

/** Groups of rows to read. */
export interface AggregatePlan {
  entity: string
  where: Condition | null
  groups: readonly GroupTerm[]
  numbers: readonly NumberPlan[]
  /** The field whose sum orders the groups, the largest first; null: by their keys. */
  largest: ValueField | null
  limit: number
  /** Whether the limit is the default: one group more is read then, to tell whether it cuts the list. */
  isDefault: boolean
  offset: number
}

/** A group: its keys in the order of `groupBy`, and its numbers by response key. */
export interface Group {
  keys: readonly (string | null)[]
  count: number
  numbers: Record<string, string | number | null>
}

/** Fields whose values can be added up. */
export function numbersOf(entity: Entity): ReadonlyMap<string, ValueField> {
  const isNumber = ({ type, isList }: ValueField) =>
    !isList && ['Int', 'UInt32', 'BigInt'].includes(type)
  return new Map(valuesOf(entity).flatMap((one) => (isNumber(one) ? [[one.name, one]] : [])))
}

/** Columns with the number of a block that has logs, so that its time is known. */
const BLOCK_OF_LOGS = /^(block|fromBlock|firstSeenBlock|\w+AtBlock)$/

/** What rows of an entity can be grouped by. */
export function groupTerms(entity: Entity): ReadonlyMap<string, GroupTerm> {
  const terms = new Map<string, GroupTerm>()
  for (const field of valuesOf(entity)) {
    const { name, type, isList, expression } = field
    if (isList) continue
    const isName = ['ENUM', 'Boolean'].includes(type)
    const isStored = !expression && ['ID', 'String', 'Bytes', 'Int'].includes(type)
    if (name !== 'id' && (isName || isStored)) terms.set(name, { field, isDay: false })
    const isTime = !expression && (type === 'DateTime' || BLOCK_OF_LOGS.test(name))
    if (isTime) terms.set(`${name}_DAY`, { field, isDay: true })
  }
  return terms
}

const valuesOf = (entity: Entity): ValueField[] =>
  [...entity.fields.values()].flatMap((field) =>
    field.kind === 'value' && !field.isOutputOnly ? [field] : [],
  )

/** Statement for the groups: rows with `data`. */
export function aggregateSql(statement: Statement, plan: AggregatePlan): string {
  const scope = statement.open(plan.entity)
  const where = plan.where ? [whereSql(scope, plan.where)] : []
  const keys = plan.groups.map((term, index) => `${keyOf(scope, term)} AS k${index}`)
  const numbers = plan.numbers.map(
    ({ fold, field }, index) => `${folded(fold, scope.column(field))} AS v${index}`,
  )
  const byKeys = plan.groups.map((_, index) => `${index + 1}`)
  const bySum = plan.largest ? [`sum(${scope.column(plan.largest)}) DESC NULLS LAST`] : []
  const order = [...bySum, ...byKeys]
  const limit = plan.limit + (plan.isDefault ? 1 : 0)
  const groups =
    `SELECT ${[...keys, 'count(*) AS n', ...numbers].join(', ')} ${scope.from(where)}` +
    (byKeys.length > 0 ? ` GROUP BY ${byKeys.join(', ')}` : '') +
    (order.length > 0 ? ` ORDER BY ${order.join(', ')}` : '') +
    ` LIMIT ${limit} OFFSET ${plan.offset}`
  const array = (name: string, count: number) =>
    `json_build_array(${Array.from({ length: count }, (_, index) => `${name}${index}`).join(', ')})`
  const data = `json_build_array(${array('k', keys.length)}, n, ${array('v', numbers.length)})`
  return `SELECT ${data} AS data FROM (${groups}) groups`
}

function keyOf(scope: Scope, { field, isDay }: GroupTerm): string {
  const column = scope.column(field)
  if (!isDay) return `(${outputOf(field, column)})::text`
  const day = (time: string) => `to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD')`
  if (field.type === 'DateTime') return day(column)
  return `(SELECT ${day('header.block_time')} FROM block header WHERE header.block = ${column})`
}

const folded = (fold: Fold, column: string) =>
  fold === 'known' ? `count(${column})` : `${fold}(${column})::text`

type GroupData = readonly [Group['keys'], number, readonly (string | number | null)[]]

/** Reads the groups, and notes if the default limit cuts them. */
export function readGroups(
  { limit, numbers }: AggregatePlan,
  items: readonly GroupData[],
  budget: Budget,
  path: string,
): Group[] {
  if (items.length > limit) budget.truncated.add(path)
  return items.slice(0, limit).map(([keys, count, values]) => ({
    keys,
    count,
    numbers: Object.fromEntries(numbers.map(({ key }, index) => [key, values[index] ?? null])),
  }))
}
