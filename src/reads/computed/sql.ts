import type { ListField, RowSql, ValueField, ValueType } from '../entities'

/*
 * Values that follow from several rows, or from the block alone. They are written like the contracts compute them, in
 * Postgres' exact numbers: div() cuts off, as Solidity's division does, and no operand here is negative.
 */

/** 1e18: the whole, of fractions. */
export const WAD = '1000000000000000000::numeric'

/** SlashingLib.mulWad: floor(x * y / 1e18). */
export const mulWad = (x: string, y: string) => `div((${x}) * (${y}), ${WAD})`

/** SlashingLib.divWad: floor(x * 1e18 / y). */
export const divWad = (x: string, y: string) => `div((${x}) * ${WAD}, (${y}))`

/** A field of the API that is no column. Null where an operand is unknown. */
export function computed(
  name: string,
  type: ValueType,
  nullable: boolean,
  description: string,
  expression: (row: RowSql) => string,
): ValueField {
  return {
    kind: 'value',
    name,
    type,
    enumName: null,
    isList: false,
    nullable,
    column: name,
    description,
    expression,
  }
}

/** One value of the row with that key at the block, as a subselect: null if there is no such row. */
export function lookUp(row: RowSql, entity: string, key: string, column: string): string {
  const { alias, from, holds } = row.table(entity)
  return `(SELECT ${alias}.${column} FROM ${from} WHERE ${alias}.key = ${key} AND ${holds})`
}

/** A constant of the protocol at the block; null if unknown. */
export function constant(row: RowSql, column: string): string {
  const { alias, from, holds } = row.table('Protocol')
  return `(SELECT ${alias}.${column} FROM ${from} WHERE ${holds})`
}

/** The operator's max magnitude in a pool at the block: 1e18 until a slashing says otherwise. */
export function maxMagnitude(row: RowSql, operator: string, pool: string): string {
  const key = `${operator} || '-' || ${pool}`
  return `coalesce(${lookUp(row, 'OperatorMagnitude', key, 'max')}, ${WAD})`
}

/** A block or delay that users chose as Int: what is too large for it is as good as never, and shown as 2^31 - 1. */
export const toInt = (value: string) =>
  `(CASE WHEN (${value}) > 2147483647 THEN 2147483647 ELSE (${value}) END)::int`

export type Computed = Record<string, readonly (ValueField | ListField)[]>
