import type { PagePath } from '../../../src/api/http/web/paths'
import { tokenKey } from '../data/tokens'
import type { CommitmentRowFragment } from '../data/types.generated'
import { Entity } from './entity'
import { type Column, Table } from './table'
import { Units } from './units'

type Row = CommitmentRowFragment

const cellOf = (
  name: string,
  page: PagePath | undefined,
  of: (row: Row) => Row['pool'],
): Column<Row> => ({
  name,
  cell: (row) => <Entity of={of(row)} {...(page && { page })} />,
  text: (row) => of(row).id,
})

const unitOf = ({ unit, pool }: Row) => (unit === null ? pool.id : tokenKey(unit))

/** Its service is in another column, or all rows have the same. */
const SET: Column<Row> = {
  name: 'Set',
  cell: ({ operatorSet: { id } }) => <span title={id}>{id.slice(id.lastIndexOf('/') + 1)}</span>,
  text: ({ operatorSet: { id } }) => id,
}

const LAST: readonly Column<Row>[] = [
  cellOf('Pool', undefined, ({ pool }) => pool),
  {
    name: 'Committed',
    metric: 'committed',
    form: 'amount',
    pool: unitOf,
    value: (row) => row.stake,
  },
  {
    name: 'Slashable',
    metric: 'poolSlashable',
    form: 'amount',
    pool: unitOf,
    value: (row) => row.slashableStake,
  },
  { name: 'Worth', form: 'worth', pool: unitOf, value: (row) => row.slashableStake },
]

/** Commitments, in tokens of their pools, which do not add up. */
export function Commitments({
  rows,
  of,
  title = of === 'network' ? 'Commitments of vaults to networks' : 'Commitments',
}: {
  rows: readonly Row[]
  of: 'operator' | 'service' | 'network'
  title?: string
}) {
  const columns = [
    ...(of === 'operator' ? [] : [cellOf('Operator', 'operators', ({ operator }) => operator)]),
    ...(of === 'service'
      ? []
      : [cellOf('Service', 'services', ({ operatorSet }) => operatorSet.avs)]),
    SET,
    ...LAST,
  ]
  return (
    <Table
      title={title}
      columns={columns}
      rows={rows}
      keyOf={(row) => `${row.operator.id} ${row.operatorSet.id} ${row.pool.id}`}
      empty="No stake is committed."
    >
      <Units />
    </Table>
  )
}
