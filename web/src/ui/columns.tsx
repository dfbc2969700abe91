import type { PagePath } from '../../../src/api/http/web/paths'
import type { MetricId } from '../method/definitions'
import { Entity } from './entity'
import { type Column, Table, type TableProps } from './table'
import type { Form } from './value'

interface Member {
  readonly id: string
  readonly name?: string | null
}

/** A column of somebody. @param none what is shown where there is nobody */
function memberColumn<R>(
  name: string,
  of: (row: R) => Member | null | undefined,
  page?: PagePath,
  none = 'none',
): Column<R> {
  return {
    name,
    cell: (row) => {
      const member = of(row)
      return member ? <Entity of={member} {...(page && { page })} /> : none
    },
    text: (row) => of(row)?.id ?? '',
  }
}

/** A column of text. */
function textColumn<R>(name: string, of: (row: R) => string): Column<R> {
  return { name, cell: of, text: of }
}

/** A column of figures. */
function figureColumn<R>(
  name: string,
  form: Form,
  value: (row: R) => string | number | null | undefined,
  metric?: MetricId,
): Column<R> {
  return { name, form, value, ...(metric && { metric }) }
}

/** The pool of a row. */
export const poolOf = ({ pool }: { pool: { id: string } }): string => pool.id

/** A column of amounts of pools. @param pool of which one, or `tokenKey` of a token */
function poolColumn<R>(
  name: string,
  pool: (row: R) => string,
  value: (row: R) => string | null | undefined,
  metric?: MetricId,
): Column<R> {
  return { ...figureColumn(name, 'amount', value, metric), pool }
}

/** What amounts of pools are worth. */
const worthColumn = <R,>(
  pool: (row: R) => string,
  value: (row: R) => string | null | undefined,
): Column<R> => ({ name: 'Worth', form: 'worth', pool, value })

/** Makes the columns of a table of rows of one kind. */
interface Columns<R> {
  readonly member: typeof memberColumn<R>
  readonly text: typeof textColumn<R>
  readonly figure: typeof figureColumn<R>
  readonly pool: typeof poolColumn<R>
  readonly worth: typeof worthColumn<R>
}

interface Props<R> extends Omit<TableProps<R>, 'columns'> {
  columns: (make: Columns<R>) => readonly Column<R>[]
}

/** A table of somebody, texts and figures. */
export function Listing<R>({ columns, ...props }: Props<R>) {
  const made = columns({
    member: memberColumn<R>,
    text: textColumn<R>,
    figure: figureColumn<R>,
    pool: poolColumn<R>,
    worth: worthColumn<R>,
  })
  return <Table {...props} columns={made} />
}
