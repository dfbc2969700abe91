import { useView } from '../app/view'
import { document } from '../data/documents'
import type { ServiceOrder, ServicesQuery, ServicesQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import commitment from '../queries/commitment.graphql?raw'
import text from '../queries/services.graphql?raw'
import { servicesSentence } from '../sentences/services'
import { Commitments } from '../ui/commitments'
import { Entity } from '../ui/entity'
import { Frame } from '../ui/frame'
import { Sentences } from '../ui/sentences'
import { useOrder } from '../ui/sort'
import { type Column, Pager, Table } from '../ui/table'

const QUERY = document<ServicesQuery, ServicesQueryVariables>(text, commitment)
const SIZE = 50

const ORDERS: readonly ServiceOrder[] = [
  'STAKE',
  'MEMBERS',
  'NAKAMOTO',
  'TOP_SHARE',
  'EXCLUSIVE_SHARE',
  'SLASHABLE',
  'PHANTOM_SHARE',
  'COST_OF_CORRUPTION',
  'REDISTRIBUTABLE',
]

type Row = ServicesQuery['services']['avss'][number]

const COLUMNS: readonly Column<Row>[] = [
  {
    name: 'Service',
    cell: ({ avs }) => <Entity of={avs} page="services" />,
    text: ({ avs }) => avs.id,
  },
  {
    name: 'Registered',
    metric: 'registered',
    form: 'amount',
    order: 'STAKE',
    value: (row) => row.stake,
  },
  {
    name: 'Slashable',
    metric: 'slashable',
    form: 'amount',
    order: 'SLASHABLE',
    value: (row) => row.slashable,
  },
  {
    name: 'Phantom',
    metric: 'phantom',
    form: 'percent',
    order: 'PHANTOM_SHARE',
    value: (row) => row.phantomShare,
  },
  {
    name: 'Cost of corruption',
    metric: 'cost',
    form: 'amount',
    order: 'COST_OF_CORRUPTION',
    value: (row) => row.costOfCorruption,
  },
  {
    name: 'Operators',
    metric: 'members',
    form: 'count',
    order: 'MEMBERS',
    value: (row) => row.members,
  },
  {
    name: 'To a third',
    metric: 'nakamoto',
    form: 'count',
    order: 'NAKAMOTO',
    value: (row) => row.nakamoto,
  },
  {
    name: 'Largest operator',
    cell: ({ topOperator }) =>
      topOperator ? <Entity of={topOperator} page="operators" /> : 'none',
    text: ({ topOperator }) => topOperator?.id ?? '',
  },
  {
    name: 'Its share',
    metric: 'top',
    form: 'percent',
    order: 'TOP_SHARE',
    value: (row) => row.topShare,
  },
  {
    name: 'Exclusive',
    metric: 'exclusive',
    form: 'percent',
    order: 'EXCLUSIVE_SHARE',
    value: (row) => row.exclusiveShare,
  },
  {
    name: 'Redistributable',
    metric: 'captive',
    form: 'amount',
    order: 'REDISTRIBUTABLE',
    value: (row) => row.redistributable,
  },
]

/** All services (AVSs, networks), with the figures that compare them. */
export function Services() {
  const { block, scope, pricing } = useView()
  const { order, descending, page } = useOrder(ORDERS, 'STAKE')
  const offset = page * SIZE
  const asked = useQuery(QUERY, { block, scope, pricing, orderBy: order, descending, offset })
  return (
    <Frame title="Services" asked={asked} measured={({ services }) => services.meta} inPools>
      {({ services: { count, avss, slasherNotice }, networks }) => (
        <>
          <Sentences of={[servicesSentence(count, avss, slasherNotice)]} />
          <Table
            title="Services with registered operators"
            columns={COLUMNS}
            rows={avss}
            keyOf={({ avs }) => avs.id}
            sort={{ order, descending }}
            empty="No service has operators at this block."
          >
            <Pager count={count} size={SIZE} page={page} />
          </Table>
          <Commitments rows={networks} of="network" />
        </>
      )}
    </Frame>
  )
}
