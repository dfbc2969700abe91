import { monthRange } from '../../../src/api/http/web/month'
import { hrefOf } from '../app/place'
import { useView } from '../app/view'
import { rowsOf, SeriesFigure, type SeriesRow, stateOf } from '../chart/series-figure'
import { Sparkline } from '../chart/sparkline'
import { document } from '../data/documents'
import type { Told } from '../data/told'
import type {
  FiguresFragment,
  OverviewQuery,
  OverviewQueryVariables,
  OverviewSeriesQuery,
  OverviewSeriesQueryVariables,
} from '../data/types.generated'
import { type Asked, useQuery, withSeries } from '../data/use-query'
import { change } from '../format/decimal'
import { PROTOCOL_NAMES } from '../format/protocol'
import { counted, figured } from '../format/text'
import type { MetricId } from '../method/definitions'
import text from '../queries/overview.graphql?raw'
import seriesText from '../queries/overview-series.graphql?raw'
import fragments from '../queries/told.graphql?raw'
import { overviewSentences } from '../sentences/overview'
import { seriesSentence } from '../sentences/series'
import { Cards } from '../ui/card'
import { poolOf } from '../ui/columns'
import { Entity } from '../ui/entity'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { Sentences } from '../ui/sentences'
import { Table } from '../ui/table'
import { type Form, Value } from '../ui/value'

const QUERY = document<OverviewQuery, OverviewQueryVariables>(text, fragments)
/** Of round blocks, nearly always final: the answer is kept, and the page does not wait for it. */
const SERIES = document<OverviewSeriesQuery, OverviewSeriesQueryVariables>(seriesText)

/** Whether restaking is more fragile than a month ago, and what changed. */
export function Overview() {
  const view = useView()
  const { block, scope, pricing } = view
  const { since, ...range } = monthRange(view)
  const asked = useQuery(QUERY, { block, scope, pricing, since })
  const series = useQuery(SERIES, { scope, pricing, ...range })
  return (
    <Frame
      title="Overview"
      asked={withSeries(asked, series)}
      measured={({ overview }) => overview.meta}
      inPools
    >
      {(data) => <Content data={data} series={series} />}
    </Frame>
  )
}

function Content({ data, series }: { data: OverviewQuery; series: Asked<OverviewSeriesQuery> }) {
  const { measure } = useOrigin()
  const { now, before, changes, meta } = data.overview
  if (!now) return <p class="empty">There is no stake at this block.</p>
  const state = stateOf(series)
  const ofStake = rowsTo(now, series.data, 0, ({ stake }) => stake)
  const rows = (position: number, form: Shown) => rowsTo(now, series.data, position, form)
  const card = (position: number, metric: MetricId, form: Form, shown: Shown) => (
    <Card
      metric={metric}
      form={form}
      value={shown(now)}
      before={before && shown(before)}
      since={before?.block.number ?? null}
      rows={rows(position, shown)}
    />
  )
  return (
    <>
      <Sentences of={overviewSentences(data.overview, measure)} />
      <Cards>
        {card(0, 'stake', 'amount', ({ stake }) => stake)}
        {card(1, 'operators', 'count', ({ holders }) => String(holders))}
        {card(2, 'nakamoto', 'count', ({ ofSlashable }) => textOf(ofSlashable?.nakamoto))}
        {card(3, 'hhi', 'ratio', ({ ofSlashable }) => ofSlashable?.hhi ?? null)}
        {card(4, 'risk', 'amount', ({ capitalAtRisk }) => capitalAtRisk)}
        {card(5, 'leverage', 'percent', ({ slashableLeverage }) => slashableLeverage)}
      </Cards>
      <SeriesFigure
        title="Stake over time"
        caption={seriesSentence('Stake', ofStake, measure, state.isLoading)}
        rows={ofStake}
        measure={measure}
        data={data}
        isEstimated={meta.coverage?.isComplete === false}
        {...state}
      />
      <Protocols data={data} />
      <div class="halves">
        <Table
          title="Largest operators"
          rows={data.overview.topOperators}
          keyOf={({ operator }) => operator.id}
          empty="No operator has stake."
          columns={[
            {
              name: 'Operator',
              cell: ({ operator }) => <Entity of={operator} page="operators" />,
              text: ({ operator }) => operator.id,
            },
            { name: 'Stake', metric: 'stake', form: 'amount', value: ({ stake }) => stake },
            {
              name: 'Slashable',
              metric: 'slashable',
              form: 'amount',
              value: ({ slashable }) => slashable,
            },
            { name: 'Services', metric: 'avss', form: 'count', value: ({ avss }) => avss },
          ]}
        />
        <Table
          title="Services with the most stake"
          rows={data.overview.topAvss}
          keyOf={({ avs }) => avs.id}
          empty="No service has stake."
          columns={[
            {
              name: 'Service',
              cell: ({ avs }) => <Entity of={avs} page="services" />,
              text: ({ avs }) => avs.id,
            },
            { name: 'Stake', metric: 'registered', form: 'amount', value: ({ stake }) => stake },
            {
              name: 'Cost of corruption',
              metric: 'cost',
              form: 'amount',
              value: (row) => row.costOfCorruption,
            },
            { name: 'To a third', metric: 'nakamoto', form: 'count', value: (row) => row.nakamoto },
          ]}
        />
      </div>
      {changes && <Changes changes={changes} since={before?.block.number ?? null} />}
    </>
  )
}

