import { hrefOf } from '../app/place'
import { monthRange, unitText, useView } from '../app/view'
import { rowsOf, SeriesFigure } from '../chart/series-figure'
import { Sparkline } from '../chart/sparkline'
import { document } from '../data/documents'
import { type Told, toldOf } from '../data/told'
import type { OverviewQuery, OverviewQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { change, short } from '../format/decimal'
import { counted } from '../format/text'
import type { MetricId } from '../method/definitions'
import text from '../queries/overview.graphql?raw'
import fragments from '../queries/told.graphql?raw'
import { overviewSentences } from '../sentences/overview'
import { seriesSentence } from '../sentences/series'
import { Cards } from '../ui/card'
import { Entity } from '../ui/entity'
import { Frame } from '../ui/frame'
import { Sentences } from '../ui/sentences'
import { Table } from '../ui/table'
import { type Form, Value } from '../ui/value'

const QUERY = document<OverviewQuery, OverviewQueryVariables>(text, fragments)

const POINTS = 40

/** Whether restaking is more fragile than a month ago, and what changed. */
export function Overview() {
  const view = useView()
  const { block, scope, pricing } = view
  const range = monthRange(view, POINTS)
  const asked = useQuery(QUERY, { block, scope, pricing, ...range })
  return (
    <Frame title="Overview" asked={asked} measured={({ overview }) => overview.meta}>
      {(data) => <Content data={data} since={range.since} />}
    </Frame>
  )
}

function Content({ data, since }: { data: OverviewQuery; since: number | null }) {
  const view = useView()
  const unit = unitText(view.unit)
  const told = toldOf(data, since)
  const { now, before, changes } = told
  const isEstimated = data.overview.meta.coverage?.isComplete === false
  if (!now) return <p class="empty">There is no stake at this block.</p>
  const { points, meta } = data.series
  const card = (
    metric: MetricId,
    form: Form,
    value: string | null,
    was: string | null | undefined,
    at: number,
  ) => (
    <Card
      metric={metric}
      form={form}
      value={value}
      before={was ?? null}
      since={before?.block.number ?? null}
      rows={rowsOf(points, at)}
    />
  )
  return (
    <>
      <Sentences of={overviewSentences(told, unit)} />
      <Cards>
        {card('stake', 'amount', now.stake, before?.stake, 0)}
        {card('operators', 'count', now.members, before?.members, 1)}
        {card('nakamoto', 'count', now.nakamoto, before?.nakamoto, 2)}
        {card('hhi', 'ratio', now.hhi, before?.hhi, 3)}
        {card('risk', 'amount', now.capitalAtRisk, before?.capitalAtRisk, 4)}
        {card('leverage', 'percent', now.slashableLeverage, before?.slashableLeverage, 5)}
      </Cards>
      <SeriesFigure
        title="Stake over time"
        caption={seriesSentence('Stake', rowsOf(points, 0), unit)}
        rows={rowsOf(points, 0)}
        unit={unit}
        data={data}
        isEstimated={isEstimated}
        reason={meta.nullReason}
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
            { name: 'Share', metric: 'share', form: 'percent', value: ({ share }) => share },
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
      {changes && <Changes changes={changes} />}
    </>
  )
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
              {protocol}: {counted(operators, 'operator')}, {counted(services, 'service')},{' '}
              {counted(stakes.length, 'pool')}, of which {promised.length} can be slashed.
            </li>
          )
        })}
      </ul>
      <p>{counted(operatorsInBoth.length, 'operator')} in both.</p>
    </section>
  )
}

function Changes({ changes }: { changes: NonNullable<Told['changes']> }) {
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
            name: 'Change (base units)',
            form: 'amount',
            cell: (row) =>
              row.change.startsWith('-') ? `−${short(row.change)}` : short(row.change),
            text: (row) => row.change,
          },
          { name: 'Part of the pool', form: 'percent', value: ({ part }) => part },
        ]}
      />
      <Table
        title="First slashings since"
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
