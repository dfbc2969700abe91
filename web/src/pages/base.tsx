import { pricedIn, pricingOf, useView } from '../app/view'
import { Bars } from '../chart/bars'
import { Figure } from '../chart/figure'
import { document } from '../data/documents'
import type { BaseQuery, BaseQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { percent } from '../format/decimal'
import { counted, tamed } from '../format/text'
import text from '../queries/base.graphql?raw'
import { baseSentences } from '../sentences/base'
import { ADDRESS, AMOUNT, type Assumption, Assumptions, assumed } from '../ui/assumptions'
import { Choice, chosen } from '../ui/choice'
import { Listing } from '../ui/columns'
import { Entities } from '../ui/entity'
import { Fact, Facts } from '../ui/facts'
import { Figures } from '../ui/figures'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { Sentences } from '../ui/sentences'

const QUERY = document<BaseQuery, BaseQueryVariables>(text)

const STAKED: Assumption = {
  name: 'stakedEth',
  label: 'All ETH staked on the beacon chain',
  form: AMOUNT,
  placeholder: 'unknown',
}
const CLASS: Assumption = {
  name: 'class',
  label: 'Class whose price falls',
  form: /^.{1,60}$/,
  placeholder: 'as in the table',
}
const SERVICE: Assumption = {
  name: 'avs',
  label: 'Service that needs',
  form: ADDRESS,
  placeholder: '0x…',
}
const MINIMUM: Assumption = {
  name: 'minimum',
  label: 'at least',
  form: AMOUNT,
  placeholder: 'unknown',
}
const KINDS = [
  { value: 'assetClass', name: 'class of assets' },
  { value: 'issuer', name: 'issuer' },
] as const

/** What restaked security itself rests on: the beacon chain, and classes of assets. */
export function Base() {
  const { block, pricing, place, unit } = useView()
  const value = (one: Assumption) => assumed(place.params, one)
  const grouping = chosen(place.params, 'grouping', KINDS)
  const [falling, avs, minimum] = [value(CLASS), value(SERVICE), value(MINIMUM)]
  const asked = useQuery(QUERY, {
    block,
    pricing: pricing ?? pricingOf({ kind: 'ETH' }),
    stakedEth: value(STAKED) || null,
    grouping: grouping === 'assetClass' ? null : grouping,
    depeg: falling && avs && minimum ? { class: falling, minima: [{ avs, value: minimum }] } : null,
  })
  return (
    <Frame
      title="Base layer"
      controls={
        <>
          <form>
            <Choice param="grouping" label="By" value={grouping} options={KINDS} />
          </form>
          <Assumptions
            of={[STAKED, CLASS, SERVICE, { ...MINIMUM, label: `at least (${pricedIn(unit)})` }]}
            verb="Compute"
          />
        </>
      }
      asked={asked}
      isPriced
      measured={({ baseLayer: { meta } }) => ({ ...meta, nullReason: null })}
    >
      {(data) => <Content data={data} />}
    </Frame>
  )
}

function Content({ data }: { data: BaseQuery }) {
  const { measure } = useOrigin()
  const { native, all, beaconChain, avss, meta } = data.baseLayer
  return (
    <>
      <Sentences of={baseSentences(data, measure)} />
      <Figures
        of={[
          {
            name: 'Restaked native ETH',
            value: native.restaked,
            form: 'units',
            metric: 'restaked',
          },
          {
            name: 'Of all staked ETH',
            value: native.share,
            form: 'percent',
            metric: 'chainShare',
            reason: native.nullReason,
          },
          {
            name: 'To a third of it',
            value: native.toThird,
            form: 'percent',
            metric: 'toThird',
            reason: native.nullReason,
          },
          {
            name: 'Stake behind services',
            value: all?.stake,
            form: 'amount',
            metric: 'secured',
            reason: meta.nullReason,
          },
          {
            name: 'Concentration of classes',
            value: all?.hhi,
            form: 'ratio',
            metric: 'classHhi',
            reason: all?.nullReason ?? null,
          },
          {
            name: 'Taken by the beacon chain',
            value: beaconChain.lost,
            form: 'units',
            metric: 'beaconLost',
          },
        ]}
      />
      <Classes all={all} />
      <Facts>
        <Fact name="Pools of no class">
          {all && all.unclassifiedPools.length > 0 ? (
            <Entities of={all.unclassifiedPools} />
          ) : (
            'none'
          )}
        </Fact>
        <Fact name="Restakers that lost">{beaconChain.stakers}</Fact>
        <Fact name="Of them with a pod">{beaconChain.pods}</Fact>
        <Fact name="Lowest factor">{beaconChain.leastFactor ?? 'none: nobody lost'}</Fact>
      </Facts>
      <Listing
        title="Assets behind services"
        rows={avss.filter(({ assets }) => assets.stake !== '0')}
        keyOf={({ avs }) => avs.id}
        empty="No service has stake behind it."
        columns={(c) => [
          c.member('Service', ({ avs }) => avs, 'services'),
          c.figure('Stake', 'amount', ({ assets }) => assets.stake, 'registered'),
          c.figure('Without a class', 'amount', ({ assets }) => assets.unclassified),
          c.figure('HHI of classes', 'ratio', ({ assets }) => assets.hhi, 'classHhi'),
          c.text('Classes', ({ assets }) =>
            assets.classes
              .map(({ name, share }) => `${tamed(name)} ${share === null ? '?' : percent(share)}`)
              .join(', '),
          ),
          c.text('Unknown because', ({ assets }) => assets.nullReason ?? ''),
        ]}
      />
    </>
  )
}

function Classes({ all }: { all: BaseQuery['baseLayer']['all'] }) {
  const rows = all?.classes ?? []
  const known = rows.filter(({ atLeast }) => atLeast !== null)
  const open = known.filter(({ share }) => share === null).length
  return (
    <Figure
      title="Stake behind services by class"
      caption={
        known.length === 0
          ? 'No label file says of which class the assets behind services are, or no stake has a price.'
          : `${counted(known.length, 'class', 'classes')}, by claims of label files${open > 0 ? '; bars are lower bounds, as some stake has no class' : ''}.`
      }
      state={known.length === 0 ? 'empty' : open > 0 ? 'estimated' : 'ready'}
      reason={null}
      rows={[
        ['class', 'stake', 'share', 'at least', 'at most'],
        ...rows.map(({ name, stake, share, atLeast, atMost }) => [
          name,
          stake ?? 'unknown',
          share ?? 'unknown',
          atLeast ?? 'unknown',
          atMost ?? 'unknown',
        ]),
      ]}
    >
      {(width, ids) => (
        <Bars
          width={width}
          ids={ids}
          bars={known.map(({ name, share, atLeast }) => ({
            key: name,
            name: tamed(name),
            part: share ?? atLeast!,
            text: `${share === null ? 'at least ' : ''}${percent(share ?? atLeast!)}`,
          }))}
        />
      )}
    </Figure>
  )
}