/** A figure of a block, as text; null: unknown. */
type Shown = (figures: FiguresFragment) => string | null

const textOf = (count: number | null | undefined) => (count == null ? null : String(count))

/** The series of a figure, with the block that is shown at its end. */
function rowsTo(
  now: FiguresFragment,
  answer: OverviewSeriesQuery | null,
  position: number,
  shown: Shown,
): SeriesRow[] {
  if (answer === null) return []
  const { number: block, timestampAtLeast: time } = now.block
  const before = rowsOf(answer.series.points, position).filter((row) => row.block < block)
  return [...before, { block, time, value: shown(now) }]
}

interface CardProps {
  metric: MetricId
  form: Form
  value: string | null
  before: string | null
  /** Block that it is compared with. */
  since: number | null
  rows: ReturnType<typeof rowsOf>
}

function Card({ metric, form, value, before, since, rows }: CardProps) {
  const name = CARD_NAMES[metric as keyof typeof CARD_NAMES]
  const moved = value === null || before === null ? null : change(before, value)
  return (
    <div class="card">
      <h2>{name}</h2>
      <Value value={value} form={form} metric={metric} />
      <p class="change">
        {value === null
          ? 'nothing, or without a price'
          : moved === null
            ? 'no earlier figure'
            : `${moved} since block ${since}`}
      </p>
      <Sparkline rows={rows} />
    </div>
  )
}

const CARD_NAMES = {
  stake: 'Stake',
  operators: 'Operators with stake',
  nakamoto: 'Operators to a third',
  hhi: 'HHI',
  risk: 'Capital at risk',
  leverage: 'Slashable leverage',
}

function Protocols({ data }: { data: OverviewQuery }) {
  const { protocols, operatorsInBoth } = data.securityMarket
  return (
    <section>
      <h2>Protocols</h2>
      <ul>
        {protocols.map(({ protocol, operators, services, stakes }) => {
          const promised = stakes.filter((row) => row.slashable !== null && row.slashable !== '0')
          return (
            <li key={protocol}>
              {PROTOCOL_NAMES[protocol]}: {counted(operators, 'operator')},{' '}
              {counted(services, 'service')}, {counted(stakes.length, 'pool')}, of which{' '}
              {figured(promised.length)} can be slashed.
            </li>
          )
        })}
      </ul>
      <p>{counted(operatorsInBoth.length, 'operator')} in both.</p>
    </section>
  )
}

function Changes(props: { changes: NonNullable<Told['changes']>; since: number | null }) {
  const { changes, since } = props
  const { place } = useView()
  const { moved, slashings } = changes
  return (
    <div class="halves">
      <Table
        title="Stake that moved most"
        rows={moved.items}
        keyOf={({ member, pool }) => `${member.id} ${pool.id}`}
        empty="No stake moved."
        columns={[
          {
            name: 'Operator',
            cell: ({ member }) => <Entity of={member} page="operators" />,
            text: ({ member }) => member.id,
          },
          { name: 'Pool', cell: ({ pool }) => <Entity of={pool} />, text: ({ pool }) => pool.id },
          {
            name: 'Change',
            form: 'amount',
            pool: poolOf,
            value: ({ change }) => change,
          },
          { name: 'Worth', form: 'worth', pool: poolOf, value: ({ change }) => change },
          { name: 'Part', form: 'percent', value: ({ part }) => part },
        ]}
      />
      <Table
        title={`First slashings since block ${since}`}
        rows={slashings.items}
        keyOf={({ id }) => id}
        empty="Nobody was slashed."
        columns={[
          { name: 'Block', form: 'block', value: ({ block }) => block },
          {
            name: 'Operator',
            cell: ({ operator }) => <Entity of={operator} page="operators" />,
            text: ({ operator }) => operator.id,
          },
        ]}
      >
        <a href={hrefOf('slashings', null, place.params)}>All slashings</a>
      </Table>
    </div>
  )
}
