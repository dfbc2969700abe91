import { hrefOf } from '../app/place'
import { useView } from '../app/view'
import { Bars } from '../chart/bars'
import { Figure } from '../chart/figure'
import { document } from '../data/documents'
import type { ServiceQuery, ServiceQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { percent } from '../format/decimal'
import { protocolsText } from '../format/protocol'
import { shortened, tamed } from '../format/text'
import commitment from '../queries/commitment.graphql?raw'
import text from '../queries/service.graphql?raw'
import requests from '../queries/slashing-requests.graphql?raw'
import votes from '../queries/votes.graphql?raw'
import { serviceSentences } from '../sentences/service'
import { Card, Cards } from '../ui/card'
import { Commitments } from '../ui/commitments'
import { CopyButton, Entities, Entity, Whole } from '../ui/entity'
import { Fact, Facts } from '../ui/facts'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { Sentences } from '../ui/sentences'
import { SlashingRequests } from '../ui/slashing-requests'
import { Table } from '../ui/table'
import { Value } from '../ui/value'
import { Votes } from './service/votes'

const QUERY = document<ServiceQuery, ServiceQueryVariables>(text, commitment, requests, votes)

/** One service: how secure it is, who could break it, and who can slash for it. */
export function ServicePage() {
  const { block, scope, pricing, place } = useView()
  const id = place.id!.toLowerCase()
  const avsScope = { ...scope, avs: id }
  const asked = useQuery(QUERY, { block, scope, avsScope, pricing, id })
  return (
    <Frame
      title="Service"
      of={id}
      asked={asked}
      measured={({ services }) => services.meta}
      inPools
      withoutPrices={(data) => data.avs && <OwnVoice data={data} />}
    >
      {(data) => <Content data={data} id={id} />}
    </Frame>
  )
}

function Content({ data, id }: { data: ServiceQuery; id: string }) {
  const view = useView()
  const { measure } = useOrigin()
  const { avs, services, concentration, commitments } = data
  if (!avs) return <p class="empty">There is no service {id} at this block.</p>
  const [figures] = services.avss
  return (
    <>
      <p>
        <Whole id={avs.address} /> <CopyButton text={avs.address} />{' '}
        <a href={hrefOf('simulate', null, view.place.params, { kind: 'service', target: id })}>
          What if it slashes everything?
        </a>
      </p>
      <Sentences of={serviceSentences(data, measure)} />
      {figures && (
        <Cards>
          <Card name="Registered stake">
            <Value value={figures.registered} form="amount" metric="registered" />
          </Card>
          <Card name="Slashable stake">
            <Value value={figures.slashable} form="amount" metric="slashable" />
          </Card>
          <Card name="Phantom share">
            <Value value={figures.phantomShare} form="percent" metric="phantom" />
          </Card>
          <Card name="Cost of corruption">
            <Value value={figures.costOfCorruption} form="amount" metric="cost" />
          </Card>
          <Card name="Operators to a third">
            <Value value={concentration.third.count} form="count" metric="nakamoto" />
          </Card>
          <Card name="Redistributable">
            <Value value={figures.redistributable} form="amount" metric="captive" />
          </Card>
        </Cards>
      )}
      <Facts>
        <Fact name="Protocols">{protocolsText(avs.protocols)}</Fact>
        <Fact name="First seen at block">{avs.firstSeenBlock}</Fact>
        <Fact name="Have a third together">
          <Entities of={concentration.third.members ?? []} page="operators" />
        </Fact>
        <Fact name="Have two thirds together">
          <Entities of={concentration.twoThirds.members ?? []} page="operators" />
        </Fact>
        <Fact name="Its description">
          {avs.metadataURI === null ? 'none' : tamed(avs.metadataURI)}
        </Fact>
      </Facts>
      <Shares shares={concentration.shares ?? []} />
      {figures && (
        <Table
          title="Operator sets, and who can slash for them"
          rows={figures.operatorSets}
          keyOf={({ operatorSet }) => operatorSet.id}
          empty="It has no operator sets."
          columns={[
            {
              name: 'Operator set',
              cell: ({ operatorSet }) => <Entity of={operatorSet} />,
              text: ({ operatorSet }) => operatorSet.id,
            },
            {
              name: 'Slashable',
              metric: 'slashable',
              form: 'amount',
              value: (row) => row.slashable,
            },
            {
              name: 'Slasher',
              cell: ({ slasher }) => (slasher ? <Entity of={slasher} /> : 'unknown'),
              text: ({ slasher }) => slasher?.id ?? '',
            },
            {
              name: 'Next slasher',
              cell: ({ pendingSlasher, effectBlock }) =>
                pendingSlasher ? (
                  <>
                    <Entity of={pendingSlasher} /> from block {effectBlock}
                  </>
                ) : (
                  'none'
                ),
              text: ({ pendingSlasher }) => pendingSlasher?.id ?? '',
            },
            {
              name: 'Slashed stake goes to',
              cell: ({ redistributionRecipient: to }) => (to ? <Entity of={to} /> : 'burned'),
              text: ({ redistributionRecipient }) => redistributionRecipient?.id ?? '',
            },
          ]}
        />
      )}
      <OwnVoice data={data} />
      <Commitments rows={commitments} of="service" />
    </>
  )
}

/** What contracts of its own say: it needs no prices. */
function OwnVoice({ data }: { data: ServiceQuery }) {
  const { requests, requestLosses, votes, ejections, concentration } = data
  return (
    <>
      {requests.length > 0 && (
        <SlashingRequests rows={requests} losses={requestLosses} without="Service" />
      )}
      <Votes votes={votes} ejections={ejections} shares={concentration.shares ?? []} />
    </>
  )
}

function Shares({ shares }: { shares: NonNullable<ServiceQuery['concentration']['shares']> }) {
  const [first] = shares
  const caption = first
    ? `The largest operator has ${percent(first.share)} of the registered stake.`
    : 'No operator with stake is registered.'
  return (
    <Figure
      title="Operators by registered stake"
      caption={caption}
      state={first ? 'ready' : 'empty'}
      rows={[['operator', 'share'], ...shares.map(({ member, share }) => [member.id, share])]}
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
