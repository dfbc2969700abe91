import { useView } from '../app/view'
import { document } from '../data/documents'
import type { LossesQuery, LossesQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import text from '../queries/losses.graphql?raw'
import { lossesSentences } from '../sentences/losses'
import { ADDRESS, type Assumption, Assumptions, assumed, PERCENT } from '../ui/assumptions'
import { Choice, chosen } from '../ui/choice'
import { Listing, poolOf } from '../ui/columns'
import { Figures } from '../ui/figures'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { ProtocolChoice, useProtocolScope } from '../ui/protocol'
import { Sentences } from '../ui/sentences'
import { useOrder } from '../ui/sort'
import { Pager } from '../ui/table'
import { Units } from '../ui/units'
import { Tails } from './losses/tails'

const QUERY = document<LossesQuery, LossesQueryVariables>(text)

/** Services whose tails are computed at once: each takes a while. */
const SIZE = 10

const PROBABILITY: Assumption = {
  name: 'probability',
  label: 'An operator is slashed with (%)',
  form: PERCENT,
  otherwise: '1',
}
const SEVERITY: Assumption = {
  name: 'severity',
  label: 'A slashing takes (%)',
  form: PERCENT,
  otherwise: '100',
}
const STAKER: Assumption = {
  name: 'staker',
  label: 'Only of this staker',
  form: ADDRESS,
  placeholder: '0x…',
}
const LEVELS = [
  { value: '0.99', name: '99 %' },
  { value: '0.95', name: '95 %' },
  { value: '0.999', name: '99.9 %' },
] as const

/** What slashing may destroy in a period, by probabilities that the reader gives. */
export function Losses() {
  const { block, pricing, place } = useView()
  const value = (one: Assumption) => assumed(place.params, one)
  const level = chosen(place.params, 'level', LEVELS)
  const scope = useProtocolScope()
  const staker = value(STAKER)
  const { page } = useOrder([], '')
  const asked = useQuery(QUERY, {
    block,
    scope,
    pricing,
    level,
    faults: {
      probability: `${value(PROBABILITY)}/100`,
      severity: `${value(SEVERITY)}/100`,
    },
    stakers: staker ? [staker] : null,
    offset: page * SIZE,
  })
  return (
    <Frame
      title="Losses"
      controls={
        <>
          <Assumptions of={[PROBABILITY, SEVERITY, STAKER]} verb="Compute" />
          <form>
            <Choice param="level" label="Level" value={level} options={LEVELS} />
            <ProtocolChoice />
          </form>
          <p class="empty">
            Probabilities are assumptions: nobody knows them, and Linchpin has none. Each operator
            is slashed alone, independently of the others.
          </p>
        </>
      }
      asked={asked}
      inPools
      measured={({ lossDistribution: { meta } }) =>
        // What needs no sum over operators is known all the same.
        meta.nullReason === 'UNPRICED' ? meta : { ...meta, nullReason: null }
      }
    >
      {(data) => <Content data={data} level={level} page={page} />}
    </Frame>
  )
}

function Content(props: { data: LossesQuery; level: string; page: number }) {
  const { data, level, page } = props
  const { measure } = useOrigin()
  const { lossDistribution } = data
  const { expectedLoss, maximalLoss, anyLoss, tails, meta } = lossDistribution
  const tail = tails.find((one) => one.level === level)
  const reason = tail?.nullReason ?? meta.nullReason
  return (
    <>
      <Sentences of={lossesSentences(data, measure, level)} />
      <Figures
        of={[
          {
            name: 'Expected loss',
            value: expectedLoss,
            form: 'amount',
            metric: 'expectedLoss',
            reason: meta.nullReason,
          },
          {
            name: 'Value at risk',
            value: tail?.valueAtRisk,
            form: 'amount',
            metric: 'valueAtRisk',
            reason,
          },
          {
            name: 'Expected shortfall',
            value: tail?.expectedShortfall,
            form: 'amount',
            metric: 'shortfall',
            reason,
          },
          {
            name: 'Maximal loss',
            value: maximalLoss,
            form: 'amount',
            metric: 'mostLoss',
            reason: meta.nullReason,
          },
          {
            name: 'Any loss',
            value: anyLoss,
            form: 'percent',
            metric: 'anyLoss',
            reason: meta.nullReason,
          },
        ]}
      />
      <Tails tails={tails} measure={measure} />
      <Listing
        title="Services when the whole falls, by id"
        rows={lossDistribution.avss}
        keyOf={({ avs }) => avs.id}
        empty="No service can slash anything, or losses are unknown."
        columns={(c) => [
          c.member('Service', ({ avs }) => avs, 'services'),
          c.figure('Expected loss', 'amount', (row) => row.expectedLoss, 'expectedLoss'),
          c.figure('Value at risk', 'amount', (row) => row.valueAtRisk, 'valueAtRisk'),
          c.figure('When the whole falls', 'amount', (row) => row.marginalShortfall, 'marginal'),
          c.figure('Falls together', 'percent', (row) => row.tailDependence, 'tailDependence'),
          c.text('Unknown because', ({ nullReason }) => nullReason ?? ''),
        ]}
      >
        <Pager count={lossDistribution.avsCount} size={SIZE} page={page} />
      </Listing>
      <Listing
        title="Services whose losses go together the most"
        rows={data.correlation.pairs}
        keyOf={({ a, b }) => `${a.id} ${b.id}`}
        empty="There are no two services, or losses are unknown."
        columns={(c) => [
          c.member('One', ({ a }) => a, 'services'),
          c.member('Other', ({ b }) => b, 'services'),
          c.figure('Correlation', 'ratio', ({ value }) => value, 'correlation'),
          c.figure('Both are hit', 'percent', ({ bothHit }) => bothHit, 'bothHit'),
          c.text('Unknown because', ({ nullReason }) => nullReason ?? ''),
        ]}
      />
      <Listing
        title="Losses by pool"
        rows={lossDistribution.pools}
        keyOf={({ pool }) => pool.id}
        empty="Nothing can be slashed in any pool, or losses are unknown."
        columns={(c) => [
          c.member('Pool', ({ pool }) => pool),
          c.pool('Expected', poolOf, (row) => row.expectedLoss, 'lossShares'),
          c.pool('Value at risk', poolOf, (row) => row.tails[0]?.valueAtRisk),
          c.pool('Shortfall', poolOf, (row) => row.tails[0]?.expectedShortfall),
          c.pool('At most', poolOf, (row) => row.maximalLoss),
          c.figure('Any loss', 'percent', (row) => row.anyLoss, 'anyLoss'),
        ]}
      >
        <Units />
      </Listing>
      <Listing
        title="Operators that were slashed on the same day"
        rows={data.coSlashings.pairs}
        keyOf={({ a, b }) => `${a.id} ${b.id}`}
        empty="No two operators were slashed up to this block."
        columns={(c) => [
          c.member('One', ({ a }) => a, 'operators'),
          c.member('Other', ({ b }) => b, 'operators'),
          c.figure('Days', 'count', ({ both }) => both),
          c.figure('By chance', 'ratio', ({ expected }) => expected),
          c.figure('Times chance', 'times', ({ lift }) => lift, 'lift'),
          c.figure('Correlation', 'ratio', ({ phi }) => phi),
          c.figure('p-value', 'ratio', ({ pValue }) => pValue),
        ]}
      />
    </>
  )
}
