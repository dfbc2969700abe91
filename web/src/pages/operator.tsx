import { hrefOf } from '../app/place'
import { seriesRange, useView } from '../app/view'
import { rowsOf, SeriesFigure, stateOf } from '../chart/series-figure'
import { document } from '../data/documents'
import type {
  OperatorQuery,
  OperatorQueryVariables,
  OperatorSeriesQuery,
  OperatorSeriesQueryVariables,
} from '../data/types.generated'
import { type Asked, useQuery, withSeries } from '../data/use-query'
import { protocolsText } from '../format/protocol'
import { counted, tamed } from '../format/text'
import commitment from '../queries/commitment.graphql?raw'
import text from '../queries/operator.graphql?raw'
import seriesText from '../queries/operator-series.graphql?raw'
import requests from '../queries/slashing-requests.graphql?raw'
import { operatorSentences } from '../sentences/operator'
import { seriesSentence } from '../sentences/series'
import { Card, Cards } from '../ui/card'
import { poolOf } from '../ui/columns'
import { Commitments } from '../ui/commitments'
import { CopyButton, Entity, Whole } from '../ui/entity'
import { Fact, Facts } from '../ui/facts'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { Sentences } from '../ui/sentences'
import { SlashingRequests } from '../ui/slashing-requests'
import { Table } from '../ui/table'
import { Value } from '../ui/value'

const QUERY = document<OperatorQuery, OperatorQueryVariables>(text, commitment, requests)
/** The page does not wait for it. */
const SERIES = document<OperatorSeriesQuery, OperatorSeriesQueryVariables>(seriesText)

/** Requested slashings that its query asks for. */
const MOST_REQUESTS = 20

/** One operator: its stake, what it promised to whom, and what happened to it. */
export function OperatorPage() {
  const view = useView()
  const { block, scope, pricing, place } = view
  const id = place.id!.toLowerCase()
  const asked = useQuery(QUERY, {
    block,
    scope,
    pricing,
    id,
  })
  const series = useQuery(SERIES, {
    own: { ...scope, operator: id },
    pricing,
    ...seriesRange(view, 40),
  })
  return (
    <Frame
      title="Operator"
      of={id}
      asked={withSeries(asked, series)}
      measured={({ operatorRanking }) => operatorRanking.meta}
      inPools
    >
      {(data) => <Content data={data} series={series} id={id} />}
    </Frame>
  )
}

interface ContentProps {
  data: OperatorQuery
  series: Asked<OperatorSeriesQuery>
  id: string
}

function Content({ data, series, id }: ContentProps) {
  const view = useView()
  const operator = data.operatorById
  if (!operator) return <p class="empty">There is no operator {id} at this block.</p>
  const [figures] = data.operatorRanking.operators
  const { measure } = useOrigin()
  const state = stateOf(series)
  const rows = rowsOf(series.data?.series.points ?? [], 0)
  return (
    <>
      <p>
        <Whole id={operator.address} /> <CopyButton text={operator.address} />{' '}
        <a href={hrefOf('simulate', null, view.place.params, { kind: 'operator', target: id })}>
          What if it is slashed?
        </a>
      </p>
      <Sentences of={operatorSentences(data, measure)} />
      {figures && (
        <Cards>
          <Card name="Stake">
            <Value value={figures.stake} form="amount" metric="stake" reason={figures.nullReason} />
          </Card>
          <Card name="Share">
            <Value value={figures.share} form="percent" metric="share" />
          </Card>
          <Card name="Services">
            <Value value={figures.avss} form="count" metric="avss" />
          </Card>
          <Card name="Slashable">
            <Value value={figures.slashable} form="amount" metric="slashable" />
          </Card>
          <Card name="Capital at risk">
            <Value value={figures.capitalAtRisk} form="amount" metric="risk" />
          </Card>
          <Card name="Decisive for">
            <Value value={figures.decisive} form="count" metric="decisive" />
          </Card>
        </Cards>
      )}
      <Facts>
        <Fact name="Protocols">{protocolsText(operator.protocols)}</Fact>
        <Fact name="Registered at block">{operator.registeredAtBlock ?? 'unknown'}</Fact>
        <Fact name="Allocation delay">
          {operator.allocationDelay === null
            ? 'never set'
            : counted(operator.allocationDelay, 'block')}
        </Fact>
        <Fact name="Its description">
          {operator.metadataURI === null ? 'none' : tamed(operator.metadataURI)}
        </Fact>
      </Facts>
      <SeriesFigure
        title="Stake over time"
        caption={seriesSentence('Stake', rows, measure, state.isLoading)}
        rows={rows}
        measure={measure}
        data={data}
        isEstimated={data.operatorRanking.meta.coverage?.isComplete === false}
        {...state}
      />
      <Table
        title="Stake by pool"
        rows={operator.stakes}
        keyOf={({ pool }) => pool.id}
        empty="It has no stake in pools of EigenLayer."
        columns={[
          { name: 'Pool', cell: ({ pool }) => <Entity of={pool} />, text: ({ pool }) => pool.id },
          {
            name: 'Stake',
            metric: 'pool',
            form: 'amount',
            pool: poolOf,
            value: ({ shares }) => shares,
          },
          { name: 'Worth', form: 'worth', pool: poolOf, value: ({ shares }) => shares },
        ]}
      />
      <Commitments rows={data.commitments} of="operator" />
      {data.requests.length > 0 && (
        <SlashingRequests
          rows={data.requests}
          losses={data.requestLosses}
          without="Operator"
          most={MOST_REQUESTS}
        />
      )}
      <Table
        title="Slashings"
        rows={operator.slashings}
        keyOf={(row) => row.id}
        empty="It was never slashed."
        columns={[
          { name: 'Block', form: 'block', value: ({ block }) => block },
          {
            name: 'Status',
            cell: ({ status }) => status ?? 'unknown',
            text: ({ status }) => status ?? '',
          },
          {
            name: 'Operator set',
            cell: ({ operatorSetId }) => <Entity of={{ id: operatorSetId }} />,
            text: ({ operatorSetId }) => operatorSetId,
          },
          {
            name: 'Reason given',
            cell: ({ description }) => tamed(description),
            text: ({ description }) => description,
          },
        ]}
      />
    </>
  )
}
