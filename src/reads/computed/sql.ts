import type { ListField, RowSql, ValueField, ValueType } from '../entities'

/*
 * Fields that follow from several rows, or from the block alone. The expressions follow the contracts, in exact numerics
 * of Postgres: div() truncates like division in Solidity, and no operand here is negative.
 */

/** 1e18, the denominator of fractions. */
export const WAD = '1000000000000000000::numeric'

/** SlashingLib.mulWad: floor(x * y / 1e18). */
export const mulWad = (x: string, y: string) => `div((${x}) * (${y}), ${WAD})`

/** SlashingLib.divWad: floor(x * 1e18 / y). */
export const divWad = (x: string, y: string) => `div((${x}) * ${WAD}, (${y}))`

/** A field of the API that is not a column. Null if an operand is unknown. */
export function computed(
  name: string,
  type: ValueType,
  nullable: boolean,
  description: string,
  expression: (row: RowSql) => string,
  enumName: string | null = null,
): ValueField {
  return {
    kind: 'value',
    name,
    type,
    enumName,
    isList: false,
    nullable,
    column: name,
    description,
    expression,
  }
}

/** Subselect of one value of the row with that key at the block; null if there is no such row. */
export function lookUp(row: RowSql, entity: string, key: string, column: string): string {
  const { alias, from, held } = row.table(entity)
  return `(SELECT ${alias}.${column} FROM ${from} WHERE ${alias}.key = ${key} AND ${held})`
}

/** A constant of EigenLayer at the block; null if unknown. */
export function constant(row: RowSql, column: string): string {
  const { alias, from, held } = row.table('Protocol')
  return `(SELECT ${alias}.${column} FROM ${from} WHERE ${alias}.key = 'EIGENLAYER' AND ${held})`
}

/** The operator's max magnitude in a pool at the block; 1e18 until its first slashing. */
export function maxMagnitude(row: RowSql, operator: string, pool: string): string {
  const key = `${operator} || '-' || ${pool}`
  return `coalesce(${lookUp(row, 'OperatorMagnitude', key, 'max')}, ${WAD})`
}

/** A block or delay as UInt32: users choose them freely up to 2^32 - 1, which an int4 cannot hold. */
export const toUInt32 = (value: string) => `(${value})::int8`

export type Computed = Record<string, readonly (ValueField | ListField)[]>
