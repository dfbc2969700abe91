import { useView } from '../app/view'
import { Figure } from '../chart/figure'
import { Plot } from '../chart/plot'
import { document } from '../data/documents'
import { openEpochs } from '../data/open-epochs'
import { tokenText, unitOf, wholeOf } from '../data/tokens'
import type { ExitsQuery, ExitsQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { added, approximate, tickText } from '../format/decimal'
import { calledOf } from '../format/text'
import { atText, type Clock, epochEnd, whenText } from '../format/when'
import text from '../queries/exits.graphql?raw'
import { exitsSentences, scheduleSentence } from '../sentences/exits'
import { Choice, chosen } from '../ui/choice'
import { Listing, poolOf } from '../ui/columns'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { Sentences } from '../ui/sentences'
import { Units } from '../ui/units'

const QUERY = document<ExitsQuery, ExitsQueryVariables>(text)

/** What is on its way out, until when it can be slashed, and what cannot leave in time. */
export function Exits() {
  const { block, scope } = useView()
  const asked = useQuery(QUERY, { block, scope })
  return (
    <Frame title="Exit queue" asked={asked} measured={() => null} inPools>
      {(data) => <Content data={data} />}
    </Frame>
  )
}

function Content({ data }: { data: ExitsQuery }) {
  const { shown, pace } = useView()
  const clock: Clock = { block: shown, time: data._meta.block.timestamp, pace }
  const { withdrawalQueue, captiveStake } = data
  const open = openEpochs(data)
  return (
    <>
      <Sentences of={exitsSentences(data, clock)} />
      <Schedule data={data} clock={clock} />
      <Listing
        title="Queue by pool"
        rows={withdrawalQueue.pools}
        keyOf={({ pool }) => pool.id}
        empty="Nothing is queued."
        columns={(c) => [
          c.member('Pool', ({ pool }) => pool),
          c.figure('Withdrawals', 'count', ({ withdrawals }) => withdrawals),
          c.pool('Queued', poolOf, ({ shares }) => shares, 'queueShares'),
          c.worth(poolOf, ({ shares }) => shares),
          c.pool('Can be completed', poolOf, (row) => row.completableShares, 'completable'),
          c.pool('Can be slashed', poolOf, (row) => row.slashableShares, 'queueSlashable'),
          c.pool('At risk now', poolOf, (row) => row.atRiskShares, 'queueAtRisk'),
          c.text('Until', ({ slashableUntilBlock: until }) =>
            until === null ? 'no longer' : whenText(until, clock),
          ),
        ]}
      >
        <Units />
      </Listing>
      <Listing
        title="Stake that cannot leave in time"
        rows={captiveStake.pools.filter(({ captive }) => captive.operators > 0)}
        keyOf={({ pool }) => pool.id}
        empty="No operator can bind free stake before its stakers can leave."
        columns={(c) => [
          c.member('Pool', ({ pool }) => pool),
          c.pool('Delegated', poolOf, ({ delegatedShares }) => delegatedShares, 'pool'),
          c.figure('Operators', 'count', ({ captive }) => captive.operators),
          c.pool(
            'Can be bound first',
            poolOf,
            ({ captive }) => captive.bindableShares,
            'captiveShares',
          ),
          c.worth(poolOf, ({ captive }) => captive.bindableShares),
          c.pool('Slashable already', poolOf, ({ captive }) => captive.slashableShares),
        ]}
      >
        <Units />
      </Listing>
      <Listing
        title="Withdrawals from vaults that are not out yet"
        rows={open}
        keyOf={({ id }) => id}
        empty="No withdrawal of a vault waits for the end of its epoch."
        columns={(c) => [
          c.member('Vault', ({ vaultId }) => ({ id: vaultId })),
          c.text('Epoch', ({ epoch }) => epoch),
          c.pool(
            'Assets',
            ({ vaultId }) => vaultId,
            ({ assets }) => assets,
            'epochAssets',
          ),
          c.worth(
            ({ vaultId }) => vaultId,
            ({ assets }) => assets,
          ),
          c.text('Can be claimed from', ({ epoch, vault }) => {
            const end = epochEnd(epoch, vault)
            return end === null ? 'unknown' : atText(end, clock.time)
          }),
        ]}
      >
        <Units />
      </Listing>
    </>
  )
}

/** When how much of a pool is out. */
function Schedule({ data, clock }: { data: ExitsQuery; clock: Clock }) {
  const { place, shown } = useView()
  const { tokens } = useOrigin()
  const { schedule } = data.withdrawalQueue
  const pools = [...new Map(schedule.map(({ pool }) => [pool.id, pool])).values()]
  const counts = new Map<string, number>()
  for (const { pool } of schedule) counts.set(pool.id, (counts.get(pool.id) ?? 0) + 1)
  pools.sort((a, b) => counts.get(b.id)! - counts.get(a.id)!)
  const options = pools.map((pool) => ({ value: pool.id, name: calledOf(pool) }))
  const pool = options.length === 0 ? '' : chosen(place.params, 'pool', options)
  const steps = schedule.filter((step) => step.pool.id === pool)
  const token = tokens.get(pool)
  let sum = '0'
  const points = steps.map(({ completableFromBlock: block, shares }) => {
    sum = added(sum, shares)
    return {
      x: block,
      y: approximate(wholeOf(sum, token)),
      text: `${whenText(block, clock)}: ${tokenText(sum, token)} are out`,
    }
  })
  const last = points.at(-1)
  // Beyond the last step, so that it is seen as one.
  const end = last && {
    ...last,
    x: last.x + Math.max(1, Math.ceil((last.x - shown) / 10)),
    text: 'after that nothing of it waits',
  }
  const drawn = [{ x: shown, y: 0, text: `block ${shown}: none` }, ...points, ...(end ? [end] : [])]
  return (
    <>
      {options.length > 1 && (
        <form>
          <Choice param="pool" label="Schedule of" value={pool} options={options} />
        </form>
      )}
      <Figure
        title="Schedule of the queue"
        caption={scheduleSentence(steps, clock)}
        state={steps.length === 0 ? 'empty' : 'ready'}
        rows={[
          ['completable from block', 'can be slashed until', 'withdrawals', 'base units'],
          ...steps.map((step) => [
            String(step.completableFromBlock),
            String(step.slashableUntilBlock),
            String(step.withdrawals),
            step.shares,
          ]),
        ]}
      >
        {(width, ids) => (
          <Plot
            width={width}
            ids={ids}
            series={[{ name: 'Out', points: drawn }]}
            isStep
            xText={(x) => (Number.isInteger(x) ? String(x) : '')}
            yText={tickText}
            xName="block"
            yName={`${unitOf(token) ?? 'tokens'} that are out`}
          />
        )}
      </Figure>
    </>
  )
}
