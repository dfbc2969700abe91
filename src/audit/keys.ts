import { type Entries, toEntries } from './entries'
import type { Rows } from './rows'

/** A reference as the API answers it: null if the row it names is not there. */
export type Reference = { id: string } | null

/** Stands for the id of a row that is not there. */
export const MISSING = 'missing'

/** Key of the ids that references name. A missing row must not hide what else is wrong, so it gets a word of its own. */
export function keyOfReferences(...references: Reference[]): string {
  return references.map((reference) => reference?.id ?? MISSING).join(' ')
}

/** The id of a row. */
export function idOf({ id }: { id: string }): string {
  return id
}

/** Key of a row whose id has `-` between its parts. */
export function keyOf({ id }: { id: string }): string {
  return id.replaceAll('-', ' ')
}

/** Reads one value per row of a list, by the parts of its id; null stays unknown. */
export function valuePerPair(field: string, value: string): (rows: Rows) => Promise<Entries> {
  return async (rows) => {
    type Row = { id: string } & Record<string, string | null>
    const items = await rows.list<Row>(field, `{ id ${value} }`)
    return toEntries(items.map((item) => [keyOf(item), item[value]!]))
  }
}
