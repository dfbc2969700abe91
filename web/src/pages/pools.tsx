import { hrefOf } from '../app/place'
import { useView } from '../app/view'
import { document } from '../data/documents'
import type { PoolsQuery, PoolsQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { compared, short } from '../format/decimal'
import { counted, shortened, spanText, tamed } from '../format/text'
import text from '../queries/pools.graphql?raw'
import { Entities, Entity } from '../ui/entity'
import { Frame } from '../ui/frame'
import { Table } from '../ui/table'

const QUERY = document<PoolsQuery, PoolsQueryVariables>(text)

type Protocol = PoolsQuery['securityMarket']['protocols'][number]

/** Pools of all protocols: what is in them, what is promised of it, and what can be lost at once. */
export function Pools() {
  const { block, pricing } = useView()
  const asked = useQuery(QUERY, { block, pricing: pricing ?? { numeraire: 'ETH' } })
  return (
    <Frame title="Pools and vaults" asked={asked} measured={() => null}>
      {(data) => (
        <>
          <section class="sentences">
            {sentences(data).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </section>
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

function sentences({ securityMarket: { protocols, operatorsInBoth } }: PoolsQuery): string[] {
  const each = protocols.map(({ protocol, stakes }) => {
    const over = stakes.filter(({ leverage }) => leverage !== null && compared(leverage, '1') > 0)
    const promised =
      over.length === 0
        ? 'none promises more than it has'
        : `${over.length} promise more than they have`
    return `${protocol}: ${counted(stakes.length, 'pool')}, of which ${promised}.`
  })
  return [...each, `${counted(operatorsInBoth.length, 'operator')} take part in both protocols.`]
}

function ProtocolPools({ of, data }: { of: Protocol; data: PoolsQuery }) {
  const { place } = useView()
  const pools = new Map(data.pools.map((pool) => [pool.id, pool]))
  const prices = new Map(data.prices.pools.map((price) => [price.pool.id, price]))
  return (
    <Table
      title={`Pools of ${of.protocol}`}
      rows={of.stakes}
      keyOf={({ pool }) => pool.id}
      empty="It has no pools at this block."
      columns={[
        {
          name: 'Pool',
          cell: ({ pool }) =>
            of.protocol === 'EIGENLAYER' ? (
              <a title={pool.id} href={hrefOf('', null, place.params, { unit: pool.id })}>
                {shortened(pool.id)}
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
        { name: 'Stake', metric: 'pool', form: 'amount', value: ({ stake }) => stake },
        { name: 'Promised', metric: 'promised', form: 'amount', value: ({ promised }) => promised },
        {
          name: 'Slashable',
          metric: 'poolSlashable',
          form: 'amount',
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
            return price?.price == null
              ? `none (${price?.missing ?? 'unknown'})`
              : short(price.price)
          },
          text: ({ pool }) => prices.get(pool.id)?.price ?? '',
        },
      ]}
    >
      <p class="empty">
        Amounts are base units of each pool; those of different pools do not add up.
      </p>
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
          cell: ({ epochDuration }) =>
            epochDuration === null ? 'none' : spanText(Number(epochDuration)),
          text: ({ epochDuration }) => epochDuration ?? '',
        },
        {
          name: 'Time for a veto',
          cell: ({ vetoDuration }) =>
            vetoDuration === null ? 'none' : spanText(Number(vetoDuration)),
          text: ({ vetoDuration }) => vetoDuration ?? '',
        },
        {
          name: 'Active stake',
          metric: 'pool',
          form: 'amount',
          value: ({ activeStake }) => activeStake,
        },
        {
          name: 'Can be lost',
          metric: 'pool',
          form: 'amount',
          value: ({ totalStake }) => totalStake,
        },
      ]}
    />
  )
}
