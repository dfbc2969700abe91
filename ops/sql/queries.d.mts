/** A query of this folder. */
export interface Query {
  title: string
  description: string
  /** With parameters as psql writes them. */
  sql: string
}
export function readQuery(name: string): Query
export function fillParameters(
  sql: string,
  write: (name: string, isName: boolean) => string,
): string
