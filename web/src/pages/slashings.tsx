import { hrefHere } from '../app/place'
import { useView } from '../app/view'
import { Figure } from '../chart/figure'
import { Plot } from '../chart/plot'
import { document } from '../data/documents'
import { tokenText } from '../data/tokens'
import type { SlashingsQuery, SlashingsQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { percent, shifted } from '../format/decimal'
import { protocolsText } from '../format/protocol'
import { calledOf, counted, tamed } from '../format/text'
import requests from '../queries/slashing-requests.graphql?raw'
import text from '../queries/slashings.graphql?raw'
import { slashingSentences } from '../sentences/slashings'
import { Entity } from '../ui/entity'
import { Explorer } from '../ui/explorer'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { Sentences } from '../ui/sentences'
import { SlashingRequests } from '../ui/slashing-requests'
import { useOrder } from '../ui/sort'
import { type Column, Pager, Table } from '../ui/table'
import { SlashingDetail } from './slashings/detail'

const QUERY = document<SlashingsQuery, SlashingsQueryVariables>(text, requests)
const SIZE = 50
/** Rows of the timeline that the query asks for. */
const MOST = 500

type Row = SlashingsQuery['slashings'][number]

/** What it took of one pool, and for EigenLayer as a part. @param shown an amount of the pool as text */
function lossText(
  pool: string,
  shown: (amount: string) => string,
  {
    wadSlashed,
    sharesBefore,
    sharesAfter,
    queuedSharesSlashed,
    requested,
    accounted,
  }: Row['pools'][number],
): string {
  if (wadSlashed !== null) {
    const part = `${pool}: ${percent(shifted(wadSlashed, -18))}`
    if (sharesBefore === null || sharesAfter === null || queuedSharesSlashed === null) {
      return `${part}, of an unknown amount`
    }
    const loss = BigInt(sharesBefore) - BigInt(sharesAfter) + BigInt(queuedSharesSlashed)
    return `${part}, ${shown(loss.toString())}`
  }
  if (accounted !== null) return `${pool}: ${shown(accounted)}`
  return `${pool}: ${requested === null ? 'unknown' : `${shown(requested)} requested`}`
}

const COLUMNS: readonly Column<Row>[] = [
  {
    name: 'Block',
    form: 'block',
    cell: ({ id, block }) => (
      <a href={hrefHere({ slashing: id })} title="Who lost, and who counts on it">
        {block}
      </a>
    ),
    text: ({ block }) => String(block),
  },
  {
    name: 'Operator',
    cell: ({ operatorId }) => <Entity of={{ id: operatorId }} page="operators" />,
    text: ({ operatorId }) => operatorId,
  },
  {
    name: 'Service',
    cell: ({ operatorSet }) => <Entity of={{ id: operatorSet.avsId }} page="services" />,
    text: ({ operatorSet }) => operatorSet.avsId,
  },
  {
    name: 'Taken',
    cell: ({ pools }) => <Losses of={pools} />,
    text: ({ pools }) =>
      pools
        .map((pool) => lossText(pool.poolId, (amount) => `${amount} base units`, pool))
        .join('; '),
  },
  {
    name: 'Status',
    cell: ({ status, statusNullReason }) => status ?? `unknown (${statusNullReason})`,
    text: ({ status }) => status ?? '',
  },
  {
    name: 'Time',
    cell: ({ blockTime }) => (
      <>
        <span class="nowrap">{blockTime.slice(0, 10)}</span> {blockTime.slice(11, 16)}
      </>
    ),
    text: ({ blockTime }) => blockTime,
  },
  {
    name: 'Protocol',
    cell: ({ protocol }) => protocolsText([protocol]),
    text: ({ protocol }) => protocol,
  },
  {
    name: 'Goes to',
    cell: ({ redistributionRecipient: to, protocol }) =>
      to ? (
        <Entity of={{ id: to }} />
      ) : protocol === 'EIGENLAYER' ? (
        'burned'
      ) : (
        'burner of the vault'
      ),
    text: ({ redistributionRecipient }) => redistributionRecipient ?? '',
  },
  {
    name: 'Reason given',
    cell: ({ description }) => tamed(description),
    text: ({ description }) => description,
  },
  {
    name: 'Transaction',
    cell: ({ transactionHash }) => (
      <Explorer kind="tx" id={transactionHash}>
        <span title={transactionHash}>{`${transactionHash.slice(0, 10)}…`}</span>
      </Explorer>
    ),
    text: ({ transactionHash }) => transactionHash,
  },
]

/** What it took, in tokens of each pool. */
function Losses({ of }: { of: Row['pools'] }) {
  const { tokens, names } = useOrigin()
  return (
    <ul class="plain nowrap">
      {of.map((pool) => {
        const token = tokens.get(pool.poolId)
        const called = calledOf({ id: pool.poolId, name: names.get(pool.poolId) ?? null })
        return (
          <li key={pool.poolId} title={pool.poolId}>
            {lossText(called, (amount) => tokenText(amount, token), pool)}
          </li>
        )
      })}
    </ul>
  )
}

/** Who was slashed when, by whom, and what it took; requests and vetoes, too. */
export function Slashings() {
  const { block, place } = useView()
  const chosen = place.params.get('slashing')
  const { page } = useOrder([], '')
  const asked = useQuery(QUERY, { block, offset: page * SIZE })
  return (
    <Frame title="Slashings" asked={asked} measured={() => null} inPools>
      {({ slashings, timeline, requested, requests, requestLosses }) => (
        <>
          <Sentences of={slashingSentences(timeline, MOST, requested)} />
          <Timeline rows={timeline} requests={requested} />
          <SlashingRequests rows={requests} losses={requestLosses} />
          {slashings
            .filter(({ id }) => id === chosen)
            .map((row) => (
              <SlashingDetail key={row.id} of={row} />
            ))}
          <Table
            title="Slashings, the last first"
            columns={COLUMNS}
            rows={slashings}
            keyOf={({ id }) => id}
            empty="Nobody was slashed up to this block."
            isChosen={({ id }) => id === chosen}
          >
            <Pager count={timeline.length} size={SIZE} page={page} />
          </Table>
        </>
      )}
    </Frame>
  )
}

function Timeline({
  rows,
  requests,
}: {
  rows: SlashingsQuery['timeline']
  requests: SlashingsQuery['requested']
}) {
  const { first, shown } = useView()
  /** How many there were by each block; a service asks for a slashing before the core knows of it. */
  const steps = (blocks: readonly { block: number; what: string }[]) => [
    { x: first, y: 0, text: `block ${first}: none` },
    ...blocks.map(({ block, what }, index) => ({
      x: block,
      y: index + 1,
      text: `block ${block}: ${what}, ${index + 1} so far`,
    })),
    { x: shown, y: blocks.length, text: `block ${shown}: ${blocks.length}` },
  ]
  const ordered = [...rows].reverse()
  const points = steps(
    ordered.map(({ block, protocol, status }) => {
      return { block, what: `${protocol}, ${status ?? 'status unknown'}` }
    }),
  )
  const asked = steps(
    [...requests].reverse().map(({ requestedAtBlock: block, status }) => {
      return { block, what: `request of EigenLayer, ${status}` }
    }),
  )
  const table = [
    ...ordered.map(({ id, block, protocol, status }) => [id, block, protocol, status ?? '']),
    ...requests.map(({ id, requestedAtBlock, status }) => {
      return [id, requestedAtBlock, 'EIGENLAYER (request)', status]
    }),
  ]
  return (
    <Figure
      title="Slashings over time"
      caption={`${counted(rows.length, 'slashing')} up to block ${shown}, each one step${requests.length > 0 ? `; and ${counted(requests.length, 'request')} of services of EigenLayer` : ''}.`}
      state={rows.length + requests.length === 0 ? 'empty' : 'ready'}
      rows={[['id', 'block', 'protocol', 'status'], ...table.map((row) => row.map(String))]}
    >
      {(width, ids) => (
        <Plot
          width={width}
          ids={ids}
          series={[
            { name: 'Slashings', points },
            ...(requests.length > 0 ? [{ name: 'Requests of EigenLayer', points: asked }] : []),
          ]}
          isStep
          xText={String}
          yText={(y) => (Number.isInteger(y) ? String(y) : '')}
          xName="block"
          yName="slashings"
        />
      )}
    </Figure>
  )
}
