import { unitText, useView } from '../app/view'
import { document } from '../data/documents'
import type { ResilienceQuery, ResilienceQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { counted } from '../format/text'
import text from '../queries/resilience.graphql?raw'
import { resilienceSentences } from '../sentences/resilience'
import { ADDRESS, AMOUNT, type Assumption, Assumptions, assumed } from '../ui/assumptions'
import { Listing } from '../ui/columns'
import { Entities } from '../ui/entity'
import { Fact, Facts } from '../ui/facts'
import { Figures } from '../ui/figures'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { ProtocolChoice, useProtocolScope } from '../ui/protocol'
import { Sentences } from '../ui/sentences'
import { Costs } from './resilience/costs'

const QUERY = document<ResilienceQuery, ResilienceQueryVariables>(text)

const SERVICE: Assumption = {
  name: 'avs',
  label: 'Service that is attacked',
  form: ADDRESS,
  placeholder: '0x…',
}
const PROFIT: Assumption = {
  name: 'profit',
  label: 'What that is worth',
  form: AMOUNT,
  placeholder: 'unknown',
}
const THRESHOLD: Assumption = {
  name: 'threshold',
  label: 'Part that corrupts a service (%)',
  form: /^([1-9][0-9]?|100)$/,
  otherwise: '33',
}
const GROUP: Assumption = {
  name: 'k',
  label: 'Operators of the worst group',
  form: /^([1-9]|[1-4][0-9]|50)$/,
  otherwise: '3',
}

/** Whether attacks can pay, what they cost, and which operators could do the most harm. */
export function Resilience() {
  const { block, pricing, place, unit } = useView()
  const scope = useProtocolScope()
  const value = (one: Assumption) => assumed(place.params, one)
  const [avs, profit] = [value(SERVICE), value(PROFIT)]
  // A third is not 33 %.
  const threshold = value(THRESHOLD) === '33' ? '1/3' : `${value(THRESHOLD)}/100`
  const asked = useQuery(QUERY, {
    block,
    scope,
    pricing,
    k: Number(value(GROUP)),
    threshold,
    assumptions: {
      threshold,
      ...(avs && profit && { profit: [{ avs, value: profit }] }),
    },
  })
  return (
    <Frame
      title="Resilience"
      controls={
        <>
          <Assumptions
            of={[
              SERVICE,
              { ...PROFIT, label: `${PROFIT.label} (${unitText(unit)})` },
              THRESHOLD,
              GROUP,
            ]}
            verb="Judge"
          />
          <form>
            <ProtocolChoice />
          </form>
        </>
      }
      asked={asked}
      measured={({ robustness: { meta } }) =>
        // Without an assumption costs are known all the same.
        meta.nullReason === 'UNPRICED' ? meta : { ...meta, nullReason: null }
      }
    >
      {(data) => <Content data={data} />}
    </Frame>
  )
}

function Content({ data }: { data: ResilienceQuery }) {
  const { measure } = useOrigin()
  const { robustness, worstOperators } = data
  const { loss } = worstOperators
  const reason = worstOperators.undecided.length > 0 ? 'UNPRICED' : worstOperators.meta.nullReason
  const hasCoalitions = robustness.perAvs.some(({ costOfCorruption: cost }) => cost?.upper != null)
  return (
    <>
      <Sentences of={resilienceSentences(data, measure)} />
      <Figures
        of={[
          {
            name: 'Slack of the certificate',
            value: robustness.gamma,
            form: 'ratio',
            metric: 'gamma',
            reason: robustness.meta.nullReason,
          },
          {
            name: 'Under control of the worst',
            value: worstOperators.value,
            form: 'amount',
            metric: 'worstControl',
            reason,
          },
          {
            name: 'As a part',
            value: worstOperators.share,
            form: 'percent',
            metric: 'worstControlShare',
            reason,
          },
          {
            name: 'Worst loss',
            value: loss?.value,
            form: 'amount',
            metric: 'worstLoss',
            reason: worstOperators.lossNullReason,
          },
        ]}
      />
      <Facts>
        <Fact name="Control the most">
          <Entities of={worstOperators.operators} page="operators" />
        </Fact>
        <Fact name="What they control">
          {worstOperators.avss.length === 0 ? (
            controlText(worstOperators.undecided.length)
          ) : (
            <Entities of={worstOperators.avss} page="services" />
          )}
        </Fact>
        <Fact name="Slashing destroys the most">
          <Entities of={loss?.operators ?? []} page="operators" />
        </Fact>
        <Fact name="Limits the certificate">
          {robustness.tightest ? <Entities of={[robustness.tightest]} page="operators" /> : 'none'}
        </Fact>
      </Facts>
      <Costs rows={robustness.perAvs} />
      <Listing
        title="Services as an attacker sees them"
        rows={robustness.perAvs}
        keyOf={({ avs }) => avs.id}
        empty="No service has stake behind it."
        columns={(c) => [
          c.member('Service', ({ avs }) => avs, 'services'),
          c.figure('Slashable', 'amount', ({ stake }) => stake, 'backing'),
          c.figure(
            'Costs at least',
            'amount',
            ({ costOfCorruption: cost }) => cost?.lower,
            'corruption',
          ),
          ...(hasCoalitions
            ? [
                c.figure(
                  'A coalition loses',
                  'amount',
                  ({ costOfCorruption: cost }) => cost?.upper,
                ),
                c.figure('Its operators', 'count', ({ costOfCorruption: cost }) =>
                  cost && cost.operators.length > 0 ? cost.operators.length : null,
                ),
              ]
            : []),
          ...(robustness.verdict === null
            ? []
            : [
                c.figure('Worth, as assumed', 'amount', ({ profit }) => profit ?? '0'),
                c.figure('Headroom', 'amount', ({ headroom }) => headroom, 'headroom'),
              ]),
          c.text('Unknown because', ({ nullReason }) => nullReason ?? ''),
        ]}
      />
      <Listing
        title="What the worst slashing takes, by service"
        rows={loss?.avss ?? []}
        keyOf={({ avs }) => avs.id}
        empty="No service can slash anything of them."
        columns={(c) => [
          c.member('Service', ({ avs }) => avs, 'services'),
          c.figure('Can slash of them', 'amount', ({ amount }) => amount, 'slashable'),
        ]}
      />
    </>
  )
}

/** Why nothing is named. @param undecided services of which stake without a price decides it */
const controlText = (undecided: number): string =>
  undecided === 0
    ? 'nothing'
    : `stake without a price decides it of ${counted(undecided, 'service')}`
