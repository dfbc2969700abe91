import { useView } from '../app/view'
import { Bars } from '../chart/bars'
import { Figure } from '../chart/figure'
import { document } from '../data/documents'
import type { Measure } from '../data/measure'
import type { BothQuery, BothQueryVariables, MeasuredFragment } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { approximate, short } from '../format/decimal'
import { PROTOCOL_NAMES } from '../format/protocol'
import text from '../queries/both.graphql?raw'
import { bothSentences } from '../sentences/both'
import { Listing, poolOf } from '../ui/columns'
import { Entities } from '../ui/entity'
import { Fact, Facts } from '../ui/facts'
import { Figures } from '../ui/figures'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { Part } from '../ui/part'
import { Sentences } from '../ui/sentences'
import { Units } from '../ui/units'

const QUERY = document<BothQuery, BothQueryVariables>(text)

type Protocol = BothQuery['securityMarket']['protocols'][number]

/** EigenLayer and Symbiotic side by side, and who is in both. */
export function Both() {
  const { block, pricing } = useView()
  const asked = useQuery(QUERY, { block, pricing: pricing ?? { numeraire: 'ETH' } })
  return (
    <Frame
      title="Both protocols"
      asked={asked}
      inPools
      isPriced
      measured={({ securityMarket }) => measuredOf(securityMarket)}
    >
      {(data) => <Content data={data} />}
    </Frame>
  )
}

/** Coverage of both together. */
function measuredOf({ meta, protocols }: BothQuery['securityMarket']): MeasuredFragment {
  const parts = protocols.flatMap(({ worth }) => worth?.coverage ?? [])
  const sum = (pick: (part: (typeof parts)[number]) => number) =>
    parts.reduce((all, part) => all + pick(part), 0)
  const coverage = {
    pools: sum(({ pools }) => pools),
    pricedPools: sum(({ pricedPools }) => pricedPools),
    holders: sum(({ holders }) => holders),
    pricedHolders: sum(({ pricedHolders }) => pricedHolders),
    isComplete: parts.every(({ isComplete }) => isComplete),
  }
  return { ...meta, nullReason: null, coverage: parts.length === 0 ? null : coverage }
}

function Content({ data }: { data: BothQuery }) {
  const { measure } = useOrigin()
  const { protocols, operatorsInBoth, servicesInBoth, assetsInBoth, stakersInBoth } =
    data.securityMarket
  return (
    <>
      <Sentences of={bothSentences(data, measure)} />
      {protocols.map(({ protocol, worth }) => (
        <Part
          key={protocol}
          name={`${PROTOCOL_NAMES[protocol]}`}
          suffix={` of ${PROTOCOL_NAMES[protocol]}`}
        >
          <h2>{PROTOCOL_NAMES[protocol]}</h2>
          <Worth worth={worth} />
        </Part>
      ))}
      <Compared protocols={protocols} measure={measure} />
      <Facts>
        <Fact name="Operators in both">
          <Entities of={operatorsInBoth} page="operators" />
        </Fact>
        <Fact name="Services in both">
          {servicesInBoth.length === 0 ? 'none' : <Entities of={servicesInBoth} page="services" />}
        </Fact>
        <Fact name="Tokens in both">
          {assetsInBoth.length === 0 ? 'none' : <Entities of={assetsInBoth} />}
        </Fact>
        <Fact name="Stakers in both">{stakersInBoth}</Fact>
      </Facts>
      <Listing
        title="Pools of both"
        rows={protocols.flatMap(({ protocol, stakes }) =>
          stakes.map((stake) => ({ ...stake, protocol })),
        )}
        keyOf={({ pool }) => pool.id}
        empty="There are no pools at this block."
        columns={(c) => [
          c.member('Pool', ({ pool }) => pool),
          c.text('Protocol', ({ protocol }) => PROTOCOL_NAMES[protocol] ?? protocol),
          c.pool('Stake', poolOf, ({ stake }) => stake, 'pool'),
          c.worth(poolOf, ({ stake }) => stake),
          c.pool('Promised', poolOf, ({ promised }) => promised, 'promised'),
          c.pool('Slashable', poolOf, ({ slashable }) => slashable, 'poolSlashable'),
          c.figure('Promised by stake', 'times', ({ leverage }) => leverage, 'poolLeverage'),
        ]}
      >
        <Units />
      </Listing>
    </>
  )
}

function Worth({ worth }: { worth: Protocol['worth'] }) {
  const reason = worth?.nullReason ?? null
  return (
    <Figures
      of={[
        { name: 'Stake', value: worth?.stake, form: 'amount', metric: 'marketStake', reason },
        {
          name: 'Slashable at once',
          value: worth?.slashable,
          form: 'amount',
          metric: 'marketSlashable',
          reason,
        },
        {
          name: 'Promised',
          value: worth?.promised,
          form: 'amount',
          metric: 'marketPromised',
          reason,
        },
        {
          name: 'Promised by stake',
          value: worth?.leverage,
          form: 'times',
          metric: 'marketLeverage',
          reason,
        },
        {
          name: 'HHI of operators',
          value: worth?.operatorHhi,
          form: 'ratio',
          metric: 'marketHhi',
          reason,
        },
        {
          name: 'Price of security',
          value: worth?.rewardsPerSlashable,
          form: 'percent',
          metric: 'securityPrice',
          reason,
        },
      ]}
    />
  )
}

const PARTS = [
  { key: 'stake', name: 'Stake' },
  { key: 'slashable', name: 'Slashable' },
  { key: 'promised', name: 'Promised' },
] as const

/** Amounts of both on one scale. */
function Compared({ protocols, measure }: { protocols: readonly Protocol[]; measure: Measure }) {
  const bars = protocols.flatMap(({ protocol, worth }) =>
    PARTS.flatMap(({ key, name }) => {
      const value = worth?.[key]
      if (value == null) return []
      return [{ key: `${protocol} ${key}`, name: `${name}, ${PROTOCOL_NAMES[protocol]}`, value }]
    }),
  )
  const most = Math.max(0, ...bars.map(({ value }) => approximate(value)))
  return (
    <Figure
      title="Side by side"
      caption={
        bars.length === 0
          ? 'Nothing of it has a price.'
          : `What is there, what can be slashed at once, and what is promised, in ${measure.name}; of what has a price.`
      }
      state={bars.length === 0 ? 'empty' : 'ready'}
      rows={[['what', measure.name], ...bars.map(({ name, value }) => [name, value])]}
    >
      {(width, ids) => (
        <Bars
          width={width}
          ids={ids}
          bars={bars.map(({ key, name, value }) => ({
            key,
            name,
            part: most === 0 ? '0' : (approximate(value) / most).toFixed(6),
            label: short(value),
            text: measure.text(value),
          }))}
        />
      )}
    </Figure>
  )
}
