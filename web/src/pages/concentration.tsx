import { adjust } from '../app/place'
import { seriesRange, useView } from '../app/view'
import { Bars } from '../chart/bars'
import { Figure } from '../chart/figure'
import { Plot } from '../chart/plot'
import { rowsOf, SeriesFigure, stateOf } from '../chart/series-figure'
import { document } from '../data/documents'
import { type Measure, plain } from '../data/measure'
import type {
  ConcentrationPopulation,
  ConcentrationQuery,
  ConcentrationQueryVariables,
  ConcentrationSeriesQuery,
  ConcentrationSeriesQueryVariables,
  FewFragment,
  GroupedQuery,
  GroupedQueryVariables,
  StakeBasis,
} from '../data/types.generated'
import { type Asked, useQuery, withSeries } from '../data/use-query'
import { approximate, percent } from '../format/decimal'
import { shortened, tamed } from '../format/text'
import text from '../queries/concentration.graphql?raw'
import seriesText from '../queries/concentration-series.graphql?raw'
import groupedText from '../queries/grouped.graphql?raw'
import {
  type Among,
  concentrationSentences,
  groupedSentence,
  lorenzSentence,
} from '../sentences/concentration'
import { seriesSentence } from '../sentences/series'
import { Card, Cards } from '../ui/card'
import { Failure } from '../ui/failure'
import { Frame } from '../ui/frame'
import { Sentences } from '../ui/sentences'
import { type Column, Table } from '../ui/table'
import { type Form, figureText, Value } from '../ui/value'

const QUERY = document<ConcentrationQuery, ConcentrationQueryVariables>(text)

/** The page does not wait for it. */
const SERIES = document<ConcentrationSeriesQuery, ConcentrationSeriesQueryVariables>(seriesText)

const POPULATIONS: readonly (Among & { of: ConcentrationPopulation })[] = [
  { of: 'OPERATORS', one: 'operator', many: 'operators' },
  { of: 'ENTITIES', one: 'company', many: 'companies' },
  { of: 'STAKERS', one: 'staker', many: 'stakers' },
  { of: 'AVSS', one: 'service', many: 'services' },
  { of: 'POOLS', one: 'pool', many: 'pools' },
  { of: 'ASSETS', one: 'asset', many: 'assets' },
]

/** Slashable stake adds up everywhere; delegated stake does not where operators share a vault. */
const BASES: readonly { basis: StakeBasis; name: string }[] = [
  { basis: 'SLASHABLE', name: 'slashable' },
  { basis: 'REGISTERED', name: 'registered' },
  { basis: 'DELEGATED', name: 'delegated' },
]

/** How few decide: now, over time, and by whom. */
export function ConcentrationPage() {
  const view = useView()
  const { block, scope, pricing, place } = view
  const asked = place.params.get('of')
  const { of, ...among } = POPULATIONS.find((one) => one.of === asked) ?? POPULATIONS[0]!
  const wanted = place.params.get('basis')
  const basis = BASES.find((one) => one.basis === wanted)?.basis ?? 'SLASHABLE'
  const answer = useQuery(QUERY, { block, scope, pricing, of, basis })
  const series = useQuery(SERIES, { scope, pricing, of, basis, ...seriesRange(view, 40) })
  return (
    <Frame
      title="Concentration"
      controls={<Choice of={of} basis={basis} />}
      asked={withSeries(answer, series)}
      measured={({ concentration }) => concentration.meta}
    >
      {(data) => <Content data={data} series={series} among={among} of={of} basis={basis} />}
    </Frame>
  )
}

