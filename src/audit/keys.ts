import { type Entries, toEntries } from './entries'
import type { Rows } from './rows'

/** A reference in an answer of the API; null if the row is missing. */
export type Reference = { id: string } | null

/** Condition on rows that both protocols have. */
export const EIGENLAYER = 'protocol_eq: EIGENLAYER'

/** Stands for the id of a missing row. */
export const MISSING = 'missing'

/** Key of the ids of references. A missing row has `MISSING` as its id, so that it does not stop the audit. */
export function keyOfReferences(...references: Reference[]): string {
  return references.map((reference) => reference?.id ?? MISSING).join(' ')
}

/** The id of a row. */
export function idOf({ id }: { id: string }): string {
  return id
}

/** Key of a row whose id is parts joined by `-`. */
export function keyOf({ id }: { id: string }): string {
  return id.replaceAll('-', ' ')
}

/** Reads one value per row of a list, by the parts of its id. Null is unknown. @param where as of `Rows.list` */
export function valuePerPair(
  field: string,
  value: string,
  where = '',
): (rows: Rows) => Promise<Entries> {
  return async (rows) => {
    type Row = { id: string } & Record<string, string | null>
    const items = await rows.list<Row>(field, `{ id ${value} }`, where)
    return toEntries(items.map((item) => [keyOf(item), item[value]!]))
  }
}
