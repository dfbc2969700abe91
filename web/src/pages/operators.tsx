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
import { approximate, compared, short } from '../format/decimal'
import { calledOf } from '../format/text'
import text from '../queries/operators.graphql?raw'
import { dangerSentence, largestSentence, operatorsSentence } from '../sentences/operators'
import { Entity } from '../ui/entity'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
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

/** Whether any has a share of all stake. */
const hasShares = (rows: readonly Row[]) => rows.some(({ share }) => share !== null)

/** All operators, with the figures that compare them. */
export function Operators() {
  const { block, scope, pricing } = useView()
  const { order, descending, page } = useOrder(ORDERS, 'STAKE')
  const offset = page * SIZE
  const asked = useQuery(QUERY, { block, scope, pricing, orderBy: order, descending, offset })
  return (
    <Frame title="Operators" asked={asked} measured={({ operatorRanking }) => operatorRanking.meta}>
      {({ operatorRanking: { count, operators } }, measure) => (
        <>
          <Sentences
            of={[operatorsSentence(count, operators), dangerSentence(operators, measure)]}
          />
          <StakeBars rows={operators} />
          <Table
            title="Operators"
            columns={COLUMNS.filter(({ name }) => name !== 'Share' || hasShares(operators))}
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

/** Stake of those listed, as parts of the largest: shares of all stake are not known where operators share vaults. */
function StakeBars({ rows }: { rows: readonly Row[] }) {
  const { measure } = useOrigin()
  const known = rows
    .flatMap(({ operator, stake }) => (stake === null ? [] : [{ operator, stake }]))
    .sort((a, b) => compared(b.stake, a.stake))
    .slice(0, 10)
  const [first] = known
  const largest = rows.find(({ operator }) => operator.id === first?.operator.id) ?? null
  const most = approximate(first?.stake ?? '0')
  return (
    <Figure
      title="Stake of operators"
      caption={largestSentence(largest, measure)}
      state={first ? 'ready' : 'unavailable'}
      rows={[
        ['operator', measure.name],
        ...known.map(({ operator, stake }) => [operator.id, measure.whole(stake)]),
      ]}
    >
      {(width, ids) => (
        <Bars
          width={width}
          ids={ids}
          bars={known.map(({ operator, stake }) => ({
            key: operator.id,
            name: calledOf(operator),
            part: most === 0 ? '0' : (approximate(stake) / most).toFixed(6),
            label: short(measure.whole(stake)),
            text: measure.text(stake),
          }))}
        />
      )}
    </Figure>
  )
}