function Choice({ of, basis }: { of: ConcentrationPopulation; basis: StakeBasis }) {
  return (
    <form>
      <label>
        Among
        <select value={of} onChange={({ currentTarget }) => adjust({ of: currentTarget.value })}>
          {POPULATIONS.map((one) => (
            <option key={one.of} value={one.of}>
              {one.many}
            </option>
          ))}
        </select>
      </label>
      <label>
        Stake that counts
        <select
          value={basis}
          onChange={({ currentTarget }) => adjust({ basis: currentTarget.value })}
        >
          {BASES.map((one) => (
            <option key={one.basis} value={one.basis}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
    </form>
  )
}

interface ContentProps {
  data: ConcentrationQuery
  series: Asked<ConcentrationSeriesQuery>
  among: Among
  of: ConcentrationPopulation
  basis: StakeBasis
}

function Content({ data, series, among, of, basis }: ContentProps) {
  const { concentration } = data
  const { hhi, gini, effectiveNumber, third, half, twoThirds, lorenz, shares } = concentration
  const isEstimated = concentration.meta.coverage?.isComplete === false
  const state = stateOf(series)
  const course = (title: string, position: number, measure: Measure) => {
    const rows = rowsOf(series.data?.series.points ?? [], position)
    return (
      <SeriesFigure
        title={title}
        caption={seriesSentence(title.replace(' over time', ''), rows, plain(''), state.isLoading)}
        rows={rows}
        measure={measure}
        data={data}
        isEstimated={isEstimated}
        {...state}
        {...(position === 0 && { top: 1 })}
      />
    )
  }
  return (
    <>
      <Sentences of={concentrationSentences(data, among)} />
      <Cards>
        <Card name="HHI">
          <Value value={hhi} form="ratio" metric="hhi" />
        </Card>
        <Card name="Effective number">
          <Value value={effectiveNumber} form="ratio" metric="effective" />
        </Card>
        <Card name="Gini">
          <Value value={gini} form="ratio" metric="gini" />
        </Card>
        <Card name="To a third">
          <Value value={third.count} form="count" metric="nakamoto" reason={third.nullReason} />
        </Card>
        <Card name="To a half">
          <Value value={half.count} form="count" metric="nakamoto" reason={half.nullReason} />
        </Card>
        <Card name="To two thirds">
          <Value
            value={twoThirds.count}
            form="count"
            metric="nakamoto"
            reason={twoThirds.nullReason}
          />
        </Card>
      </Cards>
      <Lorenz points={lorenz ?? []} among={among} />
      <Largest shares={shares ?? []} name={among.many} />
      {(of === 'OPERATORS' || of === 'ENTITIES') && <Grouped basis={basis} />}
      {course('HHI over time', 0, plain('0 to 1'))}
      {course('Members to a third over time', 1, plain('members'))}
    </>
  )
}

const GROUPED = document<GroupedQuery, GroupedQueryVariables>(groupedText)

const FIGURES: readonly {
  name: string
  form: Form
  of(few: FewFragment): number | string | null
}[] = [
  { name: 'How many', form: 'count', of: ({ universe }) => universe.n },
  { name: 'HHI', form: 'ratio', of: ({ hhi }) => hhi },
  { name: 'Effective number', form: 'ratio', of: ({ effectiveNumber }) => effectiveNumber },
  { name: 'Gini', form: 'ratio', of: ({ gini }) => gini },
  { name: 'To a third', form: 'count', of: ({ third }) => third.count },
  { name: 'To a half', form: 'count', of: ({ half }) => half.count },
  { name: 'To two thirds', form: 'count', of: ({ twoThirds }) => twoThirds.count },
]

/** The same stake by operator, and by company. */
function Grouped({ basis }: { basis: StakeBasis }) {
  const { block, scope, pricing } = useView()
  const { data, failure, retry } = useQuery(GROUPED, { block, scope, pricing, basis })
  if (failure?.code === 'BAD_USER_INPUT') {
    return <p class="empty">No label file says which operators are of one company.</p>
  }
  if (failure) return <Failure failure={failure} retry={retry} />
  if (!data)
    return (
      <div class="loading few" role="status">
        Loading…
      </div>
    )
  const { alone, grouped } = data
  const column = (name: string, few: FewFragment): Column<(typeof FIGURES)[number]> => ({
    name,
    form: 'ratio',
    cell: ({ of, form }) => figureText(of(few), form),
    text: ({ of }) => String(of(few) ?? ''),
  })
  return (
    <Table
      title="Before and after grouping"
      rows={FIGURES}
      keyOf={({ name }) => name}
      empty=""
      columns={[
        { name: 'Figure', cell: ({ name }) => name, text: ({ name }) => name },
        column('Alone', alone),
        column('Grouped', grouped),
      ]}
    >
      <p class="empty">{groupedSentence(alone, grouped)}</p>
    </Table>
  )
}

type LorenzPoints = NonNullable<ConcentrationQuery['concentration']['lorenz']>

function Lorenz({ points, among }: { points: LorenzPoints; among: Among }) {
  const { many: name } = among
  const marks = points.map(({ population, share }) => ({
    x: approximate(population),
    y: share === null ? null : approximate(share),
    text: `the smallest ${percent(population)} hold ${share === null ? 'an unknown part' : percent(share)}`,
  }))
  return (
    <Figure
      title="Lorenz curve"
      caption={lorenzSentence(points, among)}
      state={points.length < 2 ? 'empty' : 'ready'}
      rows={[
        [`part of the ${name}, smallest first`, 'part of the stake'],
        ...points.map(({ population, share }) => [population, share ?? 'unknown']),
      ]}
    >
      {(width, ids) => (
        <Plot
          width={width}
          ids={ids}
          series={[{ name: 'Lorenz curve', points: marks }]}
          isStep={false}
          xText={(x) => `${Math.round(x * 100)} %`}
          yText={(y) => `${Math.round(y * 100)} %`}
          xName={`part of the ${name}, smallest first`}
          yName="part of the stake; dotted: equal parts"
          top={1}
          hasDiagonal
        />
      )}
    </Figure>
  )
}

function Largest(props: {
  shares: NonNullable<ConcentrationQuery['concentration']['shares']>
  name: string
}) {
  const shares = props.shares.slice(0, 10)
  const [first] = shares
  return (
    <Figure
      title={`Largest ${props.name}`}
      caption={first ? `The largest has ${percent(first.share)}.` : 'Nobody holds anything.'}
      state={first ? 'ready' : 'empty'}
      rows={[['member', 'share'], ...shares.map(({ member, share }) => [member.id, share])]}
    >
      {(width, ids) => (
        <Bars
          width={width}
          ids={ids}
          bars={shares.map(({ member, share }) => ({
            key: member.id,
            name: member.name ? tamed(member.name) : shortened(member.id),
            part: share,
            text: percent(share),
          }))}
        />
      )}
    </Figure>
  )
}
