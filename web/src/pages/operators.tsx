import { useView } from '../app/view'
import { Bars } from '../chart/bars'
import { Figure } from '../chart/figure'
import { document } from '../data/documents'
import type {
  OperatorOrder,
  OperatorsQuery,
  OperatorsQueryVariables,
} from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { percent } from '../format/decimal'
import { shortened, tamed } from '../format/text'
import text from '../queries/operators.graphql?raw'
import { operatorsSentence, shareSentence } from '../sentences/operators'
import { Entity } from '../ui/entity'
import { Frame } from '../ui/frame'
import { Sentences } from '../ui/sentences'
import { useOrder } from '../ui/sort'
import { type Column, Pager, Table } from '../ui/table'

const QUERY = document<OperatorsQuery, OperatorsQueryVariables>(text)
const SIZE = 50

const ORDERS: readonly OperatorOrder[] = [
  'STAKE',
  'AVSS',
  'REGISTERED_MULTIPLIER',
  'SLASHABLE',
  'SLASHABLE_LEVERAGE',
  'CAPITAL_AT_RISK',
  'TOP_SHARE',
  'DECISIVE',
]

type Row = OperatorsQuery['operatorRanking']['operators'][number]

const COLUMNS: readonly Column<Row>[] = [
  {
    name: 'Operator',
    cell: ({ operator }) => <Entity of={operator} page="operators" />,
    text: ({ operator }) => operator.id,
  },
  { name: 'Stake', metric: 'stake', form: 'amount', order: 'STAKE', value: (row) => row.stake },
  { name: 'Share', metric: 'share', form: 'percent', value: (row) => row.share },
  { name: 'Services', metric: 'avss', form: 'count', order: 'AVSS', value: (row) => row.avss },
  {
    name: 'Multiplier',
    metric: 'multiplier',
    form: 'times',
    order: 'REGISTERED_MULTIPLIER',
    value: (row) => row.registeredMultiplier,
  },
  {
    name: 'Slashable',
    metric: 'slashable',
    form: 'amount',
    order: 'SLASHABLE',
    value: (row) => row.slashable,
  },
  {
    name: 'Leverage',
    metric: 'leverage',
    form: 'percent',
    order: 'SLASHABLE_LEVERAGE',
    value: (row) => row.slashableLeverage,
  },
  {
    name: 'At risk',
    metric: 'risk',
    form: 'amount',
    order: 'CAPITAL_AT_RISK',
    value: (row) => row.capitalAtRisk,
  },
  {
    name: 'Largest share',
    metric: 'top',
    form: 'percent',
    order: 'TOP_SHARE',
    value: (row) => row.topShare,
  },
  {
    name: 'Decisive for',
    metric: 'decisive',
    form: 'count',
    order: 'DECISIVE',
    value: (row) => row.decisive,
  },
]

/** All operators, with the figures that compare them. */
export function Operators() {
  const { block, scope, pricing } = useView()
  const { order, descending, page } = useOrder(ORDERS, 'STAKE')
  const offset = page * SIZE
  const asked = useQuery(QUERY, { block, scope, pricing, orderBy: order, descending, offset })
  return (
    <Frame title="Operators" asked={asked} measured={({ operatorRanking }) => operatorRanking.meta}>
      {({ operatorRanking: { count, operators } }) => (
        <>
          <Sentences of={[operatorsSentence(count, operators)]} />
          <ShareBars rows={operators} />
          <Table
            title="Operators"
            columns={COLUMNS}
            rows={operators}
            keyOf={({ operator }) => operator.id}
            sort={{ order, descending }}
            empty="No operator holds stake or is registered at this block."
          >
            <Pager count={count} size={SIZE} page={page} />
          </Table>
        </>
      )}
    </Frame>
  )
}

function ShareBars({ rows }: { rows: readonly Row[] }) {
  const shares = rows.filter((row) => row.share !== null).slice(0, 10)
  const [first] = shares
  return (
    <Figure
      title="Shares of stake"
      caption={shareSentence(shares)}
      state={first ? 'ready' : 'unavailable'}
      rows={[['operator', 'share'], ...shares.map((row) => [row.operator.id, row.share!])]}
    >
      {(width, ids) => (
        <Bars
          width={width}
          ids={ids}
          bars={shares.map(({ operator, share }) => ({
            key: operator.id,
            name: operator.name ? tamed(operator.name).slice(0, 20) : shortened(operator.id),
            part: share!,
            text: percent(share!),
          }))}
        />
      )}
    </Figure>
  )
}
