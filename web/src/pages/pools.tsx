import { useEffect } from 'preact/hooks'
import { hrefOf } from '../app/place'
import { useView } from '../app/view'
import { document } from '../data/documents'
import type { PoolsQuery, PoolsQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { short } from '../format/decimal'
import { PROTOCOL_NAMES } from '../format/protocol'
import { calledOf, spanText, tamed } from '../format/text'
import text from '../queries/pools.graphql?raw'
import { poolSentences } from '../sentences/pools'
import { poolOf } from '../ui/columns'
import { Entities, Entity } from '../ui/entity'
import { Frame } from '../ui/frame'
import { Sentences } from '../ui/sentences'
import { type Column, Table } from '../ui/table'
import { Units } from '../ui/units'

const QUERY = document<PoolsQuery, PoolsQueryVariables>(text)

type Protocol = PoolsQuery['securityMarket']['protocols'][number]

/** Pools of all protocols: what is in them, what is promised of it, and what can be lost at once. An id in the path names a pool or a token. */
export function Pools() {
  const { block, pricing, place } = useView()
  const asked = useQuery(QUERY, { block, pricing: pricing ?? { numeraire: 'ETH' } })
  useEffect(() => {
    if (!place.id || !asked.data) return
    globalThis.document.querySelector('tr.chosen')?.scrollIntoView({ block: 'center' })
  }, [place.id, asked.data])
  return (
    <Frame title="Pools and vaults" asked={asked} measured={() => null} inPools isPriced>
      {(data) => (
        <>
          <Sentences of={poolSentences(data)} />
          {data.securityMarket.protocols.map((protocol) => (
            <ProtocolPools key={protocol.protocol} of={protocol} data={data} />
          ))}
          <Vaults data={data} />
          <p>
            In both protocols:{' '}
            <Entities of={data.securityMarket.operatorsInBoth} page="operators" />
          </p>
        </>
      )}
    </Frame>
  )
}

function ProtocolPools({ of, data }: { of: Protocol; data: PoolsQuery }) {
  const { place } = useView()
  const named = place.id?.toLowerCase()
  const isNamed = (...ids: (string | null | undefined)[]) =>
    named !== undefined && ids.includes(named)
  const pools = new Map(data.pools.map((pool) => [pool.id, pool]))
  const isKnown = of.stakes.some(({ pool }) => pools.get(pool.id)?.tokenSymbol != null)
  const prices = new Map(data.prices.pools.map((price) => [price.pool.id, price]))
  const columns: Column<Protocol['stakes'][number]>[] = [
    {
      name: 'Pool',
      cell: ({ pool }) =>
        of.protocol === 'EIGENLAYER' ? (
          <a title={pool.id} href={hrefOf('', null, place.params, { unit: pool.id })}>
            {calledOf(pool)}
          </a>
        ) : (
          <Entity of={pool} />
        ),
      text: ({ pool }) => pool.id,
    },
    {
      name: 'Token',
      cell: ({ pool }) => tamed(pools.get(pool.id)?.tokenSymbol ?? 'unknown'),
      text: ({ pool }) => pools.get(pool.id)?.tokenSymbol ?? '',
    },
    {
      name: 'Stake',
      metric: 'pool',
      form: 'amount',
      pool: poolOf,
      value: ({ stake }) => stake,
    },
    { name: 'Worth', form: 'worth', pool: poolOf, value: ({ stake }) => stake },
    {
      name: 'Promised',
      metric: 'promised',
      form: 'amount',
      pool: poolOf,
      value: ({ promised }) => promised,
    },
    {
      name: 'Slashable',
      metric: 'poolSlashable',
      form: 'amount',
      pool: poolOf,
      value: ({ slashable }) => slashable,
    },
    {
      name: 'Promised by stake',
      metric: 'poolLeverage',
      form: 'times',
      value: ({ leverage }) => leverage,
    },
    { name: 'Operators', form: 'count', value: ({ operators }) => operators },
    { name: 'Services', form: 'count', value: ({ services }) => services },
    {
      name: 'Price',
      cell: ({ pool }) => {
        const price = prices.get(pool.id)
        return price?.price == null ? `none (${price?.missing ?? 'unknown'})` : short(price.price)
      },
      text: ({ pool }) => prices.get(pool.id)?.price ?? '',
    },
  ]
  return (
    <Table
      title={`Pools of ${PROTOCOL_NAMES[of.protocol]}`}
      rows={of.stakes}
      keyOf={({ pool }) => pool.id}
      empty="It has no pools at this block."
      isChosen={({ pool }) => isNamed(pool.id, pools.get(pool.id)?.assetId)}
      columns={columns.filter(({ name }) => isKnown || name !== 'Token')}
    >
      <Units />
    </Table>
  )
}

function Vaults({ data }: { data: PoolsQuery }) {
  return (
    <Table
      title="Vaults"
      rows={data.vaults}
      keyOf={({ id }) => id}
      empty="There are no vaults at this block."
      columns={[
        { name: 'Vault', cell: ({ id }) => <Entity of={{ id }} />, text: ({ id }) => id },
        { name: 'Version', form: 'count', value: ({ version }) => version },
        {
          name: 'Delegator',
          cell: ({ delegatorType }) => delegatorType ?? 'unknown',
          text: ({ delegatorType }) => delegatorType ?? '',
        },
        {
          name: 'Slasher',
          cell: ({ slasherType }) => slasherType ?? 'none or unknown',
          text: ({ slasherType }) => slasherType ?? '',
        },
        {
          name: 'Epoch',
          cell: ({ epochDuration }) => (
            <span class="nowrap">
              {epochDuration === null ? 'none' : spanText(Number(epochDuration))}
            </span>
          ),
          text: ({ epochDuration }) => epochDuration ?? '',
        },
        {
          name: 'Time for a veto',
          cell: ({ vetoDuration }) => (
            <span class="nowrap">
              {vetoDuration === null ? 'none' : spanText(Number(vetoDuration))}
            </span>
          ),
          text: ({ vetoDuration }) => vetoDuration ?? '',
        },
        {
          name: 'Active stake',
          metric: 'pool',
          form: 'amount',
          pool: ({ id }) => id,
          value: ({ activeStake }) => activeStake,
        },
        {
          name: 'Can be lost',
          metric: 'pool',
          form: 'amount',
          pool: ({ id }) => id,
          value: ({ totalStake }) => totalStake,
        },
        {
          name: 'Worth',
          form: 'worth',
          pool: ({ id }) => id,
          value: ({ totalStake }) => totalStake,
        },
      ]}
    />
  )
}
