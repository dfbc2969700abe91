import { hrefOf } from '../app/place'
import { useView } from '../app/view'
import { Bars } from '../chart/bars'
import { Figure } from '../chart/figure'
import { document } from '../data/documents'
import type { StakerQuery, StakerQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { percent } from '../format/decimal'
import { protocolsText } from '../format/protocol'
import { shortened, tamed } from '../format/text'
import text from '../queries/staker.graphql?raw'
import { stakerSentences } from '../sentences/staker'
import { Listing, poolOf } from '../ui/columns'
import { CopyButton, Whole } from '../ui/entity'
import { Figures } from '../ui/figures'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { Sentences } from '../ui/sentences'
import { Withdrawals } from './staker/withdrawals'
import { AddressForm } from './stakers'

const QUERY = document<StakerQuery, StakerQueryVariables>(text)

/** One staker: its position, what it can lose, and when what it withdraws is out. */
export function StakerPage() {
  const { block, scope, pricing, place } = useView()
  const id = place.id!.toLowerCase()
  const asked = useQuery(QUERY, { block, scope, pricing, id })
  return (
    <Frame
      title="Staker"
      of={id}
      controls={<AddressForm key={id} address={id} />}
      asked={asked}
      measured={({ lookThrough }) => lookThrough.meta}
      inPools
    >
      {(data) => <Content data={data} id={id} />}
    </Frame>
  )
}

function Content({ data, id }: { data: StakerQuery; id: string }) {
  const view = useView()
  const { measure } = useOrigin()
  const { lookThrough } = data
  const { stake, queued, maximalLoss, maximalLossShare, meta } = lookThrough
  const symbols = new Map(data.pools.map((pool) => [pool.id, pool]))
  const reason = meta.nullReason
  return (
    <>
      <p>
        <Whole id={id} /> <CopyButton text={id} />{' '}
        <a href={hrefOf('simulate', null, view.place.params, { staker: id })}>
          What does it lose if somebody is slashed?
        </a>
      </p>
      <Sentences of={stakerSentences(data, measure)} />
      <Figures
        of={[
          { name: 'Position', value: stake, form: 'amount', metric: 'position', reason },
          { name: 'In the queue', value: queued, form: 'amount', metric: 'queued', reason },
          { name: 'Worst case', value: maximalLoss, form: 'amount', metric: 'worstCase', reason },
          {
            name: 'As a part',
            value: maximalLossShare,
            form: 'percent',
            metric: 'worstCaseShare',
            reason,
          },
        ]}
      />
      <Listing
        title="Position by pool"
        rows={lookThrough.positions}
        keyOf={({ pool }) => pool.id}
        empty="It has no stake in any pool."
        columns={(c) => [
          c.member('Pool', ({ pool }) => pool),
          c.text('Protocol', ({ pool }) =>
            protocolsText([symbols.get(pool.id)?.protocol ?? 'unknown']),
          ),
          c.pool('Stake', poolOf, ({ shares }) => shares, 'pool'),
          c.worth(poolOf, ({ shares }) => shares),
          c.text('Has a price', ({ isCounted }) => (isCounted ? 'yes' : 'no')),
        ]}
      />
      <WhoCanSlash parts={lookThrough.avss} />
      <Listing
        title="Operators behind which it stands"
        rows={lookThrough.operators}
        keyOf={({ member }) => member.id}
        empty="It delegates to nobody."
        columns={(c) => [
          c.member('Operator', ({ member }) => member, 'operators'),
          c.figure('Delegated', 'amount', ({ amount }) => amount, 'delegatedTo'),
          c.figure('Share', 'percent', ({ share }) => share, 'share'),
          {
            name: 'If it is slashed',
            cell: ({ member }) => (
              <a
                href={hrefOf('simulate', null, view.place.params, {
                  kind: 'operator',
                  target: member.id,
                  staker: id,
                })}
              >
                what is lost
              </a>
            ),
            text: () => '',
          },
        ]}
      />
      <Listing
        title="Worst operators, one after another"
        rows={lookThrough.worstOperators}
        keyOf={({ operator }) => operator.id}
        empty="No slashing costs it anything."
        columns={(c) => [
          c.member('Operator', ({ operator }) => operator, 'operators'),
          c.figure('Loss so far', 'amount', ({ loss }) => loss, 'runningLoss'),
          c.figure('Of what it has', 'percent', ({ share }) => share, 'worstCaseShare'),
        ]}
      />
      <Listing
        title="Who holds the keys"
        rows={lookThrough.slashers}
        keyOf={({ member }) => member.id}
        empty="No slasher can take any of it."
        columns={(c) => [
          c.member('Slasher', ({ member }) => member),
          c.figure('Can take', 'amount', ({ amount }) => amount, 'behind'),
          c.figure('Of what it has', 'percent', ({ share }) => share, 'worstCaseShare'),
        ]}
      />
      <Withdrawals data={data} />
    </>
  )
}

function WhoCanSlash({ parts }: { parts: StakerQuery['lookThrough']['avss'] }) {
  const shown = parts.filter(({ share }) => share !== null).slice(0, 12)
  const [first] = shown
  return (
    <Figure
      title="Services that can slash it"
      caption={
        first
          ? `${first.member.name ? tamed(first.member.name) : shortened(first.member.id)} can take the most: ${percent(first.share!)} of what it has.`
          : 'No service can slash any of it, as far as it has a price.'
      }
      state={first ? 'ready' : 'empty'}
      rows={[
        ['service', 'amount', 'part of what it has'],
        ...parts.map(({ member, amount, share }) => [
          member.id,
          amount ?? 'unknown',
          share ?? 'unknown',
        ]),
      ]}
    >
      {(width, ids) => (
        <Bars
          width={width}
          ids={ids}
          bars={shown.map(({ member, share }) => ({
            key: member.id,
            name: member.name ? tamed(member.name) : shortened(member.id),
            part: share!,
            text: percent(share!),
          }))}
        />
      )}
    </Figure>
  )
}
